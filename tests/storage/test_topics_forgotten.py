"""Topics end with their posts, and a person who asks to be forgotten is taken out of them."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.post import Author, Channel, Post, PostKind
from domain.score import Noise, Polarity, Score
from domain.strict_json import written
from domain.topic import Spreader
from storage import posts, retention, scores, topic_due, topic_rows, topics
from storage.models import Post as PostRow
from storage.models import Topic, TopicDue, TopicKeyword, TopicPost, Watch
from storage.topic_rows import Found, Kept, Overtaken, Run

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 4, 2, tzinfo=UTC)
QUARTER = int(AT.timestamp()) // 900 * 900


@pytest.fixture
def watch() -> int:
    return int(Watch.objects.create(name="青鹭出行", any_words="青鹭出行").pk)


def stored(watch: int, many: int, at: datetime = AT, noise: Noise | None = None) -> list[int]:
    some = [
        Post(
            channel=Channel.WEIBO,
            native_id=f"{at} {number}",
            kind=PostKind.POST,
            text=f"青鹭出行崩了 {number}",
            published_at=at,
            collected_at=at,
            author=Author(key=f"u{number}", name=f"用户{number}"),
        )
        for number in range(many)
    ]
    posts.store(some, watch=watch, now=at)
    rows = list(PostRow.objects.filter(published_at=at).order_by("id").values_list("pk", flat=True))
    verdict = Score(negativity=0.9, polarity=Polarity.NEGATIVE, words=(), keys=("崩溃",), model="m", noise=noise)
    scores.save([(row, verdict) for row in rows], at)
    return rows


def found(watch: int, rows: list[int], number: int = 1, joined: dict[int, int] | None = None) -> Run:
    one = Found(number=number, since=QUARTER, title="崩溃", keys=("崩溃", "转账\x1f崩溃"))
    homes = [(row, QUARTER, number) for row in rows]
    return Run(watch=watch, body=b"x", quarter=QUARTER, topics=[one], homes=homes, joined=joined or {}, done=rows)


def test_a_topic_ends_with_its_posts_and_what_it_quotes_with_it(watch: int) -> None:
    topic_rows.save(found(watch, stored(watch, 3)), None, AT)
    before = AT + timedelta(days=400)
    retention.forget_posts(before)
    topic_rows.forget(before)
    assert (Topic.objects.count(), TopicPost.objects.count(), TopicKeyword.objects.count()) == (0, 0, 0)


def test_a_person_who_asks_is_taken_out_of_the_spreaders(watch: int) -> None:
    topic_rows.save(found(watch, stored(watch, 3)), None, AT)
    named = [
        Spreader(channel=Channel.WEIBO, author_key=key, name="某", posts=1, passed_on=None, followers=None)
        for key in ("u0", "u1")
    ]
    Topic.objects.update(spreaders=[written(each) for each in named], posts=3)
    retention.forget_author("u0")
    (topic,) = topics.lately(AT - timedelta(days=1))
    assert [each.author_key for each in topic.spreaders] == ["u1"]


def test_two_runs_at_once_store_one_state(watch: int) -> None:
    rows = stored(watch, 3)
    topic_rows.save(found(watch, rows), None, AT)
    with pytest.raises(Overtaken):
        topic_rows.save(found(watch, rows, number=2), None, AT + timedelta(seconds=1))
    assert Topic.objects.count() == 1
    topic_rows.save(found(watch, rows), Kept(body=b"x", saved_at=AT), AT + timedelta(seconds=2))
    assert TopicPost.objects.count() == 3


def test_a_post_has_one_topic_of_a_watch_and_keeps_it(watch: int) -> None:
    rows = stored(watch, 3)
    topic_rows.save(found(watch, rows), None, AT)
    grown = topic_rows.save(found(watch, rows, number=2), Kept(body=b"x", saved_at=AT), AT)
    assert grown.posts == {}
    assert TopicPost.objects.count() == 3


def test_a_younger_topic_goes_over_into_the_older_with_posts_and_keys(watch: int) -> None:
    one, other = stored(watch, 3), stored(watch, 2, AT + timedelta(minutes=5))
    topic_rows.save(found(watch, one), None, AT)
    kept = Kept(body=b"x", saved_at=AT)
    topic_rows.save(found(watch, other, number=2), kept, AT)
    topic_rows.save(found(watch, [], joined={2: 1}), kept, AT)
    assert list(Topic.objects.order_by("number").values_list("number", "merged_into__number")) == [(1, None), (2, 1)]
    assert set(TopicPost.objects.values_list("topic__number", flat=True)) == {1}
    assert TopicPost.objects.count() == 5
    assert TopicKeyword.objects.filter(topic__number=2).count() == 0


def test_adverts_are_struck_off_and_copies_on_order_only_follow(watch: int) -> None:
    adverts = stored(watch, 2, noise=Noise.ADVERT)
    copies = stored(watch, 2, AT + timedelta(minutes=5), noise=Noise.COPY)
    due, known = topic_due.due(watch, 10)
    assert due == [*adverts, *copies]
    assert [(post.post, post.copied) for post in known] == [(row, True) for row in copies]


def test_posts_judged_before_topic_keys_were_kept_go_by_their_keywords(watch: int) -> None:
    (row,) = stored(watch, 1)
    PostRow.objects.get(pk=row).score.__class__.objects.filter(pk=row).update(topic_keys=None)
    assert topic_due.due(watch, 10)[1][0].keys == ("崩溃",)


def test_an_import_of_old_posts_is_no_work_for_discovery(watch: int) -> None:
    some = stored(watch, 1)
    verdict = Score(negativity=None, polarity=Polarity.UNKNOWN, words=(), keys=(), model="m")
    TopicDue.objects.all().delete()
    scores.save([(some[0], verdict)], AT + timedelta(days=16))
    assert TopicDue.objects.count() == 0


def test_a_post_that_another_watch_finds_later_is_due_there(watch: int) -> None:
    stored(watch, 1)
    other = Watch.objects.create(name="打车", any_words="打车")
    posts.mention(other.pk, Channel.WEIBO, [f"{AT} 0"])
    assert TopicDue.objects.filter(watch=other).count() == 1
