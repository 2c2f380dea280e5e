"""Courses from a generator with fixed seeds: Weibo's day, scatter beyond Poisson, drift, and rises of known size.

Per topic: rate * Weibo's curve * a curve of its own (sd 0.25) * drift from day to day (sd 0.10) * an AR(1) mood (sd
0.25, 6 hours); counts are negative binomial with dispersion 0.05. The generator is ours: see the other protocols too.
"""

import numpy as np
from numpy.random import Generator, default_rng

from analysis.baseline import Floats
from analysis.bench.course import Course, Rise, Trial
from analysis.season import weibo_shape
from domain.day import BUCKETS_PER_DAY, BUCKETS_PER_HOUR

FIRST = 1_791_129_600  # a Monday in China
RATES = (1.0, 10.0, 100.0, 1_000.0, 10_000.0)
TOPICS_PER_RATE, BURSTS_PER_TOPIC = 12, 5
DAYS, WARM_DAYS = 28, 7
SCATTER = 0.05
MOOD_SD, MOOD_HOURS = 0.25, 6.0
DRIFT_SD, CURVE_SD = 0.10, 0.25
SIZES = (2.0, 3.0, 5.0, 10.0)
RISE_MINUTES, HALF_LIFE_HOURS = (5, 30, 120), (0.5, 2.0, 6.0)
LEAST_PEAK = 8 / BUCKETS_PER_HOUR
OVER = 0.05  # of its peak: where a rise counts as over
CALIBRATION_SEEDS, TEST_SEEDS = (11, 12), (21, 22)


def background(rng: Generator, rates: Floats, days: int = DAYS) -> Floats:
    """Means per bucket as (buckets, topics)."""
    buckets = days * BUCKETS_PER_DAY
    shape = weibo_shape(FIRST, buckets)[:, None]
    hours = np.arange(buckets) / BUCKETS_PER_HOUR
    own = rng.normal(0, CURVE_SD, (24, len(rates)))
    curve = _between(np.vstack([own, own[:1]]), hours % 24)
    drift = _between(rng.normal(0, DRIFT_SD, (days + 1, len(rates))).cumsum(axis=0), hours / 24)
    logs = curve + drift - drift.mean(axis=0) + _mood(rng, buckets, len(rates))
    means: Floats = rates / BUCKETS_PER_HOUR * shape * np.exp(logs - logs.var(axis=0) / 2)
    return means


def drawn(rng: Generator, means: Floats) -> Floats:
    """Counts with these means."""
    size = 1 / SCATTER
    return rng.negative_binomial(size, size / (size + means)).astype(np.float64)


def trial(seed: int) -> Trial:
    """Sixty topics of four weeks with 300 rises after the first week; false alarms are counted between the rises."""
    rng = default_rng(seed)
    rates = np.repeat(RATES, TOPICS_PER_RATE)
    means = background(rng, rates)
    extra, rises = _rises(rng, means, rates / BUCKETS_PER_HOUR)
    course = Course(
        first=FIRST,
        counts=drawn(rng, means + extra),
        coverage=np.ones_like(means),
        judged_from=WARM_DAYS * BUCKETS_PER_DAY,
        rates=tuple(rates.tolist()),
        rises=rises,
    )
    return Trial(risen=course, calm=course)


def _rises(rng: Generator, means: Floats, level: Floats) -> tuple[Floats, tuple[Rise, ...]]:
    extra, rises = np.zeros_like(means), []
    room = (len(means) - WARM_DAYS * BUCKETS_PER_DAY) // BURSTS_PER_TOPIC
    for series in range(means.shape[1]):
        for turn in range(BURSTS_PER_TOPIC):
            first = WARM_DAYS * BUCKETS_PER_DAY + turn * room + int(rng.integers(room - BUCKETS_PER_DAY))
            size = float(rng.choice(SIZES))
            peak = max((size - 1) * max(means[first, series], level[series] / 2), LEAST_PEAK)
            form = burst_form(int(rng.choice(RISE_MINUTES)), float(rng.choice(HALF_LIFE_HOURS)))
            last = min(first + len(form), len(means)) - 1
            extra[first : last + 1, series] += peak * form[: last + 1 - first]
            rises.append(Rise(series=series, first=first, last=last, size=size))
    return extra, tuple(rises)


def burst_form(rise_minutes: int, half_life_hours: float) -> Floats:
    """A rise as shares of its peak per bucket: straight up, then down by half-lives until a twentieth is left."""
    up = np.arange(1, max(1, rise_minutes // 5) + 1) / max(1, rise_minutes // 5)
    half_life = half_life_hours * BUCKETS_PER_HOUR
    down = 0.5 ** (np.arange(1, int(half_life * np.log2(1 / OVER)) + 1) / half_life)
    return np.concatenate((up, down))


def _mood(rng: Generator, buckets: int, series: int) -> Floats:
    kept = float(np.exp(-1 / (MOOD_HOURS * BUCKETS_PER_HOUR)))
    steps = rng.normal(0, MOOD_SD * np.sqrt(1 - kept * kept), (buckets, series))
    steps[0] = rng.normal(0, MOOD_SD, series)
    for row in range(1, buckets):
        steps[row] += kept * steps[row - 1]
    mood: Floats = steps
    return mood


def _between(points: Floats, at: Floats) -> Floats:
    """Straight lines between rows 0, 1, 2 ... of `points`."""
    low = at.astype(int)
    part = (at - low)[:, None]
    line: Floats = points[low] * (1 - part) + points[low + 1] * part
    return line
