"""Negative posts have grown over half a day or a day: too slowly for a window of three hours."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, SlowRise
from alerts.rule import Line, Rule
from alerts.wording import number, sureness, times
from domain.alert import Finding, Reason
from domain.day import spoken
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LINE = Line(words="S 值不低于 {}，且至少是往日同一时段的 1.5 倍", values=(4.5, 6.0, 8.0))


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding while the rise is on; a surge of the same watch has said the same, and more."""
    slow = evidence.slow
    if slow is None or evidence.surge is not None or slow.rise.observed < settings.floor:
        return []
    return [_finding(evidence.watch, slow)] if slow.rise.strength >= LINE.at(settings.sensitivity) else []


def _finding(watch: Watch, slow: SlowRise) -> Finding:
    rise = slow.rise
    text = (
        f"截至 {spoken(slow.at)} 的 {rise.hours} 小时，负面帖文 {number(rise.observed)} 条，"
        f"前 7 天同一时段通常为 {number(rise.usual)} 条；{sureness(rise.strength)}"
    )
    slowly = f"升得慢，三小时内看不出突增；这些负面帖文来自 {number(slow.authors)} 位不同的作者"
    return Finding(
        rule=SLOW_RISE.name,
        watch=watch.key,
        fingerprint=f"{SLOW_RISE.name}:{watch.key}",
        title=f"{watch.name}：{rise.hours} 小时内负面缓慢升温，{times(rise.observed, rise.usual)}",
        since=slow.at - timedelta(hours=rise.hours),
        reasons=(
            Reason(text=text, observed=rise.observed, expected=rise.usual),
            Reason(text=slowly, observed=slow.authors),
        ),
        measures=slow.measures,
        posts=slow.posts,
    )


SLOW_RISE = Rule(
    name="slow_rise",
    shown="缓慢升温",
    decide=find,
    when="负面帖文在半天到一天里慢慢升高，没有突增，但比前 7 天同一时段明显多"
    "（6、12、24 小时三个窗口，逐整点判断；至少要有 6 天可比）",
    hold=timedelta(hours=6),
    reads=("slow", "surge"),
    line=LINE,
    floor=12,
    floor_words="窗口内的负面帖文条数",
)
