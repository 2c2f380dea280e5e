"""The account of a search in pieces: what is asked next, what is missing, what a later crawl takes over."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.book import SliceBook, estimate
from crawlers.regions import by_code, provinces
from crawlers.slices import HOUR, Slice, whole_hours, without
from domain.crawl import CrawlOutcome
from domain.crawl_slice import CrawlSlice, SliceState

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
NOW = AT + timedelta(hours=5)
ONE_HOUR = whole_hours("青鹭", AT, AT + HOUR)


def read(book: SliceBook, piece: Slice, posts: dict[int, list[int]], announced: int | None = None) -> list[Slice]:
    """Read all pages of a piece, as the spider does, and land them; returns the regions that are asked then."""
    book.ask(piece) if piece not in book.entries else None
    entry = book.entries[piece]
    book.opened(piece, NOW)
    entry.pages.announced = announced or max(posts, default=1)
    asked: list[Slice] = []
    for page in range(1, entry.pages.announced + 1):
        found = posts.get(page, [])
        entry.mids.update(found)
        (entry.pages.filled if found else entry.pages.empty).add(page)
        asked += book.narrow(piece)
    for page in range(1, entry.pages.announced + 1):
        book.landed(piece, page, NOW)
    return asked


def pages_of(mids: list[int]) -> dict[int, list[int]]:
    return {page + 1: mids[page * 10 : page * 10 + 10] for page in range(-(-len(mids) // 10))}


def row(book: SliceBook, piece: Slice) -> CrawlSlice:
    code = piece.region.code if piece.region else ""
    return book.changed[piece.query, piece.start, piece.end, code]


def test_a_list_that_was_read_to_its_end_expects_what_it_gave() -> None:
    book = SliceBook()
    assert read(book, ONE_HOUR, pages_of(list(range(23)))) == []
    done = row(book, ONE_HOUR)
    assert (done.state, done.outcome, done.expected, done.fetched) == (SliceState.DONE, CrawlOutcome.COMPLETE, 23, 23)
    assert book.entries == {}, "what is done is not held on to"


def test_a_gap_leaves_the_piece_open_so_that_it_is_asked_again() -> None:
    book = SliceBook()
    read(book, ONE_HOUR, {1: [1, 2], 3: [3]})
    assert row(book, ONE_HOUR).state is SliceState.OPEN
    assert (row(book, ONE_HOUR).expected, row(book, ONE_HOUR).fetched) == (13, 3)
    assert book.gaps == 1


def test_an_hour_that_is_cut_off_is_asked_in_every_region_and_a_province_in_its_cities() -> None:
    book = SliceBook()
    asked = read(book, ONE_HOUR, pages_of(list(range(500))))
    assert [piece.region for piece in asked] == list(provinces())
    guangdong = next(piece for piece in asked if piece.region == by_code("44:1000"))
    cities = read(book, guangdong, pages_of(list(range(480))))
    assert len(cities) == 21
    assert all(str(city).endswith(f"广东{city.region.name.removeprefix('广东')}") for city in cities if city.region)
    hong_kong = next(piece for piece in asked if piece.region == by_code("81:1000"))
    assert read(book, hong_kong, pages_of(list(range(600, 1100)))) == [], "a place without cities stays as it is"
    assert row(book, hong_kong).expected is None


def told(total: int, nowhere: int, seed: int = 1) -> tuple[SliceBook, int]:
    """An hour of so many posts, some in no region, asked in all ways; and how many were really missed."""
    rng = random.Random(seed)
    mids = list(range(1, total + 1))
    hidden = set(rng.sample(mids, nowhere))
    book = SliceBook()
    asked = read(book, ONE_HOUR, pages_of(mids[::-1][:500]))
    share = [mid for mid in mids if mid not in hidden]
    for number, piece in enumerate(asked):
        read(book, piece, pages_of(share[number :: len(asked)]))
    return book, len(hidden - set(mids[::-1][:500]))


def test_what_no_region_gives_is_estimated_from_the_hour_s_own_list() -> None:
    book, missed = told(2000, 80)
    assert book.missing == pytest.approx(missed, rel=0.5)
    assert (book.by_region, book.cut) == (1, [])
    assert row(book, ONE_HOUR).fetched == 2000 - missed
    assert row(book, ONE_HOUR).outcome is CrawlOutcome.PARTIAL


def test_an_hour_whose_own_list_is_all_in_some_region_misses_nothing() -> None:
    book, missed = told(3000, 0)
    assert (book.missing, missed) == (0, 0)
    assert row(book, ONE_HOUR).outcome is CrawlOutcome.COMPLETE


def test_where_a_region_cannot_tell_neither_can_the_hour() -> None:
    book = SliceBook()
    asked = read(book, ONE_HOUR, pages_of(list(range(500))))
    for piece in asked:
        read(book, piece, pages_of(list(range(500))) if piece.region == by_code("81:1000") else {})
    assert row(book, ONE_HOUR).expected is None
    assert book.cut == [str(ONE_HOUR)]


def test_what_is_outside_the_window_helps_the_estimate_and_is_not_counted() -> None:
    book = SliceBook(first=1, last=11)
    read(book, ONE_HOUR, pages_of(list(range(1, 31))))
    assert (row(book, ONE_HOUR).expected, row(book, ONE_HOUR).fetched) == (10, 10)


@given(st.integers(50, 400), st.integers(400, 3000), st.integers(0, 10_000))
def test_the_estimate_is_exact_for_a_fair_sample(own: int, parts: int, shift: int) -> None:
    assert estimate(set(range(shift, shift + own)), set(range(shift, shift + parts))) == parts
    assert estimate(set(range(own)), set(range(10_000, 10_000 + parts))) is None


def finished(piece: Slice, **more: object) -> CrawlSlice:
    plain = CrawlSlice(
        query=piece.query,
        start=piece.start.astimezone(UTC),
        end=piece.end.astimezone(UTC),
        announced=1,
        read=1,
        fetched=4,
        expected=4,
        state=SliceState.DONE,
        outcome=CrawlOutcome.COMPLETE,
        asked_at=NOW,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_later_crawl_asks_only_for_what_was_left() -> None:
    book = SliceBook()
    whole = whole_hours("青鹭", AT, AT + 6 * HOUR)
    hours = whole.parts()
    book.take_over([finished(hours[1]), finished(hours[2], query="别的词"), finished(hours[4])])
    assert book.starts(whole) == [hours[0], replace(hours[2], end=hours[3].end), hours[5]]


def test_a_later_crawl_goes_on_inside_an_hour_that_was_split() -> None:
    book = SliceBook()
    asked = read(book, ONE_HOUR, pages_of(list(range(500))))
    read(book, asked[0], pages_of(list(range(40))))
    rows = [row(book, ONE_HOUR), row(book, asked[0])]
    assert [one.state for one in rows] == [SliceState.SPLIT, SliceState.DONE]
    later = SliceBook()
    later.take_over(rows)
    assert later.starts(ONE_HOUR) == asked[1:]
    for piece in asked[1:]:
        read(later, piece, pages_of(list(range(40, 440))) if piece is asked[1] else {})
    assert row(later, ONE_HOUR).state is SliceState.DONE
    assert (row(later, ONE_HOUR).fetched, row(later, ONE_HOUR).expected) == (500, 500)


def test_what_was_missing_before_is_still_missing_when_it_is_taken_over() -> None:
    book = SliceBook()
    book.take_over([finished(ONE_HOUR, expected=9), finished(whole_hours("词", AT, AT + HOUR), expected=None)])
    assert (book.missing, len(book.cut)) == (5, 1)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=8))
def test_what_is_left_and_what_is_done_make_the_whole(done: list[tuple[int, int]]) -> None:
    whole = whole_hours("x", AT, AT + 24 * HOUR)
    windows = [(whole.start + start * HOUR, whole.start + (start + length) * HOUR) for start, length in done]
    left = without(whole, windows)
    for hour in range(24):
        at = whole.start + hour * HOUR
        is_left = sum(piece.start <= at < piece.end for piece in left)
        is_done = any(start <= at < end for start, end in windows)
        assert is_left == (not is_done)


def test_the_table_of_regions_holds_every_province_once() -> None:
    codes = [region.code for region in provinces()]
    assert len(codes) == len(set(codes)) == 36
    assert {"44:1000", "400:1000", "100:1000"} <= set(codes)
    assert by_code("44:3").name == "广东深圳"
    every = [city.code for province in provinces() for city in province.cities()]
    assert len(every) == len(set(every))
