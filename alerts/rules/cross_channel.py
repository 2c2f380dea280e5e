"""Negative posts rise on several channels at once: the matter has left the place where it began."""

from datetime import datetime, timedelta

from alerts.evidence import Across, ChannelRise, Evidence
from alerts.rule import Joins, Line, Rule
from alerts.wording import number, sureness
from domain.alert import Finding, Reason
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LINE = Line(words="每个渠道的 S 值都不低于 {}", values=(2.0, 2.5, 4.0))
LEAST_CHANNELS = 2


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding while two channels or more rise, each against its own past."""
    across = evidence.across
    if across is None:
        return []
    least = LINE.at(settings.sensitivity)
    rising = [rise for rise in across.rises if rise.strength >= least and rise.observed >= settings.floor]
    return [_finding(evidence.watch, across, rising, now)] if len(rising) >= LEAST_CHANNELS else []


def _finding(watch: Watch, across: Across, rising: list[ChannelRise], now: datetime) -> Finding:
    names = "、".join(rise.channel.shown for rise in rising)
    return Finding(
        rule=CROSS_CHANNEL.name,
        watch=watch.key,
        fingerprint=f"{CROSS_CHANNEL.name}:{watch.key}",
        title=f"{watch.name}：{names}的负面同时升高，已跨平台扩散",
        since=now - timedelta(hours=across.hours),
        reasons=tuple(_reason(rise, across.hours) for rise in rising),
        measures=across.measures,
        posts=across.posts,
    )


def _reason(rise: ChannelRise, hours: int) -> Reason:
    text = (
        f"{rise.channel.shown}最近 {hours} 小时负面 {number(rise.observed)} 条，"
        f"平时同样长的时间约 {number(rise.expected)} 条；{sureness(rise.strength)}"
    )
    return Reason(text=text, observed=rise.observed, expected=rise.expected)


CROSS_CHANNEL = Rule(
    name="cross_channel",
    shown="跨平台扩散",
    decide=find,
    reads=("across",),
    when="两个以上渠道的负面帖文在六小时内同时高于各自的平时",
    hold=timedelta(hours=2),
    line=LINE,
    floor=3,
    floor_words="每个渠道六小时内的负面帖文条数",
    joins=Joins(before=timedelta(hours=6)),
)
