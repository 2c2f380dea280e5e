"""What an evaluation keeps for the next: the same as reading everything anew, and next to nothing read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts import gather
from alerts.evaluate import interval
from alerts.kept import Kept
from alerts.keyword_feed import KeywordFeed
from alerts.spread import Spread
from domain.day import BUCKET_SECONDS, bucket_of
from domain.label import LabelKind
from domain.post import Author, Channel, Post, PostKind, Reading
from domain.score import Noise, Polarity, Score
from storage import labels, posts, retention, rollups, scores, watches
from storage.models import Keyword
from storage.models import Post as PostRow
from tests.alerts.conftest import World

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BACK = 14 * 86_400
Seen = tuple[object, ...]


def seen(world: World, now: datetime, kept: Kept) -> Seen:
    """Everything that the rules may ask of keywords and negative posts at this moment."""
    active = watches.active()
    past = gather.past(gather.read(active, now, now), active, now, now, interval=interval(), views=[], kept=kept)
    spread: Spread = past.spread
    since, end = past.judged, past.last + BUCKET_SECONDS
    feed = KeywordFeed(
        watch=world.watch.pk,
        beginnings=past.knowledge.beginnings,
        kept=kept,
        past_since=since - BACK,
        since=since - 86_400,
        end=end,
    )
    keywords = list(Keyword.objects.order_by("id").values_list("id", flat=True))
    counted = feed.by_bucket(keywords, since - BACK, (end - since + BACK) // BUCKET_SECONDS, now)
    used = [feed.used(keyword, end, now) for keyword in keywords]
    return (
        [(row.buckets.tolist(), sorted(row.posts.tolist()), len(set(row.authors.tolist()))) for row in used],
        counted.tolist(),
        spread.negatives(world.watch.pk, 0, end, now),
    )


def met_again(row: int, now: datetime, **told: object) -> None:
    """The post of this row on another page, which tells more of it."""
    post = PostRow.objects.get(pk=row)
    again = Post(
        channel=Channel(post.channel),
        native_id=post.native_id,
        kind=PostKind(post.kind),
        text=post.text,
        published_at=post.published_at,
        collected_at=now,
        author=Author(key=post.author_key, name=post.author_name),
    )
    posts.store([replace(again, **told)], watch=None, now=now)  # type: ignore[arg-type]


@pytest.fixture
def spoken(world: World, now: datetime) -> World:
    """Two weeks of keywords, negative and not, by people who write more than once."""
    for day in range(16):
        at = now - day * DAY - 7 * MINUTE
        world.write_many([at - n * 40 * MINUTE for n in range(5)], negative=day % 2 == 0, keys=("退款", "客服"))
        world.write_many([at, at - MINUTE], negative=True, keys=("押金",), author="常客", followers=None)
    return world


def late_post(world: World, rows: list[int], now: datetime) -> None:
    world.write_many([now - 5 * HOUR, now - 6 * DAY], negative=True, keys=("退款",))


def advert(world: World, rows: list[int], now: datetime) -> None:
    verdict = Score(negativity=0.9, polarity=Polarity.NEGATIVE, words=(), keys=(), noise=Noise.ADVERT, model="test 2")
    scores.save([(rows[0], verdict), (rows[-1], verdict)], now)


def other_keywords(world: World, rows: list[int], now: datetime) -> None:
    verdict = Score(negativity=0.9, polarity=Polarity.NEGATIVE, words=(), keys=("押金", "退款", "客服"), model="test 2")
    scores.save([(rows[0], verdict)], now)


def not_negative(world: World, rows: list[int], now: datetime) -> None:
    labels.correct(rows[0], LabelKind.POS, "林晓", now)


def counts_read_again(world: World, rows: list[int], now: datetime) -> None:
    met_again(rows[0], now, reading=Reading(read_at=now, reposts=700, comments=None, likes=1, reads=99_000))


def reach_told_at_last(world: World, rows: list[int], now: datetime) -> None:
    row = PostRow.objects.filter(followers=None).order_by("-published_at")[0]
    met_again(row.pk, now, author=Author(key="常客", name="常客", followers=2_000_000))


def person_forgotten(world: World, rows: list[int], now: datetime) -> None:
    retention.forget_author("常客")


def new_time(world: World, rows: list[int], now: datetime) -> None:
    PostRow.objects.filter(pk=rows[0]).update(dated=False)
    met_again(rows[0], now, published_at=PostRow.objects.get(pk=rows[0]).published_at - 10 * MINUTE)


CHANGES = (
    late_post,
    advert,
    other_keywords,
    not_negative,
    counts_read_again,
    reach_told_at_last,
    person_forgotten,
    new_time,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_kept_says_what_the_store_says(
    spoken: World, now: datetime, change: Callable[[World, list[int], datetime], None]
) -> None:
    kept = Kept()
    before = seen(spoken, now, kept)
    assert before == seen(spoken, now, Kept())
    rows = list(PostRow.objects.order_by("-published_at").values_list("id", flat=True))
    change(spoken, rows, now)
    rollups.refresh()
    for later in (now, now + 70 * MINUTE, now + 2 * DAY):
        assert seen(spoken, later, kept) == seen(spoken, later, Kept())
    assert seen(spoken, now, Kept()) != before, "the change is one that shows"


def test_what_has_not_changed_is_not_read_again(spoken: World, now: datetime) -> None:
    kept = Kept()
    seen(spoken, now, kept)
    read = {}
    for name, memory in (("kept", kept), ("new", Kept())):
        with CaptureQueriesContext(connection) as asked:
            seen(spoken, now + MINUTE, memory)
        of_posts = [one["sql"] for one in asked if "keywordpost" in one["sql"] or "author_key" in one["sql"]]
        read[name] = [sql for sql in of_posts if str(bucket_of(now)) not in sql]
    assert read["kept"] == []
    assert len(read["new"]) >= 3, "keywords, their older counts, negative posts"


def test_a_walk_of_the_clock_back_costs_a_reading_and_nothing_else(spoken: World, now: datetime) -> None:
    kept = Kept()
    seen(spoken, now, kept)
    assert seen(spoken, now - 3 * DAY, kept) == seen(spoken, now - 3 * DAY, Kept())
    assert seen(spoken, now, kept) == seen(spoken, now, Kept())
