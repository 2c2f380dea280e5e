"""A way of collecting answers, and its pages are no longer what the parsers know: what comes that way is lost."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from alerts.evidence import Evidence, RouteFact
from alerts.rule import Rule
from alerts.wording import one_line, what_to_do
from domain.alert import Finding, Reason
from domain.day import spoken
from domain.rule_settings import RuleSettings

MOST_TOLD = 6


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding for all ways of one site that were found changed at the same check, whichever watch is judged first.

    A way that changes later is a matter of its own.
    """
    facts = sorted((fact for fact in evidence.routes if fact.channel in evidence.watch.channels), key=_matter)
    return [_finding(evidence.watch.key, list(some)) for _, some in groupby(facts, key=_matter)]


def _matter(fact: RouteFact) -> tuple[str, datetime]:
    return fact.host, fact.since


def _finding(watch: int, facts: Sequence[RouteFact]) -> Finding:
    first = facts[0]
    names = f"{first.name}等 {len(facts)} 项" if len(facts) > 1 else first.name
    told = tuple(_reason(fact) for fact in facts[:MOST_TOLD])
    rest = (Reason(text=f"另有 {len(facts) - MOST_TOLD} 项同时读不懂"),) if len(facts) > MOST_TOLD else ()
    cures = dict.fromkeys(fact.cure for fact in facts if fact.cure)
    return Finding(
        rule=CHANGED_LAYOUT.name,
        watch=watch,
        fingerprint=f"{CHANGED_LAYOUT.name}:{first.channel}:{first.host}:{int(first.since.timestamp())}",
        title=f"{first.channel.shown}页面已改版：{first.host}的{names}读不懂，这部分内容采不到",
        since=first.since,
        reasons=(*told, *rest, *(what_to_do(cure) for cure in cures)),
    )


def _reason(fact: RouteFact) -> Reason:
    before = f"，上次正常是 {spoken(fact.good_at)}" if fact.good_at else "，此前没有正常的巡检记录"
    return Reason(text=f"{spoken(fact.checked_at)} 巡检“{fact.name}”：{one_line(fact.words, 120)}{before}")


CHANGED_LAYOUT = Rule(
    name="changed_layout",
    shown="页面改版",
    decide=find,
    reads=("routes",),
    when="途径巡检发现某个站点的页面改版、解析程序读不懂；写明哪几项、从何时起、上次正常是何时",
    needs_posts=False,
    by_channel=True,
    in_past=False,
)
