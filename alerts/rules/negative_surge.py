"""Negative posts of a watch rise against their own past."""

from datetime import datetime

from alerts.evidence import Evidence, Surge, TopicRise
from alerts.rule import Line, Rule
from alerts.share import spoken_share
from alerts.wording import LONGEST_KEY, joined, number, one_line, sureness, times, window
from domain.alert import Finding, Reason
from domain.day import bucket_time
from domain.rule_settings import RuleSettings


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding while the seasonal scan says that the count of negative posts is no accident."""
    surge = evidence.surge
    if surge is None or surge.burst.observed < settings.floor:
        return []
    burst = surge.burst
    title = (
        f"{evidence.watch.name}：{window(burst.window_minutes)}内负面帖文 {number(burst.observed)} 条，"
        f"{times(burst.observed, burst.expected)}"
    )
    return [
        Finding(
            rule=NEGATIVE_SURGE.name,
            watch=evidence.watch.key,
            fingerprint=f"{NEGATIVE_SURGE.name}:{evidence.watch.key}",
            title=title,
            since=bucket_time(burst.since),
            reasons=(_count(surge), *_share(surge), *_voices(surge), *_topics(evidence.topics_of_surge())),
            measures=surge.measures,
            posts=surge.posts,
        )
    ]


def _count(surge: Surge) -> Reason:
    burst = surge.burst
    text = (
        f"{window(burst.window_minutes)}内负面帖文 {number(burst.observed)} 条，"
        f"按往日同一时段预计 {number(burst.expected)} 条；{sureness(burst.strength)}"
    )
    return Reason(text=text, observed=burst.observed, expected=burst.expected)


def _share(surge: Surge) -> tuple[Reason, ...]:
    if not surge.scored:
        return ()
    text = f"负面占比 {spoken_share(surge.negative, surge.scored)}"
    if not surge.usual_scored:
        return (Reason(text=text + "，没有更早的数据可比", observed=surge.negative / surge.scored, share=True),)
    usual = surge.usual_negative / surge.usual_scored
    text += f"，近 28 天为 {usual:.0%}"
    return (Reason(text=text, observed=surge.negative / surge.scored, expected=usual, share=True),)


def _voices(surge: Surge) -> tuple[Reason, ...]:
    """How many people speak: fifty posts of one author are not fifty people."""
    if not surge.authors:
        return ()
    return (Reason(text=f"这些负面帖文来自 {number(surge.authors)} 位不同的作者", observed=surge.authors),)


def _topics(rises: tuple[TopicRise, ...]) -> tuple[Reason, ...]:
    """What the negative posts speak of, the most spoken of first."""
    if not rises:
        return ()
    largest = sorted(rises, key=lambda rise: -rise.burst.observed)
    words = [f"“{one_line(rise.key, LONGEST_KEY)}”（{number(rise.burst.observed)} 人）" for rise in largest]
    return (Reason(text=f"主要在说：{joined(words, 5)}"),)


NEGATIVE_SURGE = Rule(
    name="negative_surge",
    shown="负面激增",
    decide=find,
    reads=("surge", "topics"),
    tells=("topics",),
    when="负面帖文比这个主题在同一时段的往常明显增多（季节性负二项扫描，15 分钟、1 小时、3 小时三个窗口）",
    line=Line(words="S 值不低于 {}（S 值每高 1，碰巧的可能小到十分之一）", values=(3.0, 3.5, 5.0)),
    floor=4,
    floor_words="窗口内的负面帖文条数",
    leads=True,
)
