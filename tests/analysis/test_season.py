from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.season import BINS, WEIBO_CURVE, WEIGHTS, slot_of, weibo_shape
from domain.day import CHINA, bucket_of


def at(text: str) -> int:
    return bucket_of(datetime.fromisoformat(text).replace(tzinfo=CHINA))


@pytest.mark.parametrize(
    ("moment", "before", "after", "phase"),
    [
        ("2026-11-23 09:30", 9, 10, 0),  # Monday
        ("2026-11-23 09:25", 8, 9, 11),
        ("2026-11-20 23:45", 23, 24, 3),  # Friday into Saturday
        ("2026-11-22 23:45", 47, 0, 3),  # Sunday into Monday
        ("2026-11-21 00:10", 23, 24, 8),
    ],
)
def test_a_bucket_lies_between_the_middles_of_two_hours_in_china(
    moment: str, before: int, after: int, phase: int
) -> None:
    slot = slot_of(at(moment))
    assert (slot.before, slot.after, slot.phase) == (before, after, phase)


@given(st.integers(0, 10_000_000).map(lambda number: number * 300))
def test_every_bucket_has_its_place(bucket: int) -> None:
    slot = slot_of(bucket)
    assert 0 <= slot.before < BINS
    assert 0 <= slot.after < BINS
    assert WEIGHTS[slot.phase].sum() == pytest.approx(1)
    assert slot_of(bucket + 7 * 86400) == slot


def test_the_shipped_curve_has_mean_one_and_sleeps_at_four() -> None:
    assert WEIBO_CURVE.mean() == pytest.approx(1)
    assert WEIBO_CURVE[4] == WEIBO_CURVE.min()
    day = weibo_shape(at("2026-11-23 00:00"), 288)
    assert day.mean() == pytest.approx(1, abs=0.01)
    assert 4 * 12 <= day.argmin() <= 5 * 12
