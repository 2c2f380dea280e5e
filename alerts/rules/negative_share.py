"""More of what is said is negative than usual, though not more is said."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, ShareRise
from alerts.rule import Line, Rule
from alerts.share import spoken_share
from domain.alert import Finding, Reason
from domain.day import spoken
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LEAST_RISE = 0.05  # a share that is surely higher by less than this is nobody's concern
LINE = Line(words="z 值不低于 {}，且占比至少高出 5 个百分点", values=(3.0, 3.5, 5.0))


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding while the share is surely up; a surge of negative posts has said the same, and more."""
    rise = evidence.share
    if rise is None or rise.surged or evidence.surge is not None:
        return []
    shift = rise.shift
    sure = shift.z >= LINE.at(settings.sensitivity) and shift.low > shift.usual + LEAST_RISE
    return [_finding(evidence.watch, rise)] if sure and shift.negative >= settings.floor else []


def _finding(watch: Watch, rise: ShareRise) -> Finding:
    shift = rise.shift
    share = shift.negative / shift.posts
    text = (
        f"截至 {spoken(rise.at)} 的 {shift.hours} 小时，{shift.posts:,} 条里负面 {shift.negative:,} 条，"
        f"占比 {spoken_share(shift.negative, shift.posts)}，平时为 {shift.usual:.0%}（z={shift.z:.1f}）"
    )
    return Finding(
        rule=NEGATIVE_SHARE.name,
        watch=watch.key,
        fingerprint=f"{NEGATIVE_SHARE.name}:{watch.key}",
        title=f"{watch.name}：{shift.hours} 小时内负面占比 {share:.0%}，平时为 {shift.usual:.0%}",
        since=rise.at - timedelta(hours=shift.hours),
        reasons=(Reason(text=text, observed=share, expected=shift.usual, share=True),),
        measures=rise.measures,
        posts=rise.posts,
    )


NEGATIVE_SHARE = Rule(
    name="negative_share",
    shown="负面占比升高",
    decide=find,
    reads=("share", "surge"),
    when="帖文总数没有激增，但其中负面的占比明显高于平时（贝塔二项检验，1、3、6、12 小时四个窗口，逐整点判断）",
    hold=timedelta(hours=2),
    line=LINE,
    floor=5,
    floor_words="窗口内的负面帖文条数",
)
