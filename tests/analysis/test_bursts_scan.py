import pickle
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.bursts import BurstScan, Replay
from analysis.season import weibo_shape
from domain.day import BUCKET_SECONDS, CHINA, bucket_of
from domain.topic import Burst

Floats = NDArray[np.float64]
FIRST = bucket_of(datetime(2026, 10, 5, tzinfo=CHINA))  # a Monday
DAY = 288


def calm(per_hour: float, days: float, series: int = 1, seed: int = 1) -> Floats:
    """Counts with the shipped day curve and the scatter that the scan takes for ordinary."""
    buckets = int(days * DAY)
    means = np.repeat(weibo_shape(FIRST, buckets)[:, None] * per_hour / 12, series, axis=1)
    size = 1 / 0.05
    counts = np.random.default_rng(seed).negative_binomial(size, size / (size + means))
    return counts.astype(np.float64)


def onsets(replay: Replay) -> list[tuple[int, int]]:
    """(bucket, series) at which episodes began."""
    on = {(sighting.bucket, sighting.series) for sighting in replay.sightings}
    return sorted((bucket, series) for bucket, series in on if (bucket - BUCKET_SECONDS, series) not in on)


@pytest.mark.parametrize("per_hour", [1, 10, 100, 1000])
def test_ordinary_scatter_hardly_ever_alarms(per_hour: int) -> None:
    days, series = 14, 20
    counts = calm(per_hour, days, series, seed=per_hour)
    usual = onsets(BurstScan(series).replay(FIRST, counts))
    strict = onsets(BurstScan(series, threshold=5.0).replay(FIRST, counts))
    assert len(usual) / (days * series) <= 0.1
    assert len(strict) / (days * series) <= 0.01


@pytest.mark.parametrize("hour", [3, 10, 21])
def test_five_times_as_many_are_found_within_the_hour(hour: int) -> None:
    counts = calm(100, 10, series=10)
    begin = 9 * DAY + hour * 12
    extra = np.random.default_rng(2).poisson(4 * counts[begin - DAY : begin - DAY + 12].mean(axis=0), (12, 10))
    counts[begin : begin + 12] += extra
    scan = BurstScan(10)
    found = onsets(scan.replay(FIRST, counts[: begin + 12]))
    hits = {series for bucket, series in found if bucket >= FIRST + begin * BUCKET_SECONDS}
    assert len(hits) >= 9


def test_a_rise_is_dated_from_where_it_began() -> None:
    counts = calm(20, 10)
    begin = 9 * DAY + 15 * 12
    counts[begin : begin + 8] += 6
    burst = BurstScan(1).replay(FIRST, counts[: begin + 8]).sightings[-1].burst
    assert abs(burst.since - (FIRST + begin * BUCKET_SECONDS)) <= 3 * BUCKET_SECONDS
    assert burst.at == FIRST + (begin + 7) * BUCKET_SECONDS
    assert burst.observed > 3 * burst.expected
    assert burst.strength >= 3.5
    assert burst.window_minutes in {15, 60, 180}


@settings(deadline=None, max_examples=15)
@given(cut=st.integers(1, 3 * DAY - 1), seed=st.integers(0, 99))
def test_a_replay_in_two_parts_is_the_replay(cut: int, seed: int) -> None:
    counts, coverage = calm(30, 3, 3, seed), np.random.default_rng(seed).choice([0.0, 0.5, 1.0], (3 * DAY, 3))
    counts[2 * DAY : 2 * DAY + 6] += 40
    whole = BurstScan(3).replay(FIRST, counts, coverage)
    scan = BurstScan(3)
    first = scan.replay(FIRST, counts[:cut], coverage[:cut])
    scan = pickle.loads(pickle.dumps(scan))
    second = scan.replay(FIRST + cut * BUCKET_SECONDS, counts[cut:], coverage[cut:])
    assert first.sightings + second.sightings == whole.sightings
    assert np.array_equal(np.vstack([first.expected, second.expected]), whole.expected)


def test_steps_say_what_a_replay_says() -> None:
    counts = calm(30, 2, 3)
    counts[400:410, 1] += 50
    replay = BurstScan(3).replay(FIRST, counts)
    scan = BurstScan(3)
    said: list[tuple[int, int, Burst]] = []
    for row, taken in enumerate(counts):
        bucket = FIRST + row * BUCKET_SECONDS
        assert np.array_equal(scan.expected(bucket), replay.expected[row])
        said += [(bucket, n, burst) for n, burst in enumerate(scan.step(bucket, taken)) if burst]
    assert said == [(sighting.bucket, sighting.series, sighting.burst) for sighting in replay.sightings]
    assert said


def test_an_hour_that_was_not_collected_is_no_drop_and_its_end_no_rise() -> None:
    counts = calm(100, 10, 5)
    blind = slice(9 * DAY + 8 * 12, 9 * DAY + 14 * 12)
    coverage = np.ones_like(counts)
    coverage[blind] = 0
    seen = counts.copy()
    seen[blind] = 0
    whole, gappy = BurstScan(5), BurstScan(5)
    whole.replay(FIRST, counts)
    found = onsets(gappy.replay(FIRST, seen, coverage))
    assert not [bucket for bucket, _ in found if bucket >= FIRST + 9 * DAY * BUCKET_SECONDS]
    following = FIRST + 10 * DAY * BUCKET_SECONDS
    assert gappy.expected(following) == pytest.approx(whole.expected(following), rel=0.1)


def test_the_same_hour_taken_for_silence_would_have_been_learnt() -> None:
    counts = calm(100, 10, 5)
    counts[9 * DAY : 10 * DAY] = 0
    scan, blind = BurstScan(5), BurstScan(5)
    coverage = np.ones_like(counts)
    coverage[9 * DAY : 10 * DAY] = 0
    scan.replay(FIRST, counts)
    blind.replay(FIRST, counts, coverage)
    following = FIRST + 10 * DAY * BUCKET_SECONDS
    assert (scan.expected(following) < 0.8 * blind.expected(following)).all()


def test_half_the_posts_at_half_the_coverage_are_as_expected() -> None:
    half = np.random.default_rng(5).binomial(calm(100, 10, 5).astype(int), 0.5).astype(float)
    scan, full = BurstScan(5), BurstScan(5)
    found = onsets(scan.replay(FIRST, half, np.full_like(half, 0.5)))
    full.replay(FIRST, calm(100, 10, 5))
    following = FIRST + 10 * DAY * BUCKET_SECONDS
    assert scan.expected(following) == pytest.approx(full.expected(following), rel=0.1)
    assert len(found) <= 3


def test_buckets_that_are_left_out_pass_as_not_collected() -> None:
    counts = calm(30, 3, 2)
    coverage = np.ones_like(counts)
    coverage[500:530] = 0
    told, untold = BurstScan(2), BurstScan(2)
    told.replay(FIRST, counts, coverage)
    untold.replay(FIRST, counts[:500])
    untold.replay(FIRST + 530 * BUCKET_SECONDS, counts[530:])
    following = FIRST + 3 * DAY * BUCKET_SECONDS
    assert np.array_equal(told.expected(following), untold.expected(following))


def test_posts_of_a_bucket_without_coverage_do_not_count() -> None:
    counts = calm(30, 3)
    counts[700:710] += 500
    coverage = np.ones_like(counts)
    coverage[700:710] = 0
    assert not BurstScan(1, strict_until=0).replay(FIRST, counts, coverage).sightings


def test_what_is_not_collected_neither_opens_nor_prolongs_an_episode() -> None:
    counts = calm(20, 10)
    counts[-60:-54] += 20
    coverage = np.ones_like(counts)
    coverage[-54:] = 0
    sightings = BurstScan(1).replay(FIRST, counts, coverage).sightings
    last = FIRST + (10 * DAY - 55) * BUCKET_SECONDS
    assert sightings[-1].burst.at == last
    assert sightings[-1].bucket == last + 23 * BUCKET_SECONDS


def test_the_first_twelve_hours_are_not_scored() -> None:
    counts = np.ones((DAY, 1))
    counts[100:110] = 60
    scan = BurstScan(1)
    assert not scan.replay(FIRST, counts[:144]).sightings
    assert scan.warm.tolist() == [True]
    assert BurstScan(1).warm.tolist() == [False]


def test_the_first_week_wants_a_stronger_rise() -> None:
    counts = calm(20, 3)
    plain = 0.0
    while plain < 3.5:
        counts[-3:] += 1
        seen = BurstScan(1, strict_until=0).replay(FIRST, counts).sightings
        plain = seen[-1].burst.strength if seen else 0.0
    assert plain < 5
    assert not BurstScan(1).replay(FIRST, counts).sightings
    counts[-3:] += 10
    assert BurstScan(1).replay(FIRST, counts).sightings


def test_an_episode_ends_two_hours_after_its_last_score_over_the_line() -> None:
    counts = calm(20, 10)
    begin = 8 * DAY + 15 * 12
    counts[begin : begin + 6] += 20
    sightings = [s for s in BurstScan(1).replay(FIRST, counts).sightings if s.bucket >= FIRST + begin * BUCKET_SECONDS]
    last = sightings[-1]
    assert last.bucket - last.burst.at == 23 * BUCKET_SECONDS
    assert {s.burst.since for s in sightings} == {sightings[0].burst.since}
    assert [s.bucket for s in sightings] == list(range(sightings[0].bucket, last.bucket + 1, BUCKET_SECONDS))


def test_a_lasting_new_level_is_learnt_within_days() -> None:
    counts = np.vstack([calm(20, 8), calm(60, 8, seed=3)])
    scan = BurstScan(1)
    scan.replay(FIRST, counts)
    noon = FIRST + (16 * DAY + 144) * BUCKET_SECONDS
    assert scan.expected(noon)[0] == pytest.approx(5 * weibo_shape(noon, 1)[0], rel=0.3)


@pytest.mark.parametrize("per_hour", [10, 1000])
def test_the_level_is_right_after_two_days_already(per_hour: int) -> None:
    scan = BurstScan(20)
    scan.replay(FIRST, calm(per_hour, 2, 20))
    noon = FIRST + (2 * DAY + 144) * BUCKET_SECONDS
    assert scan.expected(noon).mean() == pytest.approx(per_hour / 12 * weibo_shape(noon, 1)[0], rel=0.05)


def test_four_posts_of_a_brand_that_nobody_names_are_a_rise() -> None:
    counts = np.zeros((10 * DAY, 1))
    assert not BurstScan(1).replay(FIRST, counts).sightings
    counts[-2:] = 2
    assert BurstScan(1).replay(FIRST, counts).sightings[-1].burst.observed == 4
    counts[-2:] = [[1], [2]]
    assert not BurstScan(1).replay(FIRST, counts).sightings


def test_what_makes_no_sense_is_refused() -> None:
    scan = BurstScan(2)
    scan.step(FIRST, [1, 2])
    for bucket in (FIRST, FIRST - BUCKET_SECONDS, FIRST + 1):
        with pytest.raises(ValueError, match="not the start of a bucket after"):
            scan.step(bucket, [1, 2])
    for counts in ([1], [1, -1], [1, float("nan")], [[1, 2]]):
        with pytest.raises(ValueError, match=r"wanted an array|at least 0"):
            scan.step(FIRST + BUCKET_SECONDS, counts)
    with pytest.raises(ValueError, match="at most 1"):
        scan.step(FIRST + BUCKET_SECONDS, [1, 2], [1.5, 1])
    with pytest.raises(ValueError, match="noise"):
        BurstScan(1, threshold=1.0)


def test_a_refused_bucket_leaves_the_scan_as_it_was() -> None:
    scan = BurstScan(1)
    scan.step(FIRST, [1])
    with pytest.raises(ValueError, match="at least 0"):
        scan.step(FIRST + BUCKET_SECONDS, [-1])
    scan.step(FIRST + BUCKET_SECONDS, [1])


def test_no_series_at_all_is_no_error() -> None:
    assert BurstScan(0).step(FIRST, []) == []


def test_a_copy_goes_its_own_way_and_further_thresholds_change_nothing() -> None:
    counts = np.random.default_rng(8).poisson(2.0, size=(10 * 288, 3))
    counts[-40:-20] *= 6
    scan = BurstScan(3, also=(3.0, 5.0))
    half = len(counts) // 2
    scan.replay(FIRST, counts[:half])
    twin = scan.copy()
    scan.replay(FIRST + half * 300, counts[half:] * 2)
    told = twin.replay(FIRST + half * 300, counts[half:])
    for threshold in (3.5, 3.0, 5.0):
        alone = BurstScan(3, threshold=threshold)
        alone.replay(FIRST, counts[:half])
        usual = alone.replay(FIRST + half * 300, counts[half:])
        assert usual.sightings == tuple(one for one in told.sightings if one.threshold == threshold)
        assert (usual.expected == told.expected).all()
    assert {one.threshold for one in told.sightings} == {3.0, 3.5, 5.0}
