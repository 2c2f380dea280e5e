"""A post says a word that must not wait for a second post."""

from datetime import datetime, timedelta

from alerts.evidence import CriticalPost, Evidence
from alerts.measures import gravest
from alerts.rule import Joins, Line, Rule
from alerts.wording import joined, number, one_line
from domain.alert import Finding, Reason
from domain.day import spoken
from domain.rule_settings import RuleSettings
from domain.score import Complaint
from domain.watch import Watch

FRESH = timedelta(hours=2)
LINE = Line(words="两小时内不少于 {} 位作者", values=(1, 1, 3))


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per kind of word that enough people say; an unknown author counts as one of its own."""
    fresh = [post for post in evidence.critical if now - FRESH < post.published_at <= now]
    least = LINE.at(settings.sensitivity)
    found = []
    for kind in Complaint:
        posts = sorted((post for post in fresh if post.kind is kind), key=lambda post: (post.published_at, post.post))
        authors = len({post.author_key or f"post-{post.post}" for post in posts})
        if posts and authors >= least and len(posts) >= settings.floor:
            found.append(_finding(evidence.watch, kind, posts, authors))
    return found


def _finding(watch: Watch, kind: Complaint, posts: list[CriticalPost], authors: int) -> Finding:
    words = dict.fromkeys(word for post in posts for word in post.words)
    told = joined([f"“{one_line(word, 20)}”" for word in words], 5)
    total = f"两小时内 {number(len(posts))} 条帖文、{number(authors)} 位作者说到{told}"
    return Finding(
        rule=CRITICAL_WORDS.name,
        watch=watch.key,
        fingerprint=f"{CRITICAL_WORDS.name}:{watch.key}:{kind}",
        title=f"{watch.name}：出现严重词（{kind.shown}）{told}",
        since=posts[0].published_at,
        reasons=(Reason(text=total, observed=authors, expected=0), *(_reason(post) for post in posts[:5])),
        measures=gravest(post.measures for post in posts),
        posts=tuple(post.post for post in reversed(posts)),
    )


def _reason(post: CriticalPost) -> Reason:
    name = one_line(post.author_name, 30) or "未知作者"
    words = joined([f"“{one_line(word, 20)}”" for word in post.words], 3)
    return Reason(text=f"{post.channel.shown}“{name}”于 {spoken(post.published_at)} 说到{words}")


CRITICAL_WORDS = Rule(
    name="critical_words",
    shown="严重词",
    decide=find,
    reads=("critical",),
    when="有帖文说到召回、伤亡、信息泄露、12315、起诉等不能等的词；词表在“严重词”页修改，正面帖文和否定说法不算",
    hold=FRESH,
    line=LINE,
    floor_words="两小时内说到这类词的帖文条数",
    by_channel=True,
    joins=Joins(before=timedelta(hours=1), urgent=True),
)
