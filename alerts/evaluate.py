"""Evidence into alerts: what the rules find is raised once, joined to what is open, and cleared when it is over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from alerts import gather, standard
from alerts.evidence import Evidence
from alerts.grading import propose
from alerts.lifecycle import MUTED_FOR, Verdict, is_over, judge
from alerts.lookback import Lookback
from alerts.people import roster_at, tellings, told_of
from alerts.routing import for_fired, for_raised
from alerts.rules import RULES
from domain.alert import AlertState, Finding, Grade, Proposal
from domain.notice import Stage
from storage import alerts, evidence, notices, watches
from storage.alerts import SYSTEM, OpenAlert, PastAlert

BASELINE_HOURS = timedelta(hours=24)
BY_NAME = {rule.name: rule for rule in RULES}
HOLD = timedelta(minutes=30)
QUIET = "规则已不再成立，且无人认领，系统自行解除"


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """How many alerts were raised, how many open ones were seen again, and how many were over."""

    raised: int
    updated: int
    cleared: int


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A finding with its grade and what was not collected at the time."""

    finding: Finding
    proposal: Proposal
    gaps: tuple[str, ...]


def evaluate(now: datetime, *, tell: bool = True) -> Evaluation:
    """Judge every active watch at this moment; with `tell` a new or graver alert is mailed by its notices."""
    past = gather.read(watches.active(), now, now, _interval())
    version = standard.current(now)
    raised = updated = 0
    blind: set[int] = set()
    for _, everything in gather.steps(past):
        for found in _find(everything, version, now):
            fresh = _apply(found, now, tell=tell)
            raised, updated = raised + (fresh is True), updated + (fresh is False)
        blind = {each.watch.key for each in everything if each.blind}
    evidence.save_baselines(gather.baselines(past, now - BASELINE_HOURS))
    return Evaluation(raised=raised, updated=updated, cleared=_clear(blind, now))


def evaluate_range(
    first: datetime, last: datetime, *, tell: bool = False, progress: Callable[[int, int], None]
) -> Evaluation:
    """Judge every five minutes of [first, last] as if each were now, from one replay of the 28 days before.

    What would have been raised is stored with the times of then, cleared, and told to nobody; doing it twice stores
    nothing twice. With `tell`, what is still on at `last` stays open and is told of. `progress` is called with the
    steps done and the steps in all.
    """
    past = gather.read(watches.active(), first, last, _interval())
    version = standard.current(last)
    lookback, total = Lookback(), len(range(0, int((last - first).total_seconds()), 300)) + 1
    for done, (now, everything) in enumerate(gather.steps(past), 1):
        blind = {each.watch.key for each in everything if each.blind}
        for found in _find(everything, version, now):
            lookback.see(found.finding, found.proposal, found.gaps, now)
        lookback.let_go(blind, BY_NAME, now)
        progress(done, max(done, total))
    evidence.save_baselines(gather.baselines(past, first))
    return _store(lookback, last, tell=tell)


def _interval() -> timedelta:
    return timedelta(minutes=settings.CRAWL_MINUTES)


def _find(everything: list[Evidence], version: standard.Version, now: datetime) -> list[_Found]:
    """Every rule's findings with their grades."""
    return [
        _Found(
            finding=finding,
            proposal=propose(finding.measures, version.rows, version.number),
            gaps=each.gaps,
        )
        for each in everything
        for rule in RULES
        for finding in rule.find(each, now)
    ]


def _apply(found: _Found, now: datetime, *, tell: bool) -> bool | None:
    """Raise or join; True for a new alert, False for one that was open, None where it is muted."""
    with transaction.atomic():
        standing = alerts.open_alert(found.finding.fingerprint)
        dismissed = alerts.dismissed_grade(found.finding.fingerprint, now, MUTED_FOR)
        verdict = judge(found.proposal.grade, standing.grade if standing else None, dismissed)
        if verdict is Verdict.MUTED:
            return None
        if standing is None:
            return _raise(found, now, tell=tell)
        alerts.seen(standing.key, now)
        if tell and alerts.set_told(standing.key):
            _tell_fired(standing.key, standing.grade, now)
            standing = replace(standing, told=True)
        if verdict is Verdict.GRAVER and alerts.raise_grade(standing, found.finding, found.proposal, found.gaps, now):
            _tell_raised(standing, found.proposal.grade, now, tell=tell)
        return False


def _raise(found: _Found, now: datetime, *, tell: bool) -> bool:
    """A new alert with its notices; False where another process was faster."""
    alert = alerts.raise_alert(found.finding, found.proposal, found.gaps, now, told=tell)
    if alert is None:
        return False
    if tell:
        _tell_fired(alert, found.proposal.grade, now)
    return True


def _tell_fired(alert: int, grade: Grade, now: datetime) -> None:
    people = for_fired(roster_at(now), grade, now)
    notices.queue(tellings(people, Stage.FIRED, alert=alert), now)


def _tell_raised(standing: OpenAlert, grade: Grade, now: datetime, *, tell: bool) -> None:
    if tell and standing.told:
        people = for_raised(roster_at(now), grade, told_of(standing.key), now)
        notices.queue(tellings(people, Stage.RAISED, step=str(grade.value), alert=standing.key), now)


def _clear(blind: set[int], now: datetime) -> int:
    """Clear what is over and untouched; where nothing is collected, quiet proves nothing."""
    return sum(_clear_one(alert, now) for alert in alerts.open_alerts() if _may_clear(alert, blind, now))


def _may_clear(alert: OpenAlert, blind: set[int], now: datetime) -> bool:
    """A rule that is gone since finds nothing either: its alerts end like those of any other."""
    rule = BY_NAME.get(alert.rule)
    needs_posts, hold = (rule.needs_posts, rule.hold) if rule else (False, HOLD)
    return is_over(alert.state, alert.last_seen_at, now, hold) and not (needs_posts and alert.watch in blind)


def _clear_one(alert: OpenAlert, now: datetime) -> bool:
    with transaction.atomic():
        changes = {"ended_at": now}
        before = {AlertState.FIRING}
        done = alerts.move(
            alert.key, before=before, after=AlertState.CLEARED, actor=SYSTEM, reason=QUIET, now=now, changes=changes
        )
        if done is not None and alert.told:
            notices.queue(tellings(told_of(alert.key), Stage.CLEARED, alert=alert.key), now)
        return done is not None


def _store(lookback: Lookback, last: datetime, *, tell: bool) -> Evaluation:
    """Write what a look back found, oldest first."""
    ended = [*lookback.over, *(() if tell else (replace(past, ended_at=last) for past in lookback.still_on()))]
    cleared = [alerts.record_past(past, told=False) for past in sorted(ended, key=lambda past: past.detected_at)]
    still_on = [_store_open(past, last) for past in (lookback.still_on() if tell else ())]
    new = len([key for key in cleared if key is not None])
    return Evaluation(raised=new + sum(still_on), updated=lookback.seen_again, cleared=new)


def _store_open(past: PastAlert, last: datetime) -> bool:
    """An alert that is still on, with its notices; False where this matter has one already."""
    with transaction.atomic():
        alert = alerts.record_past(past, told=True)
        if alert is not None:
            _tell_fired(alert, past.proposal.grade, last)
        return alert is not None
