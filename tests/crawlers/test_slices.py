"""Pieces of time, and the account of the pages that were read."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawlers.slices import HOUR, Pages, whole_hours

MOMENTS = st.integers(min_value=1_600_000_000, max_value=1_900_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))


def test_a_window_is_asked_for_in_whole_hours_of_china() -> None:
    piece = whole_hours("云雀", datetime(2026, 11, 22, 17, 20, tzinfo=UTC), datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
    assert piece.timescope() == "custom:2026-11-23-1:2026-11-23-10"
    assert str(piece) == "“云雀” 2026-11-23 01时至2026-11-23 10时"


def test_a_window_of_full_hours_is_not_widened() -> None:
    piece = whole_hours("云雀", datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC))
    assert piece.timescope() == "custom:2026-11-23-0:2026-11-24-0"


def test_a_long_piece_falls_into_days_a_day_into_hours_and_an_hour_stays() -> None:
    piece = whole_hours("云雀", datetime(2026, 11, 20, 5, tzinfo=UTC), datetime(2026, 11, 23, 1, tzinfo=UTC))
    days = piece.parts()
    assert [day.timescope() for day in days] == [
        "custom:2026-11-20-13:2026-11-21-0",
        "custom:2026-11-21-0:2026-11-22-0",
        "custom:2026-11-22-0:2026-11-23-0",
        "custom:2026-11-23-0:2026-11-23-9",
    ]
    hours = days[0].parts()
    assert len(hours) == 11
    assert hours[0].parts() == ()


@given(MOMENTS, st.integers(min_value=1, max_value=20 * 86_400))
def test_parts_cover_their_piece_without_gap_or_overlap(since: datetime, seconds: int) -> None:
    piece = whole_hours("x", since, since + timedelta(seconds=seconds))
    assert piece.start <= since
    assert piece.end >= since + timedelta(seconds=seconds)
    parts = piece.parts()
    if piece.end - piece.start > HOUR:
        assert len(parts) > 1
        assert parts[0].start == piece.start
        assert parts[-1].end == piece.end
        assert all(one.end == two.start for one, two in itertools.pairwise(parts))


def test_an_empty_page_is_a_gap_only_before_a_full_one() -> None:
    middle = Pages(announced=5, filled={1, 2, 4, 5}, empty={3})
    end = Pages(announced=5, filled={1, 2, 3}, empty={4, 5})
    assert (middle.gaps(), middle.unread()) == (1, 1)
    assert (end.gaps(), end.unread()) == (0, 0)


def test_a_list_that_never_opened_is_unread() -> None:
    pages = Pages()
    assert not pages.opened()
    assert pages.unread() == 1
