"""Weeks of scores as evidence: which channels of a watch have left their own past."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from alerts.evidence import DriftFact
from analysis.drift import MOST_WEEKS, ScoreWeek, drift
from domain.day import day_bounds, day_of
from storage.score_weeks import WEEK, WeekRow

PAST = (MOST_WEEKS + 2) * WEEK
TOLD_FOR = timedelta(days=8)  # until the next week has been counted


def drifts_of(watch: int, weeks: Sequence[WeekRow], now: datetime) -> tuple[DriftFact, ...]:
    """What had drifted at a moment; `weeks` are those of all watches, oldest first.

    Only weeks that were over by then, and under the same model, are compared.
    """
    own = [week for week in weeks if week.watch == watch and day_bounds(week.monday + WEEK)[0] <= now]
    by_channel = groupby(sorted(own, key=lambda week: (week.channel, week.monday)), lambda week: week.channel)
    found = (_fact(list(rows), now) for _, rows in by_channel)
    return tuple(fact for fact in found if fact is not None)


def _fact(weeks: Sequence[WeekRow], now: datetime) -> DriftFact | None:
    newest = weeks[-1]
    if day_of(now) - newest.monday >= WEEK + TOLD_FOR:
        return None
    same = [ScoreWeek(bins=week.bins, unheard=week.unheard) for week in weeks if week.model == newest.model]
    moved = drift(same)
    if moved is None:
        return None
    return DriftFact(channel=newest.channel, monday=newest.monday, model=newest.model, drift=moved)
