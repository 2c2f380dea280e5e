"""Evidence into alerts: what the rules find is raised once, joined to what is open, and cleared when it is over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from alerts import gather, standard
from alerts.evidence import Evidence
from alerts.grading import propose
from alerts.lifecycle import is_over
from alerts.lookback import Lookback
from alerts.raising import Found, apply, clear, tell_fired
from alerts.reported import REPORTED
from alerts.rules import RULES
from storage import alerts, evidence, watches
from storage.alerts import OpenAlert, PastAlert

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


def evaluate(now: datetime, *, tell: bool = True) -> Evaluation:
    """Judge every active watch at this moment; with `tell` a new or graver alert is mailed by its notices."""
    past = gather.read(watches.active(), now, now, _interval())
    version = standard.current(now)
    raised = updated = 0
    blind: set[int] = set()
    for _, everything in gather.steps(past):
        for found in _find(everything, version, now):
            done = apply(found, now, tell=tell)
            raised, updated = raised + bool(done and done.fresh), updated + bool(done and not done.fresh)
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


def _find(everything: list[Evidence], version: standard.Version, now: datetime) -> list[Found]:
    """Every rule's findings with their grades."""
    return [
        Found(
            finding=finding,
            proposal=propose(finding.measures, version.rows, version.number),
            gaps=each.gaps,
        )
        for each in everything
        for rule in RULES
        for finding in rule.find(each, now)
    ]


def _clear(blind: set[int], now: datetime) -> int:
    """Clear what is over and untouched; where nothing is collected, quiet proves nothing."""
    return sum(clear(alert, QUIET, now) for alert in alerts.open_alerts() if _may_clear(alert, blind, now))


def _may_clear(alert: OpenAlert, blind: set[int], now: datetime) -> bool:
    """A rule that is gone since finds nothing either: its alerts end like those of any other. Reports end otherwise."""
    if alert.rule in REPORTED:
        return False
    rule = BY_NAME.get(alert.rule)
    needs_posts, hold = (rule.needs_posts, rule.hold) if rule else (False, HOLD)
    return is_over(alert.state, alert.last_seen_at, now, hold) and not (needs_posts and alert.watch in blind)


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
            tell_fired(alert, past.proposal.grade, last)
        return alert is not None
