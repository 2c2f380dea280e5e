"""Courses of counts with known rises, and how a way of finding them did: recall, delay, false alarms by rate.

An alarm counts only as the start of an episode: a way that is over its line already when a rise begins has missed it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.baseline import Floats
from analysis.episodes import QUIET
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY

GAP = QUIET // BUCKET_SECONDS  # buckets below the line that an episode survives
MINUTES = BUCKET_SECONDS // 60


@dataclass(frozen=True, kw_only=True)
class Rise:
    """A rise that is there by construction or by a label: rows `first` to `last` of one series, both inclusive."""

    series: int
    first: int
    last: int
    size: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Course:
    """Counts and coverage as (buckets, series) from epoch second `first`; judged from row `judged_from` on.

    `rates` are the posts an hour that each series is said to bring, so that results can be told by rate.
    """

    first: int
    counts: Floats
    coverage: Floats
    judged_from: int
    rates: tuple[float, ...]
    rises: tuple[Rise, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Where rises are looked for, and where false alarms are counted (outside of the rises that it has itself)."""

    risen: Course
    calm: Course


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What came out for some series: rises there and found, minutes to each, false alarms and days watched."""

    rises: int
    delays: tuple[int, ...]
    alarms: int
    days: float

    @property
    def recall(self) -> float:
        """Share of the rises that were found; 0 where there were none."""
        return len(self.delays) / self.rises if self.rises else 0.0

    @property
    def per_day(self) -> float:
        """False alarms per series and day."""
        return self.alarms / self.days if self.days else 0.0

    @property
    def delay(self) -> float | None:
        """Median minutes from the start of a rise to the end of the bucket that told; None where none was found."""
        return float(np.median(self.delays)) if self.delays else None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a way made of trials at one line: all together, by posts an hour, and by the size of the rise."""

    line: float
    whole: Sum
    by_rate: dict[float, Sum]
    by_size: dict[float, Sum]

    @property
    def mean_recall(self) -> float:
        """Mean of the recalls by rate: a large topic counts no more than a small one."""
        return float(np.mean([each.recall for each in self.by_rate.values()]))


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A trial with the scores (buckets, series) that a way gave to both of its courses."""

    trial: Trial
    risen: Floats
    calm: Floats


def onsets(over: NDArray[np.bool_], gap: int = GAP) -> Iterator[tuple[int, int]]:
    """(series, row) where an episode begins: over the line, and not within the `gap` rows (two hours) before."""
    for series in range(over.shape[1]):
        rows = np.flatnonzero(over[:, series])
        if rows.size:
            begins = np.concatenate(([True], np.diff(rows) > gap))
            yield from ((series, int(row)) for row in rows[begins])


def outcome(scored: Sequence[Scored], line: float) -> Outcome:
    """What holding scores against one line brings over all trials."""
    found = [pair for each in scored for pair in _found(each, line)]
    alarms = [alarm for each in scored for alarm in _alarms(each, line)]
    watched = [watch for each in scored for watch in _watched(each)]
    rates, sizes = sorted({rate for rate, _ in watched}), sorted({rise.size for rise, _, _ in found})
    return Outcome(
        line=line,
        whole=_sum([each for _, _, each in found], len(alarms), sum(days for _, days in watched)),
        by_rate={
            rate: _sum(
                [each for _, own, each in found if own == rate],
                alarms.count(rate),
                sum(days for own, days in watched if own == rate),
            )
            for rate in rates
        },
        by_size={size: _sum([each for rise, _, each in found if rise.size == size], 0, 0.0) for size in sizes},
    )


def line_for(scored: Sequence[Scored], per_day: float) -> float:
    """The lowest line that brings at most `per_day` false alarms per series and day, found on these trials."""
    days = sum(days for each in scored for _, days in _watched(each))
    levels = np.unique(np.concatenate([each.calm[np.isfinite(each.calm) & (each.calm > 0)] for each in scored]))
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high) // 2
        many = sum(len(_alarms(each, float(levels[middle]))) for each in scored) / days > per_day
        low, high = (middle + 1, high) if many else (low, middle)
    return float(levels[low])


def _sum(delays: Sequence[int | None], alarms: int, days: float) -> Sum:
    found = tuple(delay for delay in delays if delay is not None)
    return Sum(rises=len(delays), delays=found, alarms=alarms, days=days)


def _found(scored: Scored, line: float) -> list[tuple[Rise, float, int | None]]:
    """(rise, rate, minutes to its first onset or None)."""
    course = scored.trial.risen
    starts = list(onsets(scored.risen >= line))
    told = []
    for rise in course.rises:
        rows = [row for series, row in starts if series == rise.series and rise.first <= row <= rise.last]
        delay = (min(rows) - rise.first + 1) * MINUTES if rows else None
        told.append((rise, course.rates[rise.series], delay))
    return told


def _alarms(scored: Scored, line: float) -> list[float]:
    """The rate of the series of each onset that is in no rise."""
    course = scored.trial.calm
    excused = np.zeros(course.counts.shape, bool)
    excused[: course.judged_from] = True
    for rise in course.rises:
        excused[rise.first : rise.last + 1, rise.series] = True
    return [course.rates[series] for series, row in onsets(scored.calm >= line) if not excused[row, series]]


def _watched(scored: Scored) -> list[tuple[float, float]]:
    """(rate, days) of each series."""
    course = scored.trial.calm
    days = (len(course.counts) - course.judged_from) / BUCKETS_PER_DAY
    return [(rate, days) for rate in course.rates]
