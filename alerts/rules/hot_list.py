"""A title on a hot list names us."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, HotFact
from alerts.rule import Joins, Line, Rule
from alerts.wording import number, one_line
from domain.alert import Finding, Held, Measures, Reason
from domain.day import spoken
from domain.hot import HotList
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LINE = Line(words="进入榜单前 {} 位（或置顶）", values=(50, 50, 30))


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding for each title that stands high enough; one without a number is pinned or unranked, and told."""
    least = LINE.at(settings.sensitivity)
    return [_finding(evidence.watch, fact) for fact in evidence.hot if fact.rank is None or fact.rank <= least]


def _finding(watch: Watch, fact: HotFact) -> Finding:
    title = one_line(fact.title, 40)
    place = f"第 {fact.rank} 位" if fact.rank is not None else "（无名次）"
    main = fact.list is HotList.SEARCH
    return Finding(
        rule=HOT_LIST.name,
        watch=watch.key,
        fingerprint=f"{HOT_LIST.name}:{watch.key}:{fact.topic}",
        title=f"{watch.name}：“{title}”登上{fact.list.shown}{place}",
        since=fact.since,
        reasons=(_standing(fact, place), _course(fact)),
        measures=Measures(hot_rank=fact.rank if main else None),
    )


def _standing(fact: HotFact, place: str) -> Reason:
    heat = f"，热度 {number(fact.heat)}" if fact.heat is not None else "，热度未知"
    mark = f"，标记“{one_line(fact.label, 8)}”" if fact.label else ""
    text = f"{spoken(fact.read_at)} 起在{fact.list.shown}{place}{heat}{mark}"
    return Reason(text=text, observed=fact.rank)


def _course(fact: HotFact) -> Reason:
    if fact.rank is None or fact.before is None:
        return Reason(text=f"{spoken(fact.since)} 首次上榜，一小时前的名次未知或不在榜")
    if fact.rank == fact.before:
        return Reason(
            text=f"一小时前也在第 {fact.before} 位", observed=fact.rank, expected=fact.before, held=Held.BEFORE
        )
    way = "上升" if fact.rank < fact.before else "下降"
    text = f"一小时前在第 {fact.before} 位，{way} {abs(fact.before - fact.rank)} 位"
    return Reason(text=text, observed=fact.rank, expected=fact.before, held=Held.BEFORE)


HOT_LIST = Rule(
    name="hot_list",
    shown="登上热搜",
    decide=find,
    reads=("hot",),
    when="热搜、要闻或文娱榜上有标题提到监测主题；写明名次、升降、热度和标记。只有热搜榜的名次参与定级",
    needs_posts=False,
    public=True,
    hold=timedelta(hours=1),
    line=LINE,
    joins=Joins(before=timedelta(hours=1), urgent=True),
)
