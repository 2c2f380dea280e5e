"""Four weeks of thirty series: what one evaluation of all watches replays."""

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from analysis.bursts import BurstScan, Replay
from analysis.season import weibo_shape

FIRST = 1_791_129_600
SERIES, BUCKETS = 30, 28 * 288


@pytest.mark.slow
@pytest.mark.benchmark(group="burst scan, 8064 buckets of 30 series")
def test_a_replay_of_four_weeks(benchmark: BenchmarkFixture) -> None:
    means = weibo_shape(FIRST, BUCKETS)[:, None] * np.geomspace(0.1, 50, SERIES)
    counts = np.random.default_rng(1).poisson(means)

    def replay() -> Replay:
        return BurstScan(SERIES).replay(FIRST, counts)

    assert benchmark(replay).expected.shape == (BUCKETS, SERIES)
