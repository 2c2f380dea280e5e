"""A rule gets what it says that it reads, and nothing else; so it must read nothing else."""

from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from alerts.evidence import ComplaintFact, DriftFact, Evidence, RouteFact, SessionFact, SourceFact, TopicRise
from alerts.rule import Rule
from alerts.rules import RULES
from analysis.drift import Drift
from domain.alert import Measures
from domain.identity import CookieDomain
from domain.post import Channel
from domain.source import SourceKind, SourceState
from tests.alerts import test_new_rules as newer
from tests.alerts.test_rules import BURST, FACTS, LOUD, NOW, SURGE, WATCH

PARTS = {each.name for each in fields(Evidence)} - {"watch", "gaps", "blind"}
RISE = TopicRise(key="崩了", burst=BURST, also=(), authors=30, count=40, negative=30, measures=Measures(), posts=(1,))
EVERYTHING = replace(
    newer.EVIDENCE,
    watch=WATCH,
    surge=SURGE,
    topics=(RISE,),
    loud=(LOUD,),
    channels=(replace(FACTS, covered_until=NOW - timedelta(hours=3)),),
    drifts=(
        DriftFact(
            channel=Channel.WEIBO,
            monday=date(2026, 11, 16),
            model="m",
            drift=Drift(index=0.4, usual_index=0.05, unheard=None, usual_unheard=None, weeks=6),
        ),
    ),
    sessions=(SessionFact(key="k", name="甲", domain=next(iter(CookieDomain)), expires_at=NOW + timedelta(hours=9)),),
    routes=(
        RouteFact(
            channel=Channel.WEIBO, name="搜索", host="h", words="w", cure="c", since=NOW, checked_at=NOW, good_at=None
        ),
    ),
    complaints=(
        ComplaintFact(
            source=1, source_name="客服", watch=7, category="", hour=NOW, count=300, expected=9.0, strength=9.0, weeks=4
        ),
    ),
    sources=(
        SourceFact(
            key=1,
            watch=7,
            kind=next(iter(SourceKind)),
            name="订阅",
            state=SourceState.STALE,
            since=NOW - timedelta(days=2),
            newest_at=None,
            usual="每小时",
            expect_hours=None,
            reason="",
            cure="c",
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Watched(Evidence):
    """Evidence that notes which of its parts are looked at."""

    seen: set[str] = field(default_factory=set)

    def __getattribute__(self, name: str) -> Any:
        if name in PARTS:
            object.__getattribute__(self, "seen").add(name)
        return object.__getattribute__(self, name)


def without(evidence: Evidence, *names: str) -> Evidence:
    empty = Evidence(watch=WATCH)
    return replace(evidence, **{name: getattr(empty, name) for name in names})


def looked_at(rule: Rule, evidence: Evidence) -> tuple[set[str], int]:
    watched = Watched(**{each.name: getattr(evidence, each.name) for each in fields(Evidence)})
    watched.seen.clear()
    return watched.seen, len(rule.find(watched, NOW))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_reads_what_it_says_and_no_more(rule: Rule) -> None:
    full, found = looked_at(rule, EVERYTHING)
    quieter, more = looked_at(rule, without(EVERYTHING, "surge"))
    assert found or more, "what is never found proves nothing"
    assert full | quieter == set(rule.reads)
    assert set(rule.tells) < set(rule.reads) <= PARTS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_without_the_first_of_what_it_reads_a_rule_finds_nothing(rule: Rule) -> None:
    assert rule.reads[0] not in rule.tells
    for evidence in (EVERYTHING, without(EVERYTHING, "surge")):
        assert not rule.find(without(evidence, rule.reads[0]), NOW)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.tells], ids=lambda rule: rule.name)
def test_what_is_only_told_changes_neither_the_matter_nor_its_grade(rule: Rule) -> None:
    for evidence in (EVERYTHING, without(EVERYTHING, "surge")):
        whole, bare = rule.find(evidence, NOW), rule.find(without(evidence, *rule.tells), NOW)
        alike = [(one.fingerprint, one.since, one.measures, one.outlook) for one in whole]
        assert [(one.fingerprint, one.since, one.measures, one.outlook) for one in bare] == alike


def test_a_rule_waits_for_those_that_name_what_it_decides_by() -> None:
    named = {rule.name for rule in RULES if "topics" in rule.reads and "topics" not in rule.tells}
    assert {rule.name for rule in RULES if "topic_burst" in rule.after} == named - {"topic_burst"}
