"""A widely read author, a medium or an authority writes a negative post."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, LoudPost
from alerts.measures import gravest
from alerts.rule import Joins, Line, Rule
from alerts.wording import number, one_line
from domain.alert import Finding, Held, Reason
from domain.day import spoken
from domain.post import Verification
from domain.rule_settings import RuleSettings
from domain.score import strength
from domain.watch import Watch

# the standard's row 12: an account of 100,000 followers is 三级, one of a million 二级
LOUD = Line(words="粉丝不少于 {}，或媒体、政务认证", values=(50_000, 100_000, 1_000_000))
LOUD_VERIFICATIONS = frozenset({Verification.MEDIA, Verification.GOVERNMENT})
FRESH = timedelta(hours=2)


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per loud author with a fresh negative post; an author of unknown reach is not loud."""
    least = int(LOUD.at(settings.sensitivity))
    fresh = [post for post in evidence.loud if now - FRESH < post.published_at <= now and _is_loud(post, least)]
    by_author: dict[tuple[str, str], list[LoudPost]] = {}
    for post in sorted(fresh, key=lambda post: (post.published_at, post.post)):
        by_author.setdefault((post.channel, post.author_key or f"post-{post.post}"), []).append(post)
    enough = [(author, posts) for (_, author), posts in by_author.items() if len(posts) >= settings.floor]
    return [_finding(evidence.watch, author, posts, least) for author, posts in enough]


def _is_loud(post: LoudPost, least: int) -> bool:
    reach = post.followers is not None and post.followers >= least
    return reach or post.verification in LOUD_VERIFICATIONS


def _finding(watch: Watch, author: str, posts: list[LoudPost], least: int) -> Finding:
    first, loudest = posts[0], posts[-1]
    name = one_line(loudest.author_name, 30) or "未知作者"
    return Finding(
        rule=LOUD_AUTHOR.name,
        watch=watch.key,
        fingerprint=f"{LOUD_AUTHOR.name}:{watch.key}:{loudest.channel}:{author}",
        title=f"{watch.name}：{loudest.channel.shown}“{name}”（{_standing(loudest)}）发布负面内容",
        since=first.published_at,
        reasons=tuple(_reason(post, least) for post in posts[:5]),
        measures=gravest(post.measures for post in posts),
        posts=tuple(post.post for post in reversed(posts)),
    )


def _standing(post: LoudPost) -> str:
    followers = "粉丝数未知" if post.followers is None else f"粉丝 {number(post.followers)}"
    if post.verification in LOUD_VERIFICATIONS:
        assert post.verification is not None
        return f"{post.verification.shown}，{followers}"
    return followers


def _reason(post: LoudPost, least: int) -> Reason:
    name = one_line(post.author_name, 30) or "未知作者"
    text = f"“{name}”（{_standing(post)}）于 {spoken(post.published_at)} 发布，负面程度 {strength(post.negativity)}"
    return Reason(text=text, observed=post.followers, expected=least, held=Held.LINE)


LOUD_AUTHOR = Rule(
    name="loud_author",
    shown="重点账号负面",
    decide=find,
    reads=("loud",),
    when="粉丝多的账号，或媒体、政务认证的账号发了负面帖文；粉丝数未知的写“未知”",
    line=LOUD,
    floor_words="同一账号两小时内的负面帖文条数",
    by_channel=True,
    joins=Joins(before=timedelta(hours=1)),
)
