"""What no series and no post should bring, and some do."""

import time

import numpy as np
import pytest

from analysis.bursts import BurstScan
from analysis.discovery import Discovery, Spoken
from analysis.keys import KeyChooser
from analysis.pipeline import Pipeline, Text
from analysis.season import weibo_shape
from analysis.topics import topic_bursts
from analysis.trending import QUARTER
from domain.day import BUCKET_SECONDS

FIRST = 1_791_129_600
DAY = 288


@pytest.mark.parametrize("years", [2, 30, 7_000])
def test_a_clock_that_jumps_years_ahead_is_refused_at_once(years: int) -> None:
    scan = BurstScan(1)
    scan.step(FIRST, [1])
    begun = time.perf_counter()
    with pytest.raises(ValueError, match="begin a new scan"):
        scan.step(FIRST + years * 366 * 86_400, [1])
    assert time.perf_counter() - begun < 1
    scan.step(FIRST + BUCKET_SECONDS, [1])


def test_a_clock_that_falls_back_to_1970_is_refused() -> None:
    scan = BurstScan(1)
    scan.step(FIRST, [1])
    with pytest.raises(ValueError, match="not the start of a bucket after"):
        scan.step(0, [1])


def test_a_clock_that_jumps_a_day_ahead_leaves_a_day_out_and_raises_nothing() -> None:
    counts = np.random.default_rng(1).poisson(20 * weibo_shape(FIRST, 12 * DAY)[:, None])
    scan = BurstScan(1)
    scan.replay(FIRST, counts[: 10 * DAY])
    later = scan.replay(FIRST + 11 * DAY * BUCKET_SECONDS, counts[11 * DAY :])
    assert not later.sightings


def test_a_channel_that_delivers_a_day_late_in_one_piece_is_no_rise() -> None:
    """Posts count where they were written: yesterday is filled up, today is as it was."""
    counts = np.random.default_rng(2).poisson(20 * weibo_shape(FIRST, 10 * DAY)[:, None])
    coverage = np.ones_like(counts, dtype=float)
    coverage[8 * DAY : 9 * DAY] = 0
    before = BurstScan(1).replay(FIRST, counts * (coverage > 0), coverage)
    after = BurstScan(1).replay(FIRST, counts)
    assert not before.sightings
    assert not after.sightings


def test_the_word_that_everybody_writes_is_no_topic() -> None:
    assert KeyChooser().choose(["的", "的", "了", "是"]) == ()
    verdict = Pipeline(["的"]).score([Text(post=1, text="的的的 #的# 手续费又涨了")])[0]
    assert "的" not in verdict.score.keys
    assert "#的#" not in verdict.score.keys
    busy = np.full((1, 14 * DAY), 500.0)
    expected = 500 * weibo_shape(FIRST, 14 * DAY)
    assert topic_bursts(busy, expected, last=FIRST + (14 * DAY - 1) * BUCKET_SECONDS) == [None]


def test_ten_thousand_hashtags_in_one_post_are_six_keys() -> None:
    text = "".join(f"#话题第{n}号#" for n in range(10_000))
    begun = time.perf_counter()
    verdict = Pipeline().score([Text(post=1, text=text)])[0]
    assert time.perf_counter() - begun < 20
    assert len(verdict.score.keys) <= 6


def test_ten_thousand_hashtags_by_a_thousand_people_stay_small() -> None:
    discovery = Discovery()
    posts = [Spoken(post=n, author=n, keys=tuple(f"#话题{n}-{k}#" for k in range(1_000))) for n in range(1_000)]
    assert discovery.step(FIRST, posts) == []
    assert discovery.step(FIRST + QUARTER, []) == []
