"""Slow rises: one to four days up, a day at the top, a day down, on the generator's series of six weeks.

The shipped scan of three hours runs beside, to show what it does not see, and the day against the day before.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from analysis.baseline import Floats
from analysis.bench.course import Course, Sum, onsets
from analysis.bench.invented import FIRST, RATES, background, drawn
from analysis.bench.ways import scanned
from analysis.slow_rise import PAST_DAYS, slow_rises
from domain.day import BUCKETS_PER_DAY, BUCKETS_PER_HOUR, HOUR_SECONDS

RATES_SEEN = RATES[1:]  # one post an hour is too few for a doubling to show
TOPICS_PER_RATE, DAYS, WARM_DAYS = 12, 42, 14
SIZES, CLIMBS = (2.0, 3.0, 5.0), (24, 48, 96)  # times the usual volume at the top; hours up to there
STAYS, FALLS = 24, 24  # hours
SEED = 22
GAP = 12  # hours below the line that an episode survives


def slow(seed: int = SEED, advance: Callable[[], None] = lambda: None) -> dict[str, dict[float, Sum]]:
    """By way and by posts an hour; false alarms are counted on the same series without the rises."""
    rng = default_rng(seed)
    rates = np.repeat(RATES_SEEN, TOPICS_PER_RATE)
    means = background(rng, rates, DAYS)
    spans, extra = _rises(rng, means)
    risen, calm = drawn(rng, means + extra), drawn(rng, means)
    told = {}
    for name, way in (
        ("本系统 slow_rise（日内同期）", _slowly),
        ("BurstScan（3 小时）", _scan),
        ("当日为前一日的 2 倍", _doubled),
    ):
        alarms, starts = list(onsets(way(calm), GAP)), list(onsets(way(risen), GAP))
        advance()
        told[name] = {rate: _sum(rate, rates, alarms, starts, spans) for rate in RATES_SEEN}
    return told


def _sum(
    rate: float,
    rates: Floats,
    alarms: list[tuple[int, int]],
    starts: list[tuple[int, int]],
    spans: dict[int, tuple[int, int]],
) -> Sum:
    own = [n for n, each in enumerate(rates) if each == rate]
    delays = []
    for n in own:
        first, last = spans[n]
        hours = [hour for series, hour in starts if series == n and first <= hour <= last]
        delays += [(min(hours) - first + 1) * 60] if hours else []
    false = sum(bool(rates[n] == rate) and hour >= WARM_DAYS * 24 for n, hour in alarms)
    return Sum(rises=len(own), delays=tuple(delays), alarms=false, days=float(len(own) * (DAYS - WARM_DAYS)))


def _rises(rng: np.random.Generator, means: Floats) -> tuple[dict[int, tuple[int, int]], Floats]:
    """One rise a series: (first hour, hour at which it begins to fall), and the posts that it adds."""
    extra, spans = np.zeros_like(means), {}
    for series in range(means.shape[1]):
        size, climb = SIZES[series % len(SIZES)], CLIMBS[series // len(SIZES) % len(CLIMBS)]
        first = int(rng.integers((WARM_DAYS + 2) * 24, DAYS * 24 - climb - STAYS - FALLS))
        knots = [0, climb, climb + STAYS, climb + STAYS + FALLS]
        hours = np.arange(knots[-1] * BUCKETS_PER_HOUR) / BUCKETS_PER_HOUR
        part = slice(first * BUCKETS_PER_HOUR, first * BUCKETS_PER_HOUR + len(hours))
        extra[part, series] = means[part, series] * np.interp(hours, knots, [0, size - 1, size - 1, 0])
        spans[series] = (first, first + climb + STAYS)
    return spans, extra


def _slowly(counts: Floats) -> NDArray[np.bool_]:
    hours = _by_hour(counts).T
    covered = np.ones_like(hours)
    over = np.zeros(hours.T.shape, bool)
    for end in range(WARM_DAYS * 24, hours.shape[1] + 1):
        since = max(0, end - (PAST_DAYS + 1) * 24)
        found = slow_rises(hours[:, since:end], covered[:, since:end], last=FIRST + (end - 1) * HOUR_SECONDS)
        over[end - 1] = [rise is not None for rise in found]
    return over


def _scan(counts: Floats) -> NDArray[np.bool_]:
    course = Course(
        first=FIRST,
        counts=counts,
        coverage=np.ones_like(counts),
        judged_from=WARM_DAYS * BUCKETS_PER_DAY,
        rates=(0.0,) * counts.shape[1],
    )
    over: NDArray[np.bool_] = _by_hour(scanned(course) >= 3.5) > 0
    return over


def _doubled(counts: Floats) -> NDArray[np.bool_]:
    total = _by_hour(counts).cumsum(axis=0)
    over = np.zeros(total.shape, bool)
    day = total[24:] - total[:-24]
    over[48:] = day[24:] >= 2 * np.maximum(day[:-24], 4)
    return over


def _by_hour(values: NDArray[np.float64] | NDArray[np.bool_]) -> Floats:
    sums: Floats = values.reshape(-1, BUCKETS_PER_HOUR, values.shape[1]).sum(axis=1, dtype=np.float64)
    return sums
