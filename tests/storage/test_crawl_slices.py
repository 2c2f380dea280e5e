"""Pieces of searches in the store: written over, counted, taken over by the next crawl."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.crawl_slice import CrawlSlice, SliceState
from domain.post import Channel
from storage import crawl_slices, crawls
from storage.models import Watch

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def watch() -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭")


def begun(watch: Watch, at: datetime, *, hours: int = 24) -> int:
    plan = CrawlPlan(spider="weibo-search", watch=watch.pk, since=at - hours * HOUR, until=at)
    return crawls.begin(plan, Channel.WEIBO, at)


def ended(crawl: int, outcome: CrawlOutcome, at: datetime, *, exhausted: bool = False) -> None:
    end = CrawlEnd(
        outcome=outcome, reason="", expected=None, fetched=0, new=0, found_again=0, requests=0, exhausted=exhausted
    )
    crawls.end(crawl, end, at)


def piece(end: datetime, **more: object) -> CrawlSlice:
    plain = CrawlSlice(
        query="青鹭",
        start=end - HOUR,
        end=end,
        announced=2,
        read=2,
        fetched=13,
        expected=13,
        outcome=CrawlOutcome.COMPLETE,
        state=SliceState.DONE,
        asked_at=end + HOUR,
        closed_at=end + HOUR,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_piece_is_one_row_however_often_it_is_written(watch: Watch, now: datetime) -> None:
    crawl = begun(watch, now)
    crawl_slices.write(crawl, [piece(now, state=SliceState.OPEN, outcome=None, expected=None, mids=frozenset({3, 1}))])
    crawl_slices.write(crawl, [piece(now), piece(now, region="44:1000", place="广东", mids=frozenset({1 << 62, 7}))])
    everywhere, guangdong = crawl_slices.of(crawl)
    assert everywhere == piece(now)
    assert guangdong.mids == {1 << 62, 7}
    counted = crawl_slices.counts([crawl])[crawl]
    assert (counted.pieces, counted.done, counted.expected, counted.fetched, counted.unknown) == (1, 1, 13, 13, 0)


def test_the_next_crawl_takes_what_a_killed_one_had_finished(watch: Watch, now: datetime) -> None:
    killed = begun(watch, now)
    done, half = piece(now - 3 * HOUR), piece(now - 5 * HOUR, state=SliceState.SPLIT, outcome=None)
    left = piece(now - 7 * HOUR, state=SliceState.OPEN, outcome=None)
    crawl_slices.write(killed, [done, half, left])
    third = begun(watch, now)
    assert set(crawl_slices.take_over(third, now)) == {done, half}
    assert crawl_slices.of(killed) == (left,)
    fourth = begun(watch, now)
    assert set(crawl_slices.take_over(fourth, now)) == {done, half}, "and the one after a second kill has them too"


def test_what_may_have_grown_since_is_asked_again(watch: Watch, now: datetime) -> None:
    killed = begun(watch, now)
    crawl_slices.write(killed, [piece(now - HOUR, asked_at=now - timedelta(minutes=40))])
    assert crawl_slices.take_over(begun(watch, now), now) == ()


def test_an_hour_at_the_edge_counts_only_where_all_of_it_was_wanted(watch: Watch, now: datetime) -> None:
    killed = begun(watch, now, hours=4)
    edge = piece(now - 3 * HOUR - timedelta(minutes=30))
    crawl_slices.write(killed, [edge])
    wider = begun(watch, now, hours=5)
    assert crawl_slices.take_over(wider, now) == ()
    same = begun(watch, now, hours=4)
    assert crawl_slices.take_over(same, now) == (edge,)


def test_after_a_crawl_that_got_everything_all_is_asked_anew(watch: Watch, now: datetime) -> None:
    killed = begun(watch, now)
    crawl_slices.write(killed, [piece(now - 3 * HOUR)])
    ended(begun(watch, now), CrawlOutcome.COMPLETE, now)
    assert crawl_slices.take_over(begun(watch, now), now) == ()


def test_another_watch_gets_nothing(watch: Watch, now: datetime) -> None:
    crawl_slices.write(begun(watch, now), [piece(now - 3 * HOUR)])
    other = Watch.objects.create(name="云帆", any_words="云帆")
    assert crawl_slices.take_over(begun(other, now), now) == ()


def test_the_watermark_passes_what_the_site_gives_nobody(watch: Watch, now: datetime) -> None:
    ended(begun(watch, now - HOUR), CrawlOutcome.COMPLETE, now)
    ended(begun(watch, now), CrawlOutcome.PARTIAL, now)
    assert crawls.watermark("weibo-search", watch.pk) == now - HOUR
    ended(begun(watch, now), CrawlOutcome.PARTIAL, now, exhausted=True)
    assert crawls.watermark("weibo-search", watch.pk) == now


def test_old_pieces_are_forgotten_and_their_crawls_stay(watch: Watch, now: datetime) -> None:
    old, new = begun(watch, now - 48 * HOUR), begun(watch, now)
    for crawl in (old, new):
        crawl_slices.write(crawl, [piece(now)])
    crawl_slices.forget(now - 24 * HOUR)
    assert [len(crawl_slices.of(crawl)) for crawl in (old, new)] == [0, 1]


def test_requests_of_a_day_add_up_over_crawls(now: datetime) -> None:
    assert crawls.spend("7", now.date(), 0) == 0
    assert crawls.spend("7", now.date(), 20) == 20
    assert crawls.spend("7", now.date(), 5) == 25
    assert crawls.spend("7", now.date() + timedelta(days=1), 1) == 1
