"""Since when a topic is one: since it rose, whatever was said a day before in words that fit it."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.forecast import forecasts
from domain.day import bucket_of
from domain.topic import Topic
from service.telling import tell
from storage import topics
from storage.models import Post, Watch
from tests.console.conftest import a_post, keep
from tests.invented_topics import a_topic

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def told(first_post: timedelta, rose: timedelta) -> Topic:
    """A topic that rose so long ago, with a post from before or after, and thirty of the last half hour."""
    watch = Watch.objects.create(name="云帆", any_words="云帆")
    now = [a_post(f"n{n}", NOON - timedelta(minutes=n)) for n in range(1, 31)]
    keep(watch, [a_post("first", NOON - first_post), *now], NOON, set())
    posts = list(Post.objects.order_by("published_at").values_list("pk", flat=True))
    row = a_topic(watch, posts, NOON, since=NOON - rose)
    tell(watch.pk, NOON, [row.number], [row.pk])
    return topics.one(row.pk)


def native(topic: Topic) -> str:
    assert topic.first_post is not None
    return Post.objects.get(pk=topic.first_post).native_id


def test_a_stray_post_of_the_day_before_does_not_make_it_older() -> None:
    topic = told(first_post=timedelta(hours=26), rose=timedelta(hours=1))
    assert topic.since == NOON - timedelta(hours=1)
    assert native(topic) == "n30"
    assert bucket_of(topic.last_at) == bucket_of(NOON - timedelta(minutes=1))
    assert topic.forecasts == forecasts(last_hour=30, age_hours=1.0, now=int(NOON.timestamp()))


def test_it_is_no_older_than_its_first_post() -> None:
    topic = told(first_post=timedelta(minutes=50), rose=timedelta(hours=1))
    assert (topic.since, native(topic)) == (NOON - timedelta(minutes=50), "first")


def test_who_wrote_shortly_before_it_rose_began_it() -> None:
    assert native(told(first_post=timedelta(minutes=90), rose=timedelta(hours=1))) == "first"


def test_what_has_only_posts_from_before_it_rose_is_none() -> None:
    watch = Watch.objects.create(name="云帆", any_words="云帆")
    keep(watch, [a_post(f"n{n}", NOON - timedelta(hours=6, minutes=n)) for n in range(10)], NOON, set())
    posts = list(Post.objects.order_by("published_at").values_list("pk", flat=True))
    row = a_topic(watch, posts, NOON, since=NOON - timedelta(hours=1))
    tell(watch.pk, NOON, [row.number], [row.pk])
    assert topics.lately(NOON - timedelta(days=1)) == []
