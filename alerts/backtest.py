"""Rules tried on the past: what would have fired, beside what really was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.evaluate import interval
from alerts.people import roster_at
from alerts.routing import for_fired
from alerts.rulebook import BY_NAME
from alerts.walk import Progress, Ruling, walk
from domain.feedback import Feedback
from domain.trial import Fired, Outcome
from domain.watch import Watch
from storage import truths
from storage.alerts import PastAlert
from storage.truths import Judged

DAY = timedelta(days=1)
MOST_SHOWN = 100
AROUND = timedelta(hours=2)  # an alert this long before or after a matter is of that matter


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Which past is looked at: moments of [first, last], and of which watch (None: all)."""

    first: datetime
    last: datetime
    watch: int | None = None


def backtest(
    watches: Sequence[Watch],
    stretch: Stretch,
    rules: Collection[str],
    rulings: Sequence[Ruling],
    progress: Progress,
) -> list[tuple[Outcome, ...]]:
    """What each of these rules would have done under each ruling; what is in force is not touched.

    The counts of all active `watches` are read, for they share what is learnt of the hours of the day; only those that
    the stretch asks for are judged.
    """
    found = walk(
        watches,
        stretch.first,
        stretch.last,
        interval=interval(),
        rulings=rulings,
        progress=progress,
        rules=rules,
        words=False,
        asked=None if stretch.watch is None else [stretch.watch],
    )
    return [_outcomes(stretch, rules, [*one.over, *one.still_on()]) for one in found]


def _outcomes(stretch: Stretch, rules: Collection[str], past: Sequence[PastAlert]) -> tuple[Outcome, ...]:
    judged = truths.judged(stretch.first, stretch.last, stretch.watch)
    incidents = truths.incidents(stretch.first, stretch.last, stretch.watch)
    days = truths.days_with_data(stretch.first, stretch.last, stretch.watch)
    return tuple(
        _outcome(rule, [one for one in past if one.finding.rule == rule], judged, incidents, days)
        for rule in BY_NAME
        if rule in rules
    )


def _outcome(
    rule: str, past: Sequence[PastAlert], judged: Sequence[Judged], incidents: Sequence[Judged], days: float
) -> Outcome:
    useful = [one for one in judged if one.verdict is Feedback.USEFUL]
    false = [one for one in judged if one.verdict is Feedback.FALSE and one.rule == rule]
    fired = sorted((_fired(one, judged) for one in past), key=lambda one: one.detected_at)
    return Outcome(
        rule=rule,
        alerts=len(past),
        mails=sum(map(_mails, past)),
        days=days,
        incidents=len(incidents),
        incidents_met=_met(incidents, past),
        useful=len(useful),
        useful_met=_met(useful, past),
        false=len(false),
        false_again=sum(1 for one in false if any(_same(one, alert) for alert in past)),
        fired=tuple(fired[-MOST_SHOWN:]),
    )


def _mails(past: PastAlert) -> int:
    """To those on duty at the time: being raised, each rise of the grade, what must not wait, and the end."""
    roster = roster_at(past.detected_at)
    first = past.rises[0][1] if past.rises else past.proposal.grade
    grades = [(past.detected_at, first), *((at, proposal.grade) for at, _, proposal in past.rises)]
    told = [(at, len(for_fired(roster, grade, past.detected_at))) for at, grade in grades]
    moments = [*(at for at, _ in told), *past.news, *([past.ended_at] if past.ended_at is not None else [])]
    return sum(next(many for at, many in reversed(told) if at <= moment) for moment in moments)


def _met(matters: Sequence[Judged], past: Sequence[PastAlert]) -> int:
    return sum(1 for matter in matters if any(_overlap(matter, alert) for alert in past))


def _overlap(matter: Judged, past: PastAlert) -> bool:
    """A matter of the whole company is one of every watch."""
    end = past.ended_at or past.last_seen_at
    near = past.detected_at - AROUND <= matter.last and matter.first <= end + AROUND
    return matter.watch in {None, past.finding.watch} and near


def _same(matter: Judged, past: PastAlert) -> bool:
    return past.finding.fingerprint == matter.fingerprint and _overlap(matter, past)


def _fired(past: PastAlert, judged: Sequence[Judged]) -> Fired:
    return Fired(
        watch=past.finding.watch,
        fingerprint=past.finding.fingerprint,
        title=past.finding.title[:200],
        since=past.finding.since,
        detected_at=past.detected_at,
        ended_at=past.ended_at,
        grade=past.proposal.grade.value,
        known=any(_same(one, past) for one in judged),
    )
