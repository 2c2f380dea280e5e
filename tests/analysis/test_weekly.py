"""The same hour of past weeks says what is usual."""

import pytest

from analysis.weekly import WEEK_SECONDS, usual
from domain.day import DAY_SECONDS, HOUR_SECONDS

NOW = 1_795_000_000 // WEEK_SECONDS * WEEK_SECONDS + 50 * HOUR_SECONDS


def steady(weeks: int, each: int) -> dict[int, int]:
    """So many complaints in every hour of the past."""
    return {NOW - step * HOUR_SECONDS: each for step in range(1, weeks * WEEK_SECONDS // HOUR_SECONDS + 1)}


def test_a_steady_past_is_expected_again() -> None:
    past = steady(4, 6)
    known = usual(past, past, NOW, min(past))
    assert known is not None
    assert known.expected == pytest.approx(6)
    assert known.weeks == 4
    assert known.strength(6) < 1
    assert known.strength(30) > 5


def test_less_than_two_weeks_is_too_little() -> None:
    past = steady(1, 6)
    assert usual(past, past, NOW, min(past)) is None


def test_one_bad_day_does_not_teach() -> None:
    past = steady(6, 6) | {NOW - 2 * WEEK_SECONDS: 400}
    known = usual(past, past, NOW, min(past))
    assert known is not None
    assert known.expected < 10


def test_a_monday_morning_is_held_against_monday_mornings() -> None:
    past = {at: 40 if (NOW - at) % WEEK_SECONDS == 0 else 2 for at in steady(6, 1)}
    known = usual(past, past, NOW, min(past))
    assert known is not None
    assert known.expected > 30
    assert known.strength(45) < 2


def test_days_that_were_not_delivered_are_no_quiet_days() -> None:
    past = {
        at: count
        for at, count in steady(6, 20).items()
        if not 3 * WEEK_SECONDS - DAY_SECONDS < NOW - at < 3 * WEEK_SECONDS + DAY_SECONDS
    }
    known = usual(past, past, NOW, min(past))
    assert known is not None
    assert known.weeks == 5
    assert known.expected == pytest.approx(20, rel=0.15)


def test_a_kind_that_never_came_may_still_be_judged() -> None:
    every = steady(4, 5)
    known = usual({}, every, NOW, min(every))
    assert known is not None
    assert known.expected == 0
    assert known.strength(12) > 100
