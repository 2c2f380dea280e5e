"""Weeks of scores as evidence: which channels of a watch have left their own past."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from alerts.evidence import DriftFact
from analysis.drift import MOST_WEEKS, ScoreWeek, drift
from domain.day import day_bounds, day_of
from storage import score_weeks
from storage.score_weeks import WEEK, WeekRow

PAST = (MOST_WEEKS + 2) * WEEK
TOLD_FOR = timedelta(days=8)  # until the next week has been counted


@dataclass(frozen=True, kw_only=True)
class Drifting:
    """The weeks of some watches; what has drifted changes with the day only."""

    weeks: tuple[WeekRow, ...]
    _found: dict[tuple[int, date], tuple[DriftFact, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, watches: Collection[int], since: datetime) -> "Drifting":
        """All that the moments after `since` are held against."""
        return cls(weeks=tuple(score_weeks.since(watches, day_of(since) - PAST)))

    def at(self, watch: int, now: datetime) -> tuple[DriftFact, ...]:
        """What had drifted at a moment."""
        key = watch, day_of(now)
        if key not in self._found:
            self._found[key] = drifts_of(watch, self.weeks, now)
        return self._found[key]


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
