"""A run of verdicts looks at what is new, and now and then at everything."""

from datetime import UTC, datetime, timedelta

from service.scoring import BEHIND, Reached

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_the_first_run_looks_at_all_and_the_next_a_little_behind_it() -> None:
    reached = Reached()
    assert reached.after(500_000, NOW) == 0
    assert reached.after(500_700, NOW + MINUTE) == 500_000 - BEHIND
    assert reached.after(501_400, NOW + 2 * MINUTE) == 500_700 - BEHIND


def test_a_small_store_is_looked_at_whole() -> None:
    reached = Reached()
    assert [reached.after(BEHIND - 1, NOW + n * MINUTE) for n in range(3)] == [0, 0, 0]


def test_after_an_hour_a_clock_that_jumps_or_another_store_everything_is_looked_at() -> None:
    for newest, later in ((900_000, 61 * MINUTE), (900_000, -MINUTE), (400_000, MINUTE)):
        reached = Reached()
        reached.after(900_000, NOW)
        assert reached.after(newest, NOW + later) == 0
