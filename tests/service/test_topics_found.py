"""Topics through the live path: stored, judged, found, told; whatever is late, lost or broken on the way."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from domain.post import Author, Channel, Post, PostKind, Reading
from domain.score import Noise, Polarity, Score
from domain.topic import Topic
from service.discovering import discover
from service.scoring import score_all
from storage import posts, scores, topics, watches
from storage.models import Discovery, TopicDue, TopicPost, Watch
from storage.models import Post as PostRow
from storage.models import Score as ScoreRow
from storage.models import Topic as TopicRow

pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)
START = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
TAG = "#青鹭出行崩了#"


def nobody(done: int, total: int | None) -> None:
    """Hears no progress."""


@pytest.fixture
def watch() -> int:
    return int(Watch.objects.create(name="青鹭出行", any_words="青鹭出行").pk)


def post(name: str, at: datetime, text: str, author: str, *, known: datetime | None = None) -> Post:
    return Post(
        channel=Channel.WEIBO,
        native_id=name,
        kind=PostKind.POST,
        text=text,
        published_at=at,
        collected_at=known or at,
        author=Author(key=author, name=f"用户{author}", followers=100),
        reading=Reading(reposts=1, comments=2, likes=3, reads=None, read_at=known or at),
    )


def judged(watch: int, some: Sequence[Post], *keys: str, now: datetime, noise: Noise | None = None) -> list[int]:
    """Store posts and their verdicts."""
    posts.store(some, watch=watch, now=now)
    rows = list(PostRow.objects.filter(native_id__in=[one.native_id for one in some]).values_list("pk", flat=True))
    verdict = Score(negativity=0.9, polarity=Polarity.NEGATIVE, words=(), keys=keys, model="m", noise=noise)
    scores.save([(row, verdict) for row in rows], now)
    return rows


def calm(watch: int) -> datetime:
    """For 13 hours seven people in a quarter say 客服, and discovery runs; gives the start of the next quarter."""
    at = START + 52 * QUARTER
    usual = [
        post(f"calm {number} {n}", START + number * QUARTER, "客服", f"c{n}") for number in range(52) for n in range(7)
    ]
    judged(watch, usual, "客服", now=at)
    run(at + timedelta(minutes=6))
    return at


def storm(watch: int, at: datetime, many: int = 30, *keys: str, name: str = "storm") -> list[int]:
    some = [
        post(f"{name} {n}", at + timedelta(seconds=n), f"{TAG}第{n}个人说转账一直失败，退款也不到账。", f"s{n}")
        for n in range(many)
    ]
    return judged(watch, some, *(keys or (TAG, "转账", "退款")), now=at)


def run(now: datetime, *, rebuild: bool = False) -> None:
    discover(watches.active(), now, nobody, rebuild=rebuild)


def told(now: datetime) -> list[Topic]:
    return topics.lately(now - timedelta(days=1))


def test_a_storm_becomes_a_topic_with_all_that_is_told_of_it(watch: int) -> None:
    at = calm(watch)
    rows = storm(watch, at)
    now = at + timedelta(minutes=25)
    run(now)
    (topic,) = told(now)
    assert topic.title == "青鹭出行崩了"
    assert (topic.posts, topic.negative, topic.authors) == (30, 30, 30)
    assert topic.on
    assert topic.first_post == min(rows)
    assert topic.sentences[0].post in rows
    assert "转账一直失败" in topic.sentences[0].text
    assert topic.spreaders[0].name.startswith("用户s")
    assert topic.heat is not None
    assert topic.heat.reach is not None
    assert [each.hours for each in topic.forecasts] == [6, 24]
    assert {TAG, "转账", "退款"} <= set(topic.keywords)
    assert topics.of_post(rows[0])[0].key == topic.key


def test_a_topic_keeps_its_key_and_a_late_post_still_finds_it(watch: int) -> None:
    at = calm(watch)
    storm(watch, at)
    run(at + timedelta(minutes=25))
    (before,) = told(at)
    later = at + timedelta(hours=5)
    late = [post("late", at + timedelta(minutes=3), f"{TAG}我也是", "late", known=later)]
    judged(watch, late, TAG, "转账", now=later)
    run(later + timedelta(minutes=25))
    (after,) = told(at)
    assert (after.key, after.posts) == (before.key, 31)
    assert not after.on
    assert after.title == before.title


def test_what_is_not_over_yet_waits_and_noise_does_not(watch: int) -> None:
    at = calm(watch)
    judged(watch, [post("ad", at, "广告", "ad")], TAG, now=at, noise=Noise.ADVERT)
    storm(watch, at)
    run(at + timedelta(minutes=19))
    assert told(at) == []
    assert TopicDue.objects.count() == 30
    run(at + timedelta(minutes=20))
    assert [topic.posts for topic in told(at)] == [30]
    assert TopicDue.objects.count() == 0


def test_a_broken_state_is_rebuilt_from_posts_and_the_topic_keeps_its_key(watch: int) -> None:
    at = calm(watch)
    storm(watch, at)
    run(at + timedelta(minutes=25))
    (before,) = told(at)
    Discovery.objects.update(body=b"topics 1\nrubbish")
    more = at + timedelta(minutes=30)
    storm(watch, more, 10, name="more")
    with capture_logs() as lines:
        run(more + timedelta(minutes=25))
    assert [line["log_level"] for line in lines] == ["warning"]
    (after,) = told(at)
    assert (after.key, after.posts) == (before.key, 40)
    assert TopicRow.objects.get(pk=after.key).number == 1


def test_rebuilding_changes_nothing_that_stands(watch: int) -> None:
    at = calm(watch)
    storm(watch, at)
    run(at + timedelta(minutes=25))
    before = told(at)
    homes = set(TopicPost.objects.values_list("topic_id", "post_id"))
    run(at + timedelta(minutes=25), rebuild=True)
    assert told(at) == before
    assert set(TopicPost.objects.values_list("topic_id", "post_id")) == homes


def test_two_topics_that_turn_out_to_be_one_are_one_and_the_old_link_still_leads_there(watch: int) -> None:
    at = calm(watch)
    storm(watch, at, 30, "#青鹭出行崩了#", name="one")
    storm(watch, at, 30, "转账失败", name="other")
    run(at + timedelta(minutes=25))
    older, younger = sorted(told(at), key=lambda topic: topic.key)
    for quarter in range(1, 5):
        storm(watch, at + quarter * QUARTER, 40, "#青鹭出行崩了#", "转账失败", name=f"both {quarter}")
        run(at + quarter * QUARTER + timedelta(minutes=25))
    (one,) = told(at)
    assert one.key == older.key
    assert one.posts == 220
    assert topics.one(younger.key).key == older.key


def test_posts_of_1970_and_of_the_future_and_a_channel_a_day_late_make_no_topic(watch: int) -> None:
    at = calm(watch)
    odd = [post(f"1970 {n}", datetime(1970, 1, 2, tzinfo=UTC), "旧", f"o{n}", known=at) for n in range(30)]
    judged(watch, odd, "旧闻", now=at)
    late = [post(f"d {n}", at - timedelta(hours=2 + n % 22), "迟", f"d{n}", known=at) for n in range(240)]
    judged(watch, late, "迟到", now=at)
    run(at + timedelta(minutes=25))
    assert told(at) == []
    ahead = [post(f"2099 {n}", at + timedelta(days=9_000), f"{TAG}转账", f"f{n}", known=at) for n in range(30)]
    judged(watch, ahead, TAG, now=at)
    later = at + timedelta(hours=1)
    run(later)
    assert all(topic.last_at <= later for topic in topics.lately(START))


def test_an_edited_post_stays_in_its_topic_and_counts_once(watch: int) -> None:
    at = calm(watch)
    storm(watch, at)
    run(at + timedelta(minutes=25))
    edited = post("storm 0", at, "我改口了，一切都好", "s0", known=at + timedelta(minutes=30))
    judged(watch, [edited], "一切", now=at + timedelta(minutes=30))
    run(at + timedelta(minutes=55))
    assert [topic.posts for topic in told(at)] == [30]


def test_a_watch_whose_word_is_in_everything_finds_what_is_new_in_it(watch: int) -> None:
    Watch.objects.update(any_words="的")
    at = calm(watch)
    everybody = [post(f"的 {n}", at, "客服的的的", f"e{n}") for n in range(9)]
    judged(watch, everybody, "客服", now=at)
    storm(watch, at)
    run(at + timedelta(minutes=25))
    assert [topic.title for topic in told(at)] == ["青鹭出行崩了"]


def test_ten_thousand_hashtags_in_a_post_are_six_keys_and_no_topic(watch: int) -> None:
    at = calm(watch)
    flood = post("flood", at, "".join(f"#话题第{n}号#" for n in range(10_000)), "f")
    posts.store([flood], watch=watch, now=at)
    score_all(nobody, workers=1)
    run(at + timedelta(minutes=25))
    assert len(ScoreRow.objects.get(post__native_id="flood").topic_keys or ()) <= 6
    assert told(at) == []


def test_nothing_stored_is_nothing_found(watch: int) -> None:
    run(START)
    assert not Discovery.objects.exists()
