import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.negativity import share_shifts, wilson

HOURS = 23 * 24


def history(per_hour: float, seed: int, risen: slice | None = None) -> tuple[list[int], list[int]]:
    """Posts and negatives by hour: a share that wanders within an hour's correlation of 0.01, 30 points up if asked."""
    rng = np.random.default_rng(seed)
    posts = rng.poisson(per_hour, HOURS)
    share = np.full(HOURS, 0.25)
    if risen:
        share[risen] += 0.3
    drawn = rng.beta(share * 99, (1 - share) * 99)
    return posts.tolist(), rng.binomial(posts, drawn).tolist()


@pytest.mark.parametrize("per_hour", [3, 10, 30, 100, 1000])
def test_an_unmoved_share_hardly_ever_alarms(per_hour: int) -> None:
    hours = sum(
        shift is not None and shift.moved
        for seed in range(15)
        for shift in share_shifts(*history(per_hour, seed))[7 * 24 :]
    )
    assert hours <= 0.05 * 15 * 16


@pytest.mark.parametrize("per_hour", [100, 1000])
def test_thirty_points_more_are_found_within_six_hours(per_hour: int) -> None:
    found = 0
    for seed in range(10):
        shifts = share_shifts(*history(per_hour, seed, slice(500, 506)))
        found += any(shift is not None and shift.moved for shift in shifts[500:506])
    assert found >= 9


def test_a_shift_says_what_it_saw() -> None:
    posts, negative = [50] * 300, [10] * 300
    negative[-3:] = [35, 35, 35]
    shift = share_shifts(posts, negative)[-1]
    assert shift is not None
    assert (shift.hours, shift.posts, shift.negative) == (3, 150, 105)
    assert shift.usual == pytest.approx(0.2, abs=0.03)
    assert shift.low < 0.7 < shift.high
    assert shift.moved


def test_too_few_posts_say_nothing() -> None:
    assert share_shifts([7], [7]) == [None]
    assert share_shifts([50], [4]) == [None]
    assert share_shifts([], []) == []


def test_a_large_volume_does_not_make_a_small_rise_grave() -> None:
    shift = share_shifts([100_000] * 200, [20_000] * 199 + [23_000])[-1]
    assert shift is not None
    assert not shift.moved


def test_more_negative_than_posts_is_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        share_shifts([3], [4])
    with pytest.raises(ValueError, match="no share"):
        wilson(-1, 3)


def test_the_share_of_nothing_is_unknown() -> None:
    assert wilson(0, 0) is None


@given(whole=st.integers(1, 10_000), data=st.data())
def test_the_interval_holds_the_share(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    interval = wilson(part, whole)
    assert interval is not None
    low, high = interval
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


def test_the_interval_is_that_of_the_literature() -> None:
    assert wilson(15, 50) == pytest.approx((0.1910, 0.4375), abs=1e-4)
