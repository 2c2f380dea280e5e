from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError

from domain.day import bucket_of
from domain.post import Author, Channel, Post, PostKind, Reading
from domain.score import DecidingWord, Polarity, Score
from storage import posts, rollups, scores, search
from storage.models import DirtyBucket, KeywordPost, Mention, Rollup, Watch
from storage.models import Post as PostRow
from storage.models import Reading as ReadingRow

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 4, 2, tzinfo=UTC)


def a_post(native: str = "1", text: str = "青鹭出行又崩了", **facts: object) -> Post:
    settled: dict[str, object] = {
        "channel": Channel.WEIBO,
        "native_id": native,
        "kind": PostKind.POST,
        "text": text,
        "published_at": AT,
        "collected_at": AT + timedelta(minutes=5),
        "author": Author(key=f"u{native}"),
    }
    return Post(**(settled | facts))  # type: ignore[arg-type]


@pytest.fixture
def watch() -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭出行")


def verdict(polarity: Polarity = Polarity.NEGATIVE) -> Score:
    return Score(
        negativity=0.9, polarity=polarity, words=(DecidingWord(word="崩", weight=2.0),), keys=("崩了",), model="test"
    )


def test_posts_stored_twice_are_there_once(watch: Watch, now: datetime) -> None:
    batch = [a_post(str(number)) for number in range(50)]
    assert posts.store(batch, watch=watch.pk, now=now) == posts.Stored(new=50, found_again=0)
    assert posts.store(batch + batch[:3], watch=watch.pk, now=now) == posts.Stored(new=0, found_again=53)
    assert PostRow.objects.count() == Mention.objects.count() == 50


def test_an_edited_post_becomes_the_next_edition_and_counts_once(watch: Watch, now: datetime) -> None:
    posts.store([a_post(text="第一版")], watch=watch.pk, now=now)
    posts.store([a_post(text="改过的一版")], watch=watch.pk, now=now)
    rollups.refresh()
    assert list(PostRow.objects.order_by("edition").values_list("edition", "text")) == [
        (1, "第一版"),
        (2, "改过的一版"),
    ]
    assert Mention.objects.get().post.edition == 2
    assert Rollup.objects.get().posts == 1


def test_changed_counts_become_a_reading_and_an_unknown_count_erases_nothing(watch: Watch, now: datetime) -> None:
    posts.store([a_post(reading=Reading(read_at=AT, reposts=3, reads=9))], watch=watch.pk, now=now)
    posts.store([a_post(reading=Reading(read_at=now, reposts=8))], watch=watch.pk, now=now)
    row = PostRow.objects.get()
    assert (row.reposts, row.reads, row.likes) == (8, 9, None)
    assert list(ReadingRow.objects.order_by("read_at").values_list("reposts", flat=True)) == [3, 8]
    rollups.refresh()
    assert Rollup.objects.get().engagement == 8


def test_a_failing_batch_leaves_nothing_behind(watch: Watch, now: datetime) -> None:
    with pytest.raises((AttributeError, DataError)):
        posts.store([a_post("1"), a_post("2", published_at="gestern")], watch=watch.pk, now=now)
    assert not PostRow.objects.exists()
    assert not DirtyBucket.objects.exists()


def test_text_that_a_database_cannot_hold_is_made_holdable(watch: Watch, now: datetime) -> None:
    posts.store([a_post(text="坏\x00字\ud83d")], watch=watch.pk, now=now)
    assert PostRow.objects.get().text == "坏字?"


def test_rollups_follow_scores_and_rescoring(watch: Watch, now: datetime) -> None:
    posts.store([a_post("1"), a_post("2", author=Author(key="u1")), a_post("3", author=None)], watch=watch.pk, now=now)
    rollups.refresh()
    row = Rollup.objects.get()
    assert (row.posts, row.authors, row.negative, row.bucket) == (3, 2, 0, bucket_of(AT))
    batch = scores.unscored(10)
    scores.save([(one.post, verdict()) for one in batch], now)
    rollups.refresh()
    assert Rollup.objects.get().negative == 3
    scores.save([(batch[0].post, verdict(Polarity.POSITIVE))], now)
    rollups.refresh()
    row = Rollup.objects.get()
    assert (row.negative, row.positive) == (2, 1)
    before = list(Rollup.objects.values_list("watch", "channel", "bucket", "posts", "authors", "negative"))
    rollups.rebuild()
    assert list(Rollup.objects.values_list("watch", "channel", "bucket", "posts", "authors", "negative")) == before
    assert KeywordPost.objects.count() == 3


def test_a_comment_is_scored_with_the_text_at_the_head_of_its_thread(watch: Watch, now: datetime) -> None:
    comment = a_post("2", text="真的", kind=PostKind.COMMENT, root_id="1")
    posts.store([a_post("1", text="#青鹭崩了# 打不到车"), comment], watch=watch.pk, now=now)
    assert [one.root_text for one in scores.unscored(10)] == ["", "#青鹭崩了# 打不到车"]
    assert scores.unscored(10, after=scores.unscored(1)[0].post)[0].text == "真的"
    heads = scores.Heads()
    one_by_one = [scores.unscored(1, heads=heads)[0]]
    one_by_one += scores.unscored(10, after=one_by_one[0].post, heads=heads)
    assert one_by_one == scores.unscored(10)
    assert "#青鹭崩了# 打不到车" in heads.values()


@pytest.mark.parametrize(
    ("words", "hits"),
    [("大桥", 2), ("长江大桥", 1), ("桥 断", 1), ("江", 2), ("ABC崩", 1), ("桥江", 0), ("' OR 1 --", 0), ("", 4)],
)
def test_search_finds_what_a_substring_search_finds(watch: Watch, now: datetime, words: str, hits: int) -> None:
    texts = ["武汉长江大桥很美", "江边的大桥断了", "abc崩了", "“引号'和\"混用”"]
    posts.store([a_post(str(n), text=text) for n, text in enumerate(texts)], watch=watch.pk, now=now)
    assert search.found(PostRow.objects.all(), words).count() == hits


def test_a_forgotten_post_is_not_found(watch: Watch, now: datetime) -> None:
    posts.store([a_post("1"), a_post("2")], watch=watch.pk, now=now)
    row = PostRow.objects.order_by("id")[0]
    search.forget([(row.pk, search.searchable(row.title, row.text, row.quoted))])
    assert [post.native_id for post in search.found(PostRow.objects.all(), "崩了")] == ["2"]
