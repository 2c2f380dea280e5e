"""A source gives nothing new for longer than chance explains, or declines to answer: what it would tell is lost."""

from datetime import datetime

from alerts.evidence import Evidence, SourceFact
from alerts.rule import Rule
from alerts.wording import one_line, what_to_do
from domain.alert import Finding, Reason
from domain.day import spoken, spoken_span
from domain.rule_settings import RuleSettings
from domain.source import SourceState

UNKNOWN = "未知"


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding for each such source that belongs to the watch, or to none and so to the whole company."""
    return [_finding(fact, now) for fact in evidence.sources if fact.watch in {None, evidence.watch.key}]


def _finding(fact: SourceFact, now: datetime) -> Finding:
    silent = fact.state is SourceState.STALE
    what = f"已 {spoken_span(now - fact.since)}没有新内容" if silent else fact.state.shown
    return Finding(
        rule=STALE_SOURCE.name,
        watch=fact.watch,
        fingerprint=f"{STALE_SOURCE.name}:{fact.key}",
        title=f"{fact.kind.shown}“{one_line(fact.name, 40)}”{what}，这部分舆情可能漏报",
        since=min(fact.since, now),
        reasons=(*(_silence(fact, now) if silent else _refusal(fact, now)), what_to_do(fact.cure)),
    )


def _silence(fact: SourceFact, now: datetime) -> tuple[Reason, ...]:
    newest = f"最新内容是 {spoken(fact.newest_at)} 的" if fact.newest_at else "至今没有任何内容"
    answers = f"，答复看起来正常（{one_line(fact.reason, 80)}）" if fact.reason else ""
    expected = f"约定 {fact.expect_hours} 小时内应有新内容" if fact.expect_hours else _learnt(fact)
    return Reason(text=f"{newest}{answers}"), Reason(text=expected)


def _learnt(fact: SourceFact) -> str:
    return f"以往规律：{fact.usual}；照此规律，碰巧这么久没有新内容的机会极小"


def _refusal(fact: SourceFact, now: datetime) -> tuple[Reason, ...]:
    why = one_line(fact.reason, 160) or UNKNOWN
    newest = spoken(fact.newest_at) if fact.newest_at else "没有收到过"
    return (
        Reason(text=f"自 {spoken(fact.since)} 起没有正常答复，已 {spoken_span(now - fact.since)}；原因：{why}"),
        Reason(text=f"最新内容：{newest}"),
    )


STALE_SOURCE = Rule(
    name="stale_source",
    shown="来源久无更新",
    decide=find,
    reads=("sources",),
    when="某个信息来源（订阅、接口、推送、告警、上报、投诉数据）久无新内容，"
    "或连续两小时拒绝、未授权、改版、没有答复；写明从何时起、以往规律和怎么办。文章搜索被拒绝由“渠道静默”报",
    needs_posts=False,
    in_past=False,
)
