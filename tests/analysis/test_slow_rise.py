import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.season import weibo_shape
from analysis.slow_rise import SlowRise, slow_rises

FIRST = 1_791_129_600
HOURS = 15 * 24
LAST = FIRST + (HOURS - 1) * 3600
SHAPE = weibo_shape(FIRST, HOURS * 12).reshape(HOURS, 12).mean(axis=1)


def calm(per_hour: float, series: int = 1, seed: int = 1) -> NDArray[np.float64]:
    return np.random.default_rng(seed).poisson(per_hour * SHAPE, (series, HOURS)).astype(float)


def judged(counts: NDArray[np.float64], coverage: NDArray[np.float64] | None = None) -> list[SlowRise | None]:
    return slow_rises(counts, np.ones_like(counts) if coverage is None else coverage, last=LAST)


def test_what_grows_over_a_day_is_seen_against_the_days_before() -> None:
    counts = calm(30)
    counts[0, -24:] *= np.linspace(1, 4, 24)
    (rise,) = judged(counts)
    assert rise is not None
    assert rise.hours in {6, 12, 24}
    assert rise.observed > 1.5 * rise.usual
    assert rise.strength >= 6


def test_ordinary_days_are_no_rise() -> None:
    assert judged(calm(30, series=50)) == [None] * 50


def test_the_evening_peak_is_no_rise() -> None:
    evening = HOURS - 2
    counts = calm(30, series=20)[:, :evening]
    assert slow_rises(counts, np.ones_like(counts), last=FIRST + (evening - 1) * 3600) == [None] * 20


def test_a_week_must_have_been_seen_before_anything_is_said() -> None:
    counts = calm(30)[:, -6 * 24 :]
    counts[0, -24:] *= 5
    assert judged(counts) == [None]


def test_days_that_were_not_collected_do_not_lower_what_is_usual() -> None:
    counts, coverage = calm(30), np.ones((1, HOURS))
    counts[0, -4 * 24 : -24] = coverage[0, -4 * 24 : -24] = 0
    assert judged(counts, coverage) == [None]


def test_half_a_day_collected_by_half_is_compared_with_half() -> None:
    counts, coverage = calm(30), np.ones((1, HOURS))
    coverage[0, -12:] = 0.6
    counts[0, -12:] = (counts[0, -12:] * 0.6).round()
    assert judged(counts, coverage) == [None]


def test_a_handful_of_posts_is_too_few() -> None:
    counts = np.zeros((1, HOURS))
    counts[0, -11:] = 1
    assert judged(counts) == [None]


def test_unlike_shapes_are_refused_and_no_series_are_no_error() -> None:
    with pytest.raises(ValueError, match="not alike"):
        slow_rises(np.zeros((1, 5)), np.zeros((2, 5)), last=LAST)
    assert judged(np.zeros((0, HOURS))) == []
