"""Four weeks of thirty series: what one evaluation of all watches replays; and what whole hours at once are worth."""

import time

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from analysis.bursts import BurstScan, Replay
from analysis.native import BUILT
from analysis.season import weibo_shape
from domain.day import BUCKET_SECONDS

FIRST = 1_791_129_600
SERIES, BUCKETS = 30, 28 * 288
DAYS, DAY = 6, 288
MOST_OF_STEPS, MOST_OF_NUMPY = 0.5, 0.7
"""Shares of time, while other tests run beside; a quiet machine does .2 to .3 and .3 to .4."""


def counts_of(series: int, buckets: int) -> np.ndarray:
    means = weibo_shape(FIRST, buckets)[:, None] * np.geomspace(0.1, 50, series)
    return np.random.default_rng(1).poisson(means).astype(np.float64)


@pytest.mark.slow
@pytest.mark.benchmark(group="burst scan, 8064 buckets of 30 series")
def test_a_replay_of_four_weeks(benchmark: BenchmarkFixture) -> None:
    counts = counts_of(SERIES, BUCKETS)

    def replay() -> Replay:
        return BurstScan(SERIES).replay(FIRST, counts)

    assert benchmark(replay).expected.shape == (BUCKETS, SERIES)


@pytest.mark.slow
def test_whole_hours_at_once_take_a_part_of_what_single_buckets_take() -> None:
    counts = counts_of(12, DAYS * DAY)
    days: list[tuple[float, float, float]] = []
    quick, plain, steps = BurstScan(12), BurstScan(12, native=False), BurstScan(12)
    for day in range(DAYS):  # in turn, so that other work beside falls on all
        first, rows = FIRST + day * DAY * BUCKET_SECONDS, counts[day * DAY : (day + 1) * DAY]
        begun = time.process_time()
        quick.replay(first, rows)
        replayed = time.process_time()
        plain.replay(first, rows)
        by_numpy = time.process_time()
        for place, row in enumerate(rows):
            steps.step(first + place * BUCKET_SECONDS, row)
        days.append((replayed - begun, by_numpy - replayed, time.process_time() - by_numpy))
    ours, numpy, single = np.median(days, axis=0)
    assert ours < MOST_OF_STEPS * single
    assert ours < MOST_OF_NUMPY * numpy or not BUILT
