"""People of more and more regions complain: a local matter has become one of many places."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, Regions
from alerts.rule import Joins, Line, Rule
from alerts.wording import joined, number, one_line
from domain.alert import Finding, Reason
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LINE = Line(words="六小时内不少于 {} 个省份，且至少是平时的两倍", values=(5, 8, 15))
AGAINST_USUAL = 2


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding while the regions are many, and many more than usual; posts without a region say nothing."""
    regions = evidence.regions
    if regions is None or regions.authors < settings.floor:
        return []
    many = len(regions.counts)
    if many < LINE.at(settings.sensitivity) or many < AGAINST_USUAL * regions.usual:
        return []
    return [_finding(evidence.watch, regions, now)]


def _finding(watch: Watch, regions: Regions, now: datetime) -> Finding:
    many = len(regions.counts)
    places = joined([f"{one_line(region, 10)} {number(authors)} 人" for region, authors in regions.counts], 6)
    text = f"最近 {regions.hours} 小时，{number(many)} 个地区的 {number(regions.authors)} 位作者发了负面帖文：{places}"
    usual = f"平时同样长的时间约 {number(regions.usual)} 个地区；地区未知的作者 {number(regions.unknown)} 位，未计入"
    return Finding(
        rule=REGION_SPREAD.name,
        watch=watch.key,
        fingerprint=f"{REGION_SPREAD.name}:{watch.key}",
        title=f"{watch.name}：负面扩散到 {number(many)} 个省份，平时约 {number(regions.usual)} 个",
        since=now - timedelta(hours=regions.hours),
        reasons=(Reason(text=text, observed=many, expected=regions.usual), Reason(text=usual)),
        measures=regions.measures,
        posts=regions.posts,
    )


REGION_SPREAD = Rule(
    name="region_spread",
    shown="跨地域扩散",
    decide=find,
    reads=("regions",),
    when="六小时内发负面帖文的作者（按 IP 属地）来自很多省份，而且比平时多一倍以上",
    hold=timedelta(hours=2),
    line=LINE,
    floor=10,
    floor_words="六小时内已知地区的负面作者人数",
    joins=Joins(before=timedelta(hours=6)),
)
