"""Ways of finding rises: the shipped scan, and what other tools do, each as a score that is held against one line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.baseline import Floats
from analysis.bench.course import Course, Scored, Trial
from analysis.bursts import LEAST_THRESHOLD, BurstScan
from analysis.within_hour import LEAST_COUNT
from analysis.youth import STRICT_UNTIL
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, BUCKETS_PER_HOUR

WEEK = 7 * BUCKETS_PER_DAY
QUARTER = 3  # buckets
SIGNI_KEPT = 0.5 ** (1 / (24 * BUCKETS_PER_HOUR))  # a day: the best of 3 to 168 hours on the seeds of calibration
SIGNI_BIAS = 1.0  # posts; below it nothing is a rise


@dataclass(frozen=True, kw_only=True)
class Way:
    """A name for people, what scores a course as (buckets, series), and the line that the way is used with."""

    name: str
    score: Callable[[Course], Floats]
    line: float


def scanned(course: Course, strict_until: int = STRICT_UNTIL) -> Floats:
    """S of the shipped scan wherever it is at least 3, the least that it takes for a rise; 0 elsewhere.

    What the scan learns does not hang on its threshold, so episodes at a higher one follow from these scores.
    """
    scan = BurstScan(course.counts.shape[1], threshold=LEAST_THRESHOLD, strict_until=strict_until)
    scores = np.zeros(course.counts.shape)
    for sighting in scan.replay(course.first, course.counts, course.coverage).sightings:
        if sighting.burst.at == sighting.bucket:
            scores[(sighting.bucket - course.first) // BUCKET_SECONDS, sighting.series] = sighting.burst.strength
    return scores


def fixed(course: Course) -> Floats:
    """Posts in the last hour."""
    return _last(course.counts, BUCKETS_PER_HOUR)


def ratio(course: Course) -> Floats:
    """The last hour against the mean hour of the 24 before it; at least four posts."""
    hour = fixed(course)
    day = _before(_last(course.counts, BUCKETS_PER_DAY), BUCKETS_PER_HOUR) / 24
    return np.where(hour >= LEAST_COUNT, hour / np.maximum(day, 1 / 24), 0.0)


def sigmas(course: Course) -> Floats:
    """Standard deviations of the last hour above the mean of the hours of the week before it."""
    hour = fixed(course)
    mean = _before(_last(hour, WEEK), BUCKETS_PER_HOUR) / WEEK
    square = _before(_last(hour * hour, WEEK), BUCKETS_PER_HOUR) / WEEK
    deviation = np.sqrt(np.maximum(square - mean * mean, 0.25))
    return np.where(hour >= LEAST_COUNT, (hour - mean) / deviation, 0.0)


def signi(course: Course) -> Floats:
    """SigniTrend (Schubert, Weiler and Kriegel 2014): z of the last 15 minutes against an EWMA mean and variance."""
    quarter = _last(course.counts, QUARTER)
    mean, variance = np.zeros(quarter.shape[1]), np.zeros(quarter.shape[1])
    scores = np.zeros_like(quarter)
    for row, now in enumerate(quarter):
        scores[row] = (now - np.maximum(mean, SIGNI_BIAS)) / (np.sqrt(variance) + SIGNI_BIAS)
        gap = now - mean
        mean = mean + (1 - SIGNI_KEPT) * gap
        variance = SIGNI_KEPT * (variance + (1 - SIGNI_KEPT) * gap * gap)
    return np.where(quarter >= LEAST_COUNT, scores, 0.0)


OURS = Way(name="本系统 BurstScan", score=scanned, line=3.5)
OTHERS = (
    Way(name="固定阈值（每小时 100 条）", score=fixed, line=100.0),
    Way(name="近 24 小时均值的 2 倍", score=ratio, line=2.0),
    Way(name="7 日均值 + 3σ", score=sigmas, line=3.0),
    Way(name="SigniTrend z ≥ 3", score=signi, line=3.0),
)
WAYS: Sequence[Way] = (OURS, *OTHERS)


def score_all(way: Way, trials: Sequence[Trial]) -> list[Scored]:
    """Both courses of every trial, scored; a course that is its own calm twin is scored once."""
    made = []
    for trial in trials:
        risen = way.score(trial.risen)
        calm = risen if trial.calm is trial.risen else way.score(trial.calm)
        made.append(Scored(trial=trial, risen=risen, calm=calm))
    return made


def _last(values: Floats, buckets: int) -> Floats:
    """Sums over the last buckets, as many as there are."""
    total: NDArray[np.float64] = values.cumsum(axis=0)
    sums = total.copy()
    sums[buckets:] -= total[:-buckets]
    return sums


def _before(values: Floats, buckets: int) -> Floats:
    """The value so many buckets ago; 0 where there is none."""
    shifted = np.zeros_like(values)
    shifted[buckets:] = values[:-buckets]
    return shifted
