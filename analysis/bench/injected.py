"""Real rises in real surroundings: cascades of Weibo, thinned, put into NAB's series outside the labelled windows."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator, default_rng

from analysis.baseline import Floats
from analysis.bench.cascades import Cascade
from analysis.bench.course import MINUTES, Course, Rise, Trial
from domain.day import BUCKETS_PER_DAY, BUCKETS_PER_HOUR

SIZES = (1, 2, 4, 8)  # times the typical volume of an hour, over six hours
HOURS = 6
SPAN = HOURS * BUCKETS_PER_HOUR
APART = 3 * BUCKETS_PER_DAY
LEAST_ACTIONS = 10
ROUNDS = 3  # three courses with about eight rises a series: 240 in all
RISES_PER_SERIES = 8
CALIBRATION_SEED, TEST_SEED = 5, 6


def trials(surroundings: Course, cascades: Sequence[Cascade], seed: int) -> list[Trial]:
    """Courses with rises; false alarms are counted on the series as they were, outside the labelled windows."""
    rng = default_rng(seed)
    return [_trial(rng, surroundings, cascades) for _ in range(ROUNDS)]


def _trial(rng: Generator, calm: Course, cascades: Sequence[Cascade]) -> Trial:
    counts, rises = calm.counts.copy(), []
    typical = np.median(_hourly(calm.counts), axis=0)
    for series in range(counts.shape[1]):
        for first in _places(rng, calm, series):
            size = int(rng.choice(SIZES))
            added = _thinned(rng, cascades, size * float(typical[series]))
            counts[first : first + SPAN, series] += added
            rises.append(Rise(series=series, first=first, last=first + SPAN - 1, size=size))
    risen = Course(
        first=calm.first,
        counts=counts,
        coverage=calm.coverage,
        judged_from=calm.judged_from,
        rates=calm.rates,
        rises=tuple(rises),
    )
    return Trial(risen=risen, calm=calm)


def _places(rng: Generator, calm: Course, series: int) -> list[int]:
    """Rows where a rise can stand: after the probation, in no labelled window, three days from each other."""
    windows = [(rise.first - SPAN, rise.last) for rise in calm.rises if rise.series == series]
    chosen: list[int] = []
    for first in rng.permutation(np.arange(calm.judged_from, len(calm.counts) - SPAN)).tolist():
        free = not any(low <= first <= high for low, high in windows)
        if free and all(abs(first - other) >= APART for other in chosen):
            chosen.append(first)
            if len(chosen) == RISES_PER_SERIES:
                break
    return sorted(chosen)


def _thinned(rng: Generator, cascades: Sequence[Cascade], wanted: float) -> Floats:
    """The first six hours of a cascade, by chance among those that are large enough, thinned to about so many."""
    goal = max(LEAST_ACTIONS, round(wanted))
    fit = [each for each in cascades if each.seen_by(HOURS * 60 - 1) >= goal]
    cascade = fit[int(rng.integers(len(fit)))] if fit else max(cascades, key=lambda each: each.seen_by(HOURS * 60 - 1))
    minutes = cascade.minutes[: cascade.seen_by(HOURS * 60 - 1)]
    kept = rng.choice(minutes, size=min(goal, len(minutes)), replace=False)
    return np.bincount(kept // MINUTES, minlength=SPAN).astype(np.float64)


def _hourly(counts: Floats) -> Floats:
    hours = len(counts) // BUCKETS_PER_HOUR
    sums: Floats = counts[: hours * BUCKETS_PER_HOUR].reshape(hours, BUCKETS_PER_HOUR, -1).sum(axis=1)
    return sums
