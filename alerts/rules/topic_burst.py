"""A topic of a watch rises by its count of distinct authors, and not only with praise."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, TopicRise
from alerts.rule import Joins, Line, Rule
from alerts.wording import LONGEST_KEY, joined, number, one_line, sureness, times, window
from domain.alert import Finding, Reason
from domain.day import bucket_time
from domain.rule_settings import RuleSettings
from domain.watch import Watch

QUIET = timedelta(hours=2, minutes=30)  # a topic has no episode of its own: two quiet hours, and the usual half hour
LEAST_NEGATIVE = 5  # what everybody likes may rise without waking anybody


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per topic that rises and that some posts speak of badly; those of a surge are no matter apart."""
    told = evidence.topics_of_surge()
    rises = [rise for rise in evidence.topics if rise.negative >= settings.floor]
    return [_finding(evidence.watch, rise, apart=rise not in told) for rise in rises]


def _finding(watch: Watch, rise: TopicRise, *, apart: bool) -> Finding:
    burst = rise.burst
    key = one_line(rise.key, LONGEST_KEY)
    title = (
        f"{watch.name}：话题“{key}”{window(burst.window_minutes)}内有 {number(burst.observed)} 人谈论，"
        f"{times(burst.observed, burst.expected)}"
    )
    return Finding(
        rule=TOPIC_BURST.name,
        watch=watch.key,
        fingerprint=f"{TOPIC_BURST.name}:{watch.key}:{rise.key}",
        title=title,
        since=bucket_time(burst.since),
        reasons=(_count(rise), _mood(rise), *_also(rise)),
        measures=rise.measures,
        posts=rise.posts,
        apart=apart,
    )


def _count(rise: TopicRise) -> Reason:
    burst = rise.burst
    text = (
        f"{window(burst.window_minutes)}内 {number(burst.observed)} 人次（按不同作者计）谈到“"
        f"{one_line(rise.key, LONGEST_KEY)}”，"
        f"按往日同一时段预计 {number(burst.expected)}；{sureness(burst.strength)}"
    )
    return Reason(text=text, observed=burst.observed, expected=burst.expected)


def _mood(rise: TopicRise) -> Reason:
    text = f"自突增开始共 {number(rise.count)} 条，{number(rise.authors)} 位作者，其中负面 {number(rise.negative)} 条"
    return Reason(text=text, observed=rise.negative)


def _also(rise: TopicRise) -> tuple[Reason, ...]:
    if not rise.also:
        return ()
    words = joined([f"“{one_line(key, LONGEST_KEY)}”" for key in rise.also], 5)
    return (Reason(text=f"同一批作者还谈到{words}"),)


TOPIC_BURST = Rule(
    name="topic_burst",
    shown="话题突增",
    decide=find,
    reads=("topics", "surge"),
    when="某个话题或词突然被很多不同的人提到，而且不全是夸奖",
    hold=QUIET,
    line=Line(words="S 值不低于 {}（话题很多，所以比负面激增更严）", values=(4.0, 5.0, 8.0)),
    floor=LEAST_NEGATIVE,
    floor_words="谈到这个话题的负面帖文条数",
    joins=Joins(before=timedelta(hours=1), said=True),
)
