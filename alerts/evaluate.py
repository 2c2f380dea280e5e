"""Evidence into alerts: what the rules find is raised once, joined to what is open, and cleared when it is over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from alerts import gather, rulebook, standard
from alerts.finding import find
from alerts.kept import Kept
from alerts.lifecycle import BREAK, TOLD_BREAK, is_over
from alerts.lookback import Lookback
from alerts.raising import apply, clear, tell_fired
from alerts.reported import REPORTED
from alerts.rulebook import BY_NAME, Rulebook
from alerts.rules.topic_burst import TOPIC_BURST
from alerts.view import view_of
from alerts.walk import NAME_KEPT, Ruling, walk
from storage import alerts, brewing, evidence, keyword_counts, watches
from storage.alerts import OpenAlert, PastAlert

BASELINE_HOURS = timedelta(hours=24)
HOLD = timedelta(minutes=30)
QUIET = "规则已不再成立，且无人认领，系统自行解除"


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """How many alerts were raised, how many open ones were seen again, and how many were over."""

    raised: int
    updated: int
    cleared: int


def evaluate(now: datetime, *, tell: bool = True, kept: Kept | None = None) -> Evaluation:
    """Judge every active watch at this moment; with `tell` a new or graver alert is mailed by its notices.

    Who evaluates again and again hands in what is `kept`, the same each time: it costs memory and saves most reading.
    """
    book, version = rulebook.in_force(), standard.current(now)
    active, view = watches.active(), view_of(book)
    read = gather.read(active, now, now)
    past = gather.past(read, active, now, now, interval=interval(), views=[view], kept=kept or Kept())
    raised = updated = 0
    blind: set[int] = set()
    for moment in gather.steps(past):
        scenes = moment.scenes(view, _names)
        for found in find(scenes, book, version, now):
            done = apply(found, now, tell=tell, settings=book.of(found.finding.rule))
            raised, updated = raised + bool(done and done.fresh), updated + bool(done and not done.fresh)
        blind = {scene.watch.key for scene in scenes if scene.blind}
    evidence.save_baselines(gather.baselines(past, now - BASELINE_HOURS))
    brewing.forget_before(now - BREAK, now - TOLD_BREAK)
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
    (lookback,) = walk(
        active,
        first,
        last,
        interval=interval(),
        rulings=[Ruling(book=rulebook.in_force(), version=standard.current(last))],
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
    return keyword_counts.names_in_use(TOPIC_BURST.name, watch, now - NAME_KEPT)


def _clear(book: Rulebook, blind: set[int], now: datetime) -> int:
    """Clear what is over and untouched; where nothing is collected, quiet proves nothing."""
    return sum(clear(alert, QUIET, now) for alert in alerts.open_alerts() if _may_clear(alert, book, blind, now))


def _may_clear(alert: OpenAlert, book: Rulebook, blind: set[int], now: datetime) -> bool:
    """A rule that is gone since finds nothing either: its alerts end like those of any other. Reports end otherwise."""
    if alert.rule in REPORTED:
        return False
    rule = BY_NAME.get(alert.rule)
    needs_posts = rule is not None and rule.needs_posts
    hold = timedelta(minutes=book.of(alert.rule).clear_minutes) if rule else HOLD
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
