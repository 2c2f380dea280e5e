"""Found topics are read as they were told; what is counted is what the list of posts shows."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis import intake, trending
from domain.day import bucket_of
from domain.job import JobName
from domain.post import Channel
from domain.score import Noise, Polarity, Score
from storage import jobs, listing, scores, topic_days, topics
from storage.listing import Place, Wanted
from storage.models import Alert, AlertPost, Discovery, Post, Watch
from tests.console.conftest import a_post, keep
from tests.invented_topics import a_topic

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def watch() -> Watch:
    return Watch.objects.create(name="云帆", any_words="云帆")


def fill(watch: Watch, count: int = 30) -> list[int]:
    """Posts five minutes apart, every third negative, the newest first."""
    some = [a_post(f"p{n}", NOON - timedelta(minutes=5 * n)) for n in range(count)]
    keep(watch, some, NOON, {f"p{n}" for n in range(0, count, 3)})
    return list(Post.objects.order_by("-published_at").values_list("pk", flat=True))


def seen(wanted: Wanted, size: int = 7) -> list[int]:
    """Every page one after the other."""
    found: list[int] = []
    after: Place | None = None
    while True:
        page = listing.page(wanted, after=after, size=size)
        found += [post.post for post in page.posts]
        after = page.older
        if after is None:
            return found


def test_the_posts_of_a_topic_are_listed_once_each_and_filters_hold_with_it(watch: Watch) -> None:
    posts = fill(watch)
    keep(watch, [a_post("w", NOON, "云帆 客服 文章", channel=Channel.WECHAT)], NOON, {"w"})
    article = Post.objects.get(native_id="w").pk
    mine = [article, *posts[:20]]
    topic = a_topic(watch, mine, NOON)
    a_topic(watch, posts[20:], NOON)
    assert set(seen(Wanted(topic=topic.pk))) == set(mine)
    assert seen(Wanted(topic=topic.pk, channel=Channel.WEIBO)) == posts[:20]
    assert seen(Wanted(topic=topic.pk, words="客服")) == [article]
    assert len(seen(Wanted(topic=topic.pk, polarity=Polarity.NEGATIVE))) == 8
    early = bucket_of(NOON - timedelta(minutes=50))
    assert seen(Wanted(topic=topic.pk, watch=watch.pk, first=early, last=early + 300)) == [posts[10]]
    other = Watch.objects.create(name="别家", any_words="x")
    assert seen(Wanted(topic=topic.pk, watch=other.pk)) == []
    assert listing.counted(Wanted(topic=topic.pk, watch=watch.pk)) is None


def test_hours_leave_noise_out_and_tell_how_many_have_a_verdict(watch: Watch) -> None:
    posts = fill(watch, 24)
    advert = Score(negativity=0.4, polarity=Polarity.NEUTRAL, words=(), keys=(), model="t", noise=Noise.ADVERT)
    empty = Score(negativity=None, polarity=Polarity.UNKNOWN, words=(), keys=(), model="t")
    scores.save([(posts[1], advert), (posts[2], empty)], NOON)
    topic = a_topic(watch, posts, NOON)
    first, noon = bucket_of(NOON - timedelta(hours=2)), bucket_of(NOON)
    assert topics.hours(topic.pk, first, noon) == [(first, 11, 3, 11), (noon - 3600, 11, 4, 10)]
    assert topics.hours(topic.pk, noon, noon + 3600) == [(noon, 1, 1, 1)]


def test_a_day_counts_what_the_list_shows(watch: Watch) -> None:
    posts = fill(watch, 24)
    Post.objects.filter(pk__in=posts[:6]).update(author_key="one")
    Post.objects.filter(pk__in=posts[6:8]).update(author_key="")
    topic = a_topic(watch, posts, NOON, since=NOON - timedelta(hours=2))
    silent = a_topic(watch, posts[20:], NOON, since=NOON - timedelta(hours=2))
    first, last = bucket_of(NOON - timedelta(hours=1)), bucket_of(NOON) + 300
    (told,) = topic_days.of_watch(watch.pk, first, last)
    shown = seen(Wanted(topic=topic.pk, first=first, last=last))
    assert (told.topic, told.posts, told.negative, told.authors) == (topic.pk, 13, 5, 1 + 2 + 5)
    assert len(shown) == 13
    assert topic_days.tallies(watch.pk, [silent.pk], first, last) == {}
    assert topic_days.tallies(watch.pk, [], first, last) == {}


def test_a_post_that_is_edited_stays_in_its_topic_once(watch: Watch) -> None:
    posts = fill(watch, 3)
    topic = a_topic(watch, posts, NOON)
    keep(watch, [a_post("p1", NOON - timedelta(minutes=5), "云帆 改过的话")], NOON, set())
    first, last = bucket_of(NOON - timedelta(hours=1)), bucket_of(NOON) + 300
    assert topic_days.tallies(watch.pk, [topic.pk], first, last)[topic.pk].posts == 3
    shown = listing.page(Wanted(topic=topic.pk)).posts
    assert [post.edition for post in shown] == [1, 2, 1]


def alert_with(watch: Watch, posts: list[int], title: str) -> Alert:
    facts = {"rule": "negative_surge", "grade": 3, "standard": 1, "since": NOON, "detected_at": NOON}
    alert = Alert.objects.create(fingerprint=title, watch=watch, title=title, last_seen_at=NOON, **facts)
    AlertPost.objects.bulk_create(AlertPost(alert=alert, post_id=post, rank=n) for n, post in enumerate(posts))
    return alert


def test_an_alert_is_of_the_topic_that_most_of_its_posts_belong_to(watch: Watch) -> None:
    posts = fill(watch)
    topic, other = a_topic(watch, posts[:10], NOON), a_topic(watch, posts[10:20], NOON)
    mine = alert_with(watch, posts[5:12], "五条里有五条")
    alert_with(watch, posts[9:14], "五条里有一条")
    alert_with(watch, posts[8:10] + posts[20:24], "六条里有两条")
    assert topics.alerts_of(topic.pk) == [mine]
    assert [alert.title for alert in topics.alerts_of(other.pk)] == ["五条里有一条"]


def test_how_far_the_search_came_is_told_by_its_last_quarter_or_its_last_good_run(watch: Watch) -> None:
    assert topics.looked_until() == {}
    ran(NOON, failure="")
    assert topics.looked_until() == {}
    Discovery.objects.create(watch=watch, quarter=int(NOON.timestamp()), body=b"", saved_at=NOON)
    assert topics.looked_until() == {watch.pk: NOON + timedelta(minutes=15)}
    ran(NOON + timedelta(hours=5, minutes=10), failure="")
    assert topics.looked_until() == {watch.pk: NOON + timedelta(hours=5)}
    ran(NOON + timedelta(hours=5, minutes=25), failure="磁盘满了")
    assert topics.looked_until() == {watch.pk: NOON + timedelta(hours=5)}
    ran(NOON + timedelta(hours=5, minutes=34), failure="")
    assert topics.looked_until() == {watch.pk: NOON + timedelta(hours=5, minutes=15)}


def test_a_quarter_is_taken_in_when_the_search_itself_takes_it_in() -> None:
    assert (topics.QUARTER, topics.SETTLED) == (trending.QUARTER, intake.SETTLED)


def ran(at: datetime, *, failure: str) -> None:
    """A run of the search that began at a moment."""
    run = jobs.ask(JobName.TOPICS, at)
    jobs.take(run, at)
    jobs.finish(run, at + timedelta(seconds=9), failure=failure)


def test_who_wrote_first_may_be_unknown(watch: Watch) -> None:
    one, two = fill(watch, 2)
    Post.objects.filter(pk=one).update(author_name="", author_key="", followers=None)
    found = topic_days.writers([one, two, 10**9])
    assert {post: (writer.name, writer.followers) for post, writer in found.items()} == {
        one: ("", None),
        two: ("路人", None),
    }
