"""The pause between two requests: usual, quiet, strained, and asked for by the site."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.middlewares.pace import seconds_of
from crawlers.tempo import LONGEST_BACK_OFF, QUIET_SECONDS, Tempo

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MIDDLE = 0.5


def started(delay: float = 10.0) -> Tempo:
    """A tempo whose quiet first minute is over."""
    tempo = Tempo(delay=delay, began=0.0)
    tempo.turn(QUIET_SECONDS + 1, MIDDLE)
    return tempo


def test_the_first_request_goes_at_once_and_the_first_minute_is_slower() -> None:
    tempo = Tempo(delay=10)
    assert tempo.turn(100.0, MIDDLE) == 100.0
    assert tempo.turn(100.0, MIDDLE) == 120.0
    assert tempo.turn(100.0 + QUIET_SECONDS, MIDDLE) == 160.0
    assert tempo.turn(160.0, MIDDLE) == 170.0


@given(st.floats(0, 1), st.floats(0.5, 60))
def test_the_pause_is_the_delay_give_or_take_a_half(chance: float, delay: float) -> None:
    tempo = started(delay)
    tempo.free_at = 0.0
    at = tempo.turn(1000.0, chance)
    assert 0.5 * delay - 1e-6 <= tempo.free_at - at <= 1.5 * delay + 1e-6


def test_a_slow_site_is_asked_more_slowly() -> None:
    tempo = started(1.0)
    tempo.answered(8.0)
    at = tempo.turn(1000.0, MIDDLE)
    assert tempo.free_at - at == 16.0


def test_each_rebuff_waits_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    tempo = started()
    waits = [tempo.rebuffed(1000.0, None) for _ in range(6)]
    assert waits == [60.0, 120.0, 240.0, 480.0, LONGEST_BACK_OFF, LONGEST_BACK_OFF]
    assert tempo.turn(1000.0, MIDDLE) == 1000.0 + LONGEST_BACK_OFF


def test_the_site_s_own_word_counts_where_it_is_longer() -> None:
    assert started().rebuffed(0.0, 300.0) == 300.0
    assert started().rebuffed(0.0, 5.0) == 60.0


def test_strain_wears_off_with_good_answers() -> None:
    tempo = started()
    tempo.rebuffed(0.0, None)
    assert tempo.strain == 2.0
    for _ in range(7):
        tempo.answered(0.5)
    assert tempo.strain == 1.0
    assert tempo.rebuffs == 0


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("120", 120.0), ("Mon, 23 Nov 2026 01:32:00 GMT", 120.0), ("Mon, 23 Nov 2026 01:00:00 GMT", 0.0), ("soon", None)],
)
def test_retry_after_is_read_in_both_forms(written: str, seconds: float | None) -> None:
    assert seconds_of(written, NOW) == seconds
