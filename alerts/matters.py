"""What several rules find of one matter is told as one: a surge of negative posts tells what belongs to it; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf

from alerts.lifecycle import Desk, Verdict, decide, decide_eased
from alerts.measures import gravest
from alerts.rule import Joins
from alerts.rules import RULES
from domain.alert import Finding, Proposal, Reason
from domain.rule_settings import RuleSettings

MOST_TITLES = 3  # of one rule in one sentence
MOST_GRADE_REASONS = 8
SHOWN_FIRST = 12  # of the surge's own posts, before one of each finding that joins
ALSO = "又发现："
TOLD_FOR = timedelta(hours=24)

_RULES = {rule.name: rule for rule in RULES}
_LEAD = next(rule for rule in RULES if rule.leads)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A finding with its grade and what was not collected at the time.

    `eased` says that it was made only under the eased settings, which keep on what is on and begin nothing. `joined`
    are the findings that this one tells of; `belongs` says that it is told of by the surge of its watch. `watch` is the
    name that their sentences leave out. `whole` is the same with all its words, where those of `finding` are not.
    """

    finding: Finding
    proposal: Proposal
    gaps: tuple[str, ...] = ()
    eased: bool = False
    joined: tuple[Finding, ...] = ()
    belongs: bool = False
    watch: str = ""
    whole: "Callable[[], Found] | None" = None


def together(found: Sequence[Found], watch: str) -> list[Found]:
    """The findings of a watch (`watch` its name) at a moment; what leads comes first and tells what belongs to it."""
    lead = next((one for one in found if one.finding.rule == _LEAD.name), None)
    if lead is None:
        return list(found)
    joining = [one for one in found if _belongs(one, lead.finding)]
    rest = [replace(one, belongs=one in joining) for one in found if one is not lead]
    return [_told_by(lead, joining, watch), *rest]


def verdict_of(desk: Desk, found: Found, settings: RuleSettings, now: datetime) -> Verdict:
    """What becomes of a finding; what the surge of its watch tells of, or has told of lately, raises nothing."""
    mark = found.finding.fingerprint
    if found.eased:
        return decide_eased(desk, mark)
    if _is_told(desk, found, now):
        return Verdict.JOINED if desk.standing(mark) is None else Verdict.SEEN
    return decide(desk, mark, found.proposal.grade, settings, now)


def not_yet_told(desk: Desk, found: Found, now: datetime) -> tuple[Finding, ...]:
    """The findings that join now for the first time, have no alert of their own and must be put in words."""
    marks = (one.fingerprint for one in found.joined if not _joins(one).said)
    news = {mark for mark in marks if desk.standing(mark) is None and not desk.joined(mark, now)}
    return tuple(one for one in found.joined if one.fingerprint in news)


def is_urgent(finding: Finding) -> bool:
    """Whether people must hear of it at once though they know of the surge."""
    return _joins(finding).urgent


def named(findings: Sequence[Finding], watch: str) -> tuple[str, ...]:
    """One sentence for each rule: what it found, the watch's name left out."""
    return tuple(
        f"{rule.shown}：{_listed(titles)}"
        for rule in RULES
        if rule.joins is not None
        and not rule.joins.said
        and (titles := [one.title.removeprefix(f"{watch}：") for one in findings if one.rule == rule.name])
    )


def _listed(titles: Sequence[str]) -> str:
    shown = "；".join(titles[:MOST_TITLES])
    return f"{shown}；等共 {len(titles)} 项" if len(titles) > MOST_TITLES else shown


def _joins(finding: Finding) -> Joins:
    joins = _RULES[finding.rule].joins
    assert joins is not None
    return joins


def _belongs(one: Found, lead: Finding) -> bool:
    joins = _RULES[one.finding.rule].joins
    if joins is None or one.eased or one.finding.apart:
        return False
    return one.finding.since >= lead.since - joins.before


def _is_told(desk: Desk, found: Found, now: datetime) -> bool:
    """By an alert of the surge that stands, or one of the last day, or settled, that was as grave; while it goes on."""
    lead = f"{_LEAD.name}:{found.finding.watch}"
    if found.belongs and desk.standing(lead) is not None:
        return True
    if not desk.joined(found.finding.fingerprint, now):
        return False
    told = (
        desk.standing(lead),
        desk.dismissed(lead, now),
        desk.settled(lead, now),
        desk.ended(lead, now, TOLD_FOR),
    )
    return any(grade is not None and found.proposal.grade >= grade for grade in told)


def _told_by(lead: Found, joining: Sequence[Found], watch: str) -> Found:
    findings = tuple(one.finding for one in joining)
    reasons = tuple(Reason(text=text) for text in named(findings, watch))
    posts = (*lead.finding.posts[:SHOWN_FIRST], *(one.posts[0] for one in findings if one.posts), *lead.finding.posts)
    finding = replace(
        lead.finding,
        reasons=(*lead.finding.reasons, *reasons),
        measures=gravest([lead.finding.measures, *(one.measures for one in findings)]),
        posts=tuple(dict.fromkeys(posts)),
    )
    return replace(lead, finding=finding, proposal=_gravest(lead, joining), joined=findings, watch=watch)


def _gravest(lead: Found, joining: Sequence[Found]) -> Proposal:
    """The gravest of the proposals, with the reasons of all that are as grave, the furthest gone first."""
    grade = min(one.proposal.grade for one in (lead, *joining))
    alike = [one for one in (lead, *sorted(joining, key=_how_far)) if one.proposal.grade is grade]
    reasons = _one_for_each_row(dict.fromkeys(reason for one in alike for reason in one.proposal.reasons))
    return replace(lead.proposal, grade=grade, reasons=reasons[:MOST_GRADE_REASONS])


def _how_far(found: Found) -> tuple[float, ...]:
    """Smaller the higher on a hot list, then the more often passed on, spoken of and read."""
    went = found.finding.measures
    return went.hot_rank or inf, -(went.reposts or 0), -(went.comments or 0), -(went.reads or 0), -(went.followers or 0)


def _one_for_each_row(reasons: Iterable[str]) -> tuple[str, ...]:
    """The first sentence on each row of the standard; of the others on it, how many there are."""
    by_row: dict[str, list[str]] = {}
    for reason in reasons:
        by_row.setdefault(reason.partition("：")[0], []).append(reason)
    return tuple(first + (f"；另有 {len(others)} 项也达到" if others else "") for first, *others in by_row.values())
