"""What ten thousand topics, ninety days and a storm may cost; generous against a busy machine."""

import time

import pytest

from analysis.bench.cost import cost, tracked_step


@pytest.mark.slow
def test_ten_thousand_topics_ninety_days_and_a_storm_stay_cheap() -> None:
    found = cost(time.process_time)
    assert found.step < 0.1
    assert found.step_mb < 200
    assert found.tracked_mb < 200
    assert found.rebuilt < 60
    assert found.storm < 60
    assert (found.topics, found.rising) == (1, 1)


@pytest.mark.slow
def test_a_step_of_discovery_grows_no_faster_than_the_keys_it_tracks() -> None:
    few, many = (tracked_step(time.process_time, keys)[0] for keys in (2_500, 10_000))
    assert many < 8 * few
