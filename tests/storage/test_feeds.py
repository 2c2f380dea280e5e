"""Feeds are kept sealed, their entries known again, and what was new is counted once."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from domain.crawl import CrawlOutcome
from domain.day import bucket_of
from domain.feed import BadFeedAddress, EntryMet, FeedRead
from domain.post import Channel, Post, PostKind
from storage import arrivals, feeds, posts
from storage.models import Arrivals, DirtyBucket, Feed, Keyword, KeywordPost, Mention, Source, Watch
from storage.models import Post as PostRow

pytestmark = pytest.mark.django_db
ADDRESS = "https://rss.example/feed/all.xml?k=s3cret&limit=50"


@pytest.fixture
def watch() -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭出行")


@pytest.fixture
def feed(watch: Watch, now: datetime) -> int:
    return feeds.add(ADDRESS, "早报桥", watch.pk, now)


def read(feed: int, *entries: EntryMet, **more: str) -> FeedRead:
    return FeedRead(feed=feed, outcome=CrawlOutcome.COMPLETE, entries=entries, **more)  # type: ignore[arg-type]


def met(name: str, at: datetime | None) -> EntryMet:
    marks = (name,) if at is None else (name, f"at/{name}/{at:%d%H%M}")
    return EntryMet(marks=marks, published_at=at)


def counted() -> int:
    return sum(Arrivals.objects.values_list("count", flat=True))


def test_the_address_is_sealed_and_only_its_harmless_part_is_readable(feed: int, watch: Watch, now: datetime) -> None:
    row = Feed.objects.get()
    assert b"s3cret" not in bytes(row.sealed)
    assert "s3cret" not in f"{row.shown} {row.mark} {Source.objects.get().place} {feeds.listed()}"
    (opened,) = feeds.opened([feed], now)
    assert opened.address == ADDRESS
    assert "s3cret" not in repr(opened)


def test_the_same_address_is_the_same_feed_with_a_new_name(feed: int, watch: Watch, now: datetime) -> None:
    assert feeds.add(f" {ADDRESS}#top ", "新名", watch.pk, now, 24) == feed
    (listed,) = feeds.listed()
    assert (listed.name, listed.expect_hours) == ("新名", 24)
    assert [source.name for source in arrivals.sources()] == ["新名"]


def test_what_is_no_address_is_refused(watch: Watch, now: datetime) -> None:
    with pytest.raises(BadFeedAddress):
        feeds.add("rss.example", "x", watch.pk, now)
    assert not Feed.objects.exists()


def test_what_is_new_is_counted_once_and_by_its_own_time(feed: int, now: datetime) -> None:
    first = [met("a", now - timedelta(hours=30)), met("b", now - timedelta(hours=3))]
    feeds.keep(read(feed, *first, etag='"1"', modified="then"), now)
    feeds.keep(read(feed, *first, met("c", now)), now + timedelta(minutes=30))
    (source,) = arrivals.sources()
    assert (counted(), source.newest_at, source.outcome) == (3, now, CrawlOutcome.COMPLETE)
    assert source.reason == "3 篇，其中新的 1 篇"
    feeds.keep(read(feed, *first, met("c", now)), now + timedelta(minutes=60))
    (source,) = arrivals.sources()
    assert (source.outcome, source.reason) == (CrawlOutcome.EMPTY, "3 篇，没有新的")


def test_an_account_that_moved_repeats_its_articles_and_nothing_is_new(feed: int, now: datetime) -> None:
    old = EntryMet(marks=("old:1:1", "at/same"), published_at=now - timedelta(days=9))
    feeds.keep(read(feed, old), now)
    feeds.keep(read(feed, EntryMet(marks=("new:1:1", "at/same"), published_at=old.published_at)), now)
    assert counted() == 1


def test_entries_without_a_time_count_from_the_second_reading_on(feed: int, now: datetime) -> None:
    feeds.keep(read(feed, met("a", None), met("b", None)), now)
    assert counted() == 0
    feeds.keep(read(feed, met("a", None), met("c", None)), now + timedelta(hours=1))
    assert counted() == 1
    (opened,) = feeds.opened([feed], now)
    assert opened.seen["a"] == now


def test_what_the_host_gave_for_the_next_question_survives_a_304_and_a_failure(feed: int, now: datetime) -> None:
    feeds.keep(read(feed, etag='"1"', modified="Mon"), now)
    feeds.keep(FeedRead(feed=feed, outcome=CrawlOutcome.COMPLETE, unchanged=True), now)
    feeds.keep(FeedRead(feed=feed, outcome=CrawlOutcome.FAILED, reason="连不上", refusal="network"), now)
    (opened,) = feeds.opened([feed], now)
    assert (opened.etag, opened.modified) == ('"1"', "Mon")
    (source,) = arrivals.sources()
    assert (source.outcome, source.reason, source.refusal) == (CrawlOutcome.FAILED, "连不上", "network")


def test_a_removed_feed_is_forgotten_with_its_key_and_its_source(feed: int, now: datetime) -> None:
    assert feeds.remove(feed)
    assert not feeds.remove(feed)
    assert not Source.objects.exists()
    feeds.keep(read(feed, met("a", now)), now)
    assert not Arrivals.objects.exists()


def test_another_secret_key_is_told_at_the_source_and_the_others_go_on(feed: int, watch: Watch, now: datetime) -> None:
    with override_settings(SECRET_KEY="another" * 9):
        other = feeds.add("https://other.example/rss", "别处", watch.pk, now)
        assert [one.name for one in feeds.opened([feed, other], now)] == ["别处"]
    assert "解不开" in Source.objects.get(name="早报桥").reason


def test_the_usual_delay_of_a_source_is_learnt_and_its_first_past_teaches_none(feed: int, now: datetime) -> None:
    key = Source.objects.get().pk
    arrivals.arrived(key, [now - timedelta(days=20)], now)
    assert arrivals.sources()[0].late == timedelta()
    arrivals.arrived(key, [now - timedelta(hours=20), now], now)
    assert arrivals.sources()[0].late == timedelta(hours=20)
    arrivals.arrived(key, [now], now)
    assert arrivals.sources()[0].late == timedelta(hours=16)


def test_a_time_that_a_page_tells_at_last_moves_the_post_in_every_watch(watch: Watch, now: datetime) -> None:
    def post(at: datetime, *, dated: bool) -> Post:
        facts = {"channel": Channel.WECHAT, "native_id": "s/x", "kind": PostKind.ARTICLE, "text": "青鹭出行"}
        return Post(**facts, published_at=at, collected_at=now, dated=dated)  # type: ignore[arg-type]

    posts.store([post(now, dated=False)], watch=watch.pk, now=now)
    keyword = Keyword.objects.create(watch=watch, key="青鹭")
    KeywordPost.objects.create(keyword=keyword, post=PostRow.objects.get(), bucket=bucket_of(now))
    DirtyBucket.objects.all().delete()
    truth = now - timedelta(days=2)
    posts.store([post(truth, dated=True)], watch=watch.pk, now=now)
    row = PostRow.objects.get()
    assert (row.dated, row.published_at) == (True, truth)
    buckets = {int(at.timestamp()) // 300 * 300 for at in (now, truth)}
    assert Mention.objects.get().bucket == KeywordPost.objects.get().bucket == bucket_of(truth)
    assert set(DirtyBucket.objects.values_list("bucket", flat=True)) == buckets
    posts.store([post(now, dated=False)], watch=watch.pk, now=now)
    assert PostRow.objects.get().published_at == truth
