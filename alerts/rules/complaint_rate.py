"""Customers complain more than they usually do at this hour of the week."""

from collections.abc import Sequence
from datetime import datetime

from alerts.evidence import ComplaintFact, Evidence
from alerts.rule import Line, Rule
from alerts.wording import number, one_line, sureness, times
from domain.alert import Finding, Measures, Reason
from domain.day import spoken
from domain.rule_settings import RuleSettings

STRONG = Line(words="S 值不低于 {}", values=(3.0, 3.5, 5.0))
LEAST_COUNT = 10  # row 4 of the standard asks for as many
ENOUGH_ALONE = 100  # row 4 calls it grave whatever is usual


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per source and category; all categories together speak only where no category does by itself."""
    found: list[Finding] = []
    for source in sorted({fact.source for fact in evidence.complaints}):
        rising = [fact for fact in evidence.complaints if fact.source == source and _rises(fact, settings)]
        named = [fact for fact in rising if fact.category]
        categories = sorted({fact.category for fact in named or rising})
        found += [_finding([fact for fact in rising if fact.category == name]) for name in categories]
    return found


def _rises(fact: ComplaintFact, settings: RuleSettings) -> bool:
    if fact.strength is None:
        return fact.count >= max(ENOUGH_ALONE, settings.floor)
    return fact.count >= settings.floor and fact.strength >= STRONG.at(settings.sensitivity)


def _finding(rising: Sequence[ComplaintFact]) -> Finding:
    """The gravest hour is told, the first is the beginning."""
    worst = max(rising, key=lambda fact: (fact.strength or 0, fact.count))
    what = f"“{one_line(worst.category, 20)}”投诉" if worst.category else "投诉"
    usual = f"，{times(worst.count, worst.expected)}" if worst.expected is not None else ""
    return Finding(
        rule=COMPLAINT_RATE.name,
        watch=worst.watch,
        fingerprint=f"{COMPLAINT_RATE.name}:{worst.source}:{worst.category}"[:200],
        title=f"{one_line(worst.source_name, 30)}：一小时{what} {number(worst.count)} 件{usual}",
        since=min(fact.hour for fact in rising),
        reasons=(_count(worst, what), _ground(worst)),
        measures=Measures(complaints=worst.count, complaints_expected=worst.expected),
    )


def _count(fact: ComplaintFact, what: str) -> Reason:
    text = f"{spoken(fact.hour)} 起的一小时{what} {number(fact.count)} 件"
    if fact.expected is None or fact.strength is None:
        return Reason(text=f"{text}；历史不足两周，没有可比的往日", observed=fact.count)
    text += f"，往日同一时段预计 {number(fact.expected)} 件；{sureness(fact.strength)}"
    return Reason(text=text, observed=fact.count, expected=fact.expected)


def _ground(fact: ComplaintFact) -> Reason:
    name = one_line(fact.source_name, 40)
    if not fact.weeks:
        return Reason(text=f"依据：{name}送来的投诉数据；不足两周时只看绝对数量（≥{ENOUGH_ALONE} 件）")
    return Reason(text=f"依据：{name}送来的投诉数据，与过去 {fact.weeks} 周同一星期几、同一小时相比")


COMPLAINT_RATE = Rule(
    name="complaint_rate",
    shown="投诉激增",
    decide=find,
    reads=("complaints",),
    when="客服系统的投诉比过去几周同一星期几、同一小时明显增多；历史不足两周时只看是否达到 100 件",
    needs_posts=False,
    public=True,
    line=STRONG,
    floor=LEAST_COUNT,
    floor_words="一小时内的投诉件数",
    in_past=False,
)
