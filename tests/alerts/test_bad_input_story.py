"""Input that nobody meant, through store, verdicts and rules: no alarm of it, no crash, nothing told twice."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from alerts.evaluate import evaluate
from domain.day import bucket_of
from domain.post import Author, Channel, Post, PostKind, Reading
from service.scoring import score_all
from storage import posts
from storage.models import Alert, KeywordPost, Notice, Rollup, Watch
from tests.alerts.conftest import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANGRY = "青鹭出行又崩了，打不开还扣钱，气死我了"


def arrive(world: World, moments: Sequence[datetime], collected: datetime, text: str = ANGRY) -> None:
    """Posts as a crawl brings them, with the verdicts of the real pipeline."""
    written = []
    for at in moments:
        world.made += 1
        written.append(
            Post(
                channel=Channel.WEIBO,
                native_id=f"bad-{world.made}",
                kind=PostKind.POST,
                text=f"{text} {world.made * 7919 % 10_007}",
                published_at=at,
                collected_at=collected,
                author=Author(key=f"bad-{world.made}", name=f"路人{world.made}", followers=100),
                reading=Reading(read_at=collected, reposts=0, comments=0, likes=0),
            )
        )
    posts.store(written, watch=world.watch.pk, now=collected)
    score_all(lambda done, total: None)


def told() -> list[tuple[str, str]]:
    return sorted(Alert.objects.values_list("rule", "state"))


@pytest.fixture
def crawled(staffed: World, now: datetime) -> World:
    """Nine ordinary days, crawled without a gap until now."""
    staffed.ordinary_days(until=now, days=9)
    staffed.crawl(since=now - 9 * DAY, until=now)
    return staffed


@pytest.mark.parametrize("when", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2027, 11, 23, tzinfo=UTC)])
def test_posts_of_impossible_times_pass_the_whole_way_and_alarm_nobody(
    crawled: World, now: datetime, when: datetime
) -> None:
    arrive(crawled, [when + n * MINUTE for n in range(60)], now)
    assert Rollup.objects.filter(bucket__gte=bucket_of(when), bucket__lt=bucket_of(when + 2 * HOUR)).exists()
    evaluate(now)
    evaluate(now + 5 * MINUTE)
    assert told() == []


def test_posts_of_an_hour_ahead_are_told_once_their_hour_has_come(crawled: World, now: datetime) -> None:
    arrive(crawled, [now + HOUR + n * MINUTE for n in range(30)], now)
    assert evaluate(now).raised == 0
    crawled.crawl(since=now, until=now + 90 * MINUTE)
    evaluate(now + 90 * MINUTE)
    evaluate(now + 95 * MINUTE)
    assert told() == [("negative_surge", "firing")]


def test_a_clock_that_jumps_forth_and_back_tells_nothing_twice(crawled: World, now: datetime) -> None:
    arrive(crawled, [now - n * MINUTE for n in range(1, 31)], now)
    evaluate(now)
    first = Alert.objects.get(rule="negative_surge")
    mails = Notice.objects.count()
    evaluate(now + 2 * HOUR)
    evaluate(now)
    evaluate(now - 10 * MINUTE)
    evaluate(now + 5 * MINUTE)
    surges = Alert.objects.filter(rule="negative_surge")
    assert [alert.pk for alert in surges] == [first.pk]
    assert surges.get().last_seen_at >= now
    assert Notice.objects.filter(alert=first, stage="fired").count() == mails


def test_a_clock_that_jumps_back_over_days_and_years_breaks_nothing(crawled: World, now: datetime) -> None:
    arrive(crawled, [now - n * MINUTE for n in range(1, 31)], now)
    for at in (now, now - 3 * DAY, now - 400 * DAY, now + 5 * MINUTE):
        evaluate(at)
    assert Alert.objects.filter(rule="negative_surge").count() == 1


def test_a_channel_that_comes_a_day_late_corrects_the_past_and_alarms_of_nothing_long_over(
    staffed: World, now: datetime
) -> None:
    """Yesterday's outage arrives today in one piece: it is counted, and told only as a new topic of the day."""
    staffed.ordinary_days(until=now - DAY, days=9)
    staffed.crawl(since=now - 10 * DAY, until=now - DAY)
    outage = now - 22 * HOUR
    staffed.crawl(since=now - DAY, until=now)
    arrive(staffed, [now - DAY + 20 * n * MINUTE for n in range(70)], now, text="骑青鹭的车去上班，天气很好")
    arrive(staffed, [outage + n * MINUTE for n in range(40)], now)
    counted = Rollup.objects.filter(bucket__gte=bucket_of(outage), bucket__lt=bucket_of(outage + HOUR))
    assert sum(counted.values_list("negative", flat=True)) >= 30
    for step in range(4):
        evaluate(now + step * 5 * MINUTE)
    assert Alert.objects.filter(rule="negative_surge").count() == 0
    assert told() == [("new_topic", "firing")]
    assert Notice.objects.count() == 1


def test_the_same_late_day_once_more_changes_nothing(crawled: World, now: datetime) -> None:
    arrive(crawled, [now - 3 * HOUR + n * MINUTE for n in range(170)], now)
    evaluate(now)
    before, mails = told(), Notice.objects.count()
    counted = list(Rollup.objects.order_by("bucket").values_list("bucket", "posts", "negative"))
    crawled.made = 0
    arrive(crawled, [now - 3 * HOUR + n * MINUTE for n in range(170)], now + MINUTE)
    evaluate(now + 5 * MINUTE)
    assert (told(), Notice.objects.count()) == (before, mails)
    assert list(Rollup.objects.order_by("bucket").values_list("bucket", "posts", "negative")) == counted


def test_a_watch_whose_word_is_de_is_judged_as_any_other(crawled: World, now: datetime) -> None:
    """Everything anybody writes mentions it; it is no topic, no critical word, and a surge of it is still a surge."""
    crawled.watch = Watch.objects.create(name="的", any_words="的", channels=["weibo"])
    crawled.ordinary_days(until=now, days=9)
    crawled.crawl(since=now - 9 * DAY, until=now)
    arrive(crawled, [now - n * MINUTE for n in range(1, 31)], now, text="他们的客服真的太差了，我的钱扣了不退")
    evaluate(now)
    evaluate(now + 5 * MINUTE)
    assert ("negative_surge", "firing") in told()
    assert Alert.objects.filter(watch=crawled.watch, fingerprint__endswith=":的").count() == 0


def test_ten_thousand_hashtags_in_one_post_are_no_topic_and_no_alarm(crawled: World, now: datetime) -> None:
    tags = "".join(f"#青鹭话题{n}#" for n in range(10_000))
    arrive(crawled, [now - 10 * MINUTE], now, text=f"青鹭出行崩了 {tags}")
    evaluate(now)
    assert told() == []
    assert KeywordPost.objects.count() <= 100
    arrive(crawled, [now - n * MINUTE for n in range(1, 31)], now)
    evaluate(now + 5 * MINUTE)
    assert ("negative_surge", "firing") in told()
