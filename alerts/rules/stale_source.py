"""A source gives nothing new for longer than chance explains, or declines to answer: what it would tell is lost."""

from datetime import datetime

from alerts.evidence import Evidence, SourceFact
from alerts.rule import Rule
from alerts.wording import one_line, what_to_do
from domain.alert import Finding, Reason
from domain.day import spoken, spoken_span
from domain.source import SourceState

UNKNOWN = "未知"


def find(evidence: Evidence, now: datetime) -> list[Finding]:
    """One finding for each such source that belongs to the watch, or to none, whichever watch is judged first."""
    return [
        _finding(evidence.watch.key, fact, now)
        for fact in evidence.sources
        if fact.watch is None or fact.watch == evidence.watch.key
    ]


def _finding(watch: int, fact: SourceFact, now: datetime) -> Finding:
    silent = fact.state is SourceState.STALE
    what = f"已 {spoken_span(now - fact.since)}没有新内容" if silent else fact.state.shown
    return Finding(
        rule=STALE_SOURCE.name,
        watch=watch,
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


STALE_SOURCE = Rule(name="stale_source", shown="来源久无更新", find=find, needs_posts=False)
