"""Evidence into alerts: what the rules find is raised once, joined to what is open, and cleared when it is over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from alerts import gather, rulebook, standard
from alerts.finding import Found, find
from alerts.lifecycle import BREAK, MUTED_FOR, Verdict, decide, decide_eased, is_over
from alerts.lookback import Lookback
from alerts.people import roster_at, tellings, told_of
from alerts.routing import for_fired, for_raised
from alerts.rulebook import BY_NAME, Rulebook
from alerts.rules.topic_burst import TOPIC_BURST
from alerts.walk import NAME_KEPT, walk
from domain.alert import AlertState, Grade
from domain.notice import Stage
from storage import alerts, brewing, evidence, notices, topic_counts, watches
from storage.alerts import SYSTEM, OpenAlert, PastAlert

BASELINE_HOURS = timedelta(hours=24)
HOLD = timedelta(minutes=30)
QUIET = "规则已不再成立，且无人认领，系统自行解除"


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """How many alerts were raised, how many open ones were seen again, and how many were over."""

    raised: int
    updated: int
    cleared: int


class Store:
    """What the database remembers of matters."""

    def standing(self, fingerprint: str) -> Grade | None:
        """The grade of the open alert."""
        row = alerts.open_alert(fingerprint)
        return None if row is None else row.grade

    def dismissed(self, fingerprint: str, now: datetime) -> Grade | None:
        """The gravest grade of false alarms of the last day."""
        return alerts.dismissed_grade(fingerprint, now, MUTED_FOR)

    def ended(self, fingerprint: str, now: datetime, within: timedelta) -> Grade | None:
        """The gravest grade of those that were cleared within this time."""
        return alerts.cleared_grade(fingerprint, now, within)

    def seen_since(self, fingerprint: str, now: datetime) -> datetime:
        """From when on a matter has been seen; noted."""
        return brewing.since(fingerprint, now, BREAK)


STORE = Store()


def evaluate(now: datetime, *, tell: bool = True) -> Evaluation:
    """Judge every active watch at this moment; with `tell` a new or graver alert is mailed by its notices."""
    book, version = rulebook.in_force(), standard.current(now)
    past = gather.read(watches.active(), now, now, interval(), book)
    raised = updated = 0
    blind: set[int] = set()
    for _, everything in gather.steps(past, _names):
        for found in find(everything, book, version, now):
            fresh = _apply(found, book, now, tell=tell)
            raised, updated = raised + (fresh is True), updated + (fresh is False)
        blind = {each.watch.key for each in everything if each.blind}
    evidence.save_baselines(gather.baselines(past, now - BASELINE_HOURS))
    brewing.forget_before(now - BREAK)
    return Evaluation(raised=raised, updated=updated, cleared=_clear(book, blind, now))


def evaluate_range(
    first: datetime, last: datetime, *, tell: bool = False, progress: Callable[[int, int], None]
) -> Evaluation:
    """Judge every five minutes of [first, last] as if each were now, by what was known at each.

    What would have been raised is stored with the times of then, cleared, and told to nobody; doing it twice stores
    nothing twice. With `tell`, what is still on at `last` stays open and is told of. `progress` is called with the
    steps done and the steps in all.
    """
    active = watches.active()
    lookback = walk(
        active,
        first,
        last,
        interval=interval(),
        book=rulebook.in_force(),
        version=standard.current(last),
        progress=progress,
        names=[f"{TOPIC_BURST.name}:{watch.key}:{name}" for watch in active for name in _names(watch.key, first)],
        after=lambda past, since: evidence.save_baselines(gather.baselines(past, since)),
    )
    return _store(lookback, last, tell=tell)


def interval() -> timedelta:
    """How often channels are crawled."""
    return timedelta(minutes=settings.CRAWL_MINUTES)


def _names(watch: int, now: datetime) -> frozenset[str]:
    """Keys by which the topics of a watch went lately."""
    return topic_counts.names_in_use(TOPIC_BURST.name, watch, now - NAME_KEPT)


def _apply(found: Found, book: Rulebook, now: datetime, *, tell: bool) -> bool | None:
    """Raise or join; True for a new alert, False for one that was open, None where nothing comes of it."""
    mark, rule = found.finding.fingerprint, book.of(found.finding.rule)
    with transaction.atomic():
        verdict = decide_eased(STORE, mark) if found.eased else decide(STORE, mark, found.proposal.grade, rule, now)
        if verdict in {Verdict.MUTED, Verdict.WAITING, Verdict.NOTHING}:
            return None
        standing = alerts.open_alert(mark)
        if standing is None:
            brewing.forget(mark)
            return _raise(found, now, tell=tell)
        alerts.seen(standing.key, now)
        if tell and alerts.set_told(standing.key):
            _tell_fired(standing.key, standing.grade, now)
            standing = replace(standing, told=True)
        if verdict is Verdict.GRAVER and alerts.raise_grade(standing, found.finding, found.proposal, found.gaps, now):
            _tell_raised(standing, found.proposal.grade, now, tell=tell)
        return False


def _raise(found: Found, now: datetime, *, tell: bool) -> bool:
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


def _clear(book: Rulebook, blind: set[int], now: datetime) -> int:
    """Clear what is over and untouched; where nothing is collected, quiet proves nothing."""
    return sum(_clear_one(alert, now) for alert in alerts.open_alerts() if _may_clear(alert, book, blind, now))


def _may_clear(alert: OpenAlert, book: Rulebook, blind: set[int], now: datetime) -> bool:
    """A rule that is gone since finds nothing either: its alerts end like those of any other."""
    rule = BY_NAME.get(alert.rule)
    needs_posts = rule is not None and rule.needs_posts
    hold = timedelta(minutes=book.of(alert.rule).clear_minutes) if rule else HOLD
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
