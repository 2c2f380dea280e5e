"""The newer rules from posts in the store to alerts, live and looked back."""

from datetime import datetime, timedelta

from alerts.evaluate import evaluate
from alerts.velocity import AGES, REACHED
from domain.complaint_words import WordBook, read_change
from domain.hot import HotEntry, HotList
from domain.post import Channel
from domain.score import Complaint
from storage import complaint_words, hot
from storage.models import Alert, Post, Reading, Rollup
from tests.alerts.conftest import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def of(rule: str) -> Alert | None:
    return Alert.objects.filter(rule=rule).first()


def test_one_post_with_a_critical_word_is_enough_and_a_denial_is_none(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    staffed.write(now - 20 * MINUTE, negative=False, text="青鹭 没有信息泄露，大家放心")
    evaluate(now)
    assert of("critical_words") is None
    said = staffed.write(now - 10 * MINUTE, negative=True, text="青鹭不退押金，已经打了12315")
    evaluate(now)
    alert = of("critical_words")
    assert alert is not None
    assert alert.fingerprint == f"critical_words:{staffed.watch.pk}:law"
    assert "“12315”" in alert.title
    assert list(alert.evidence.values_list("post_id", flat=True)) == [said]


def test_a_word_that_people_added_counts_and_one_that_they_stopped_does_not(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    change = read_change(Complaint.LAW, "检察院", "12315", WordBook.CRITICAL)
    complaint_words.save(change, by="林晓", now=now, seen=0, book=WordBook.CRITICAL)
    staffed.write(now - 10 * MINUTE, negative=True, text="青鹭 12315 投诉无门")
    evaluate(now)
    assert of("critical_words") is None
    staffed.write(now - 9 * MINUTE, negative=True, text="青鹭的事检察院管不管")
    evaluate(now)
    assert of("critical_words") is not None


def test_a_title_on_the_hot_list_is_one_alert_until_it_leaves(staffed: World, now: datetime) -> None:
    def read(at: datetime, *entries: tuple[str, int]) -> None:
        rows = [
            HotEntry(list=HotList.SEARCH, title=title, read_at=at, rank=rank, heat=10_000) for title, rank in entries
        ]
        hot.keep(HotList.SEARCH, at, rows)

    read(now - 90 * MINUTE, ("青鹭出行崩了", 40), ("天气", 1))
    read(now - 10 * MINUTE, ("青鹭出行崩了", 9), ("天气", 1))
    evaluate(now)
    alert = of("hot_list")
    assert alert is not None
    assert "第 9 位" in alert.title
    assert alert.grade == 1
    assert "上升 31 位" in alert.reasons[1]["text"]
    assert Alert.objects.filter(rule="hot_list").count() == 1
    read(now + 5 * MINUTE, ("天气", 1))
    evaluate(now + 10 * MINUTE)
    assert evaluate(now + 70 * MINUTE).cleared == 1


def test_a_hot_list_that_is_no_longer_read_says_nothing_of_now(staffed: World, now: datetime) -> None:
    entry = HotEntry(list=HotList.SEARCH, title="青鹭出行崩了", read_at=now - 3 * HOUR, rank=3)
    hot.keep(HotList.SEARCH, now - 3 * HOUR, [entry])
    evaluate(now)
    assert of("hot_list") is None


def test_a_post_whose_reposts_grow_is_told_with_what_is_to_come(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    staffed.crawl(since=now - 9 * timedelta(days=1), until=now)
    post = staffed.write(now - 3 * HOUR, negative=True, reposts=10)
    for minutes, reposts in ((70, 80), (5, 370)):
        Reading.objects.create(post_id=post, read_at=now - minutes * MINUTE, reposts=reposts, comments=0, likes=0)
    Post.objects.filter(pk=post).update(reposts=370)
    evaluate(now)
    alert = of("single_post_spread")
    assert alert is not None
    growth = round(290 / (65 / 60))
    assert f"最近一小时增加 {growth}" in alert.reasons[1]["text"]
    assert alert.measures["reposts"] == 370
    assert "发布满一天时约有转发" in alert.reasons[-1]["text"]


def test_the_course_of_a_day_only_rises() -> None:
    assert list(AGES) == sorted(AGES)
    assert list(REACHED) == sorted(REACHED)
    assert REACHED[-1] == 1


def test_negative_posts_of_many_provinces_are_told_with_their_names(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    some = staffed.write_many([now - (5 + n) * 5 * MINUTE for n in range(12)], negative=True)
    places = ("广东", "北京", "上海", "四川", "湖北", "山东", "河南", "浙江", "江苏", "海外", "", "广东")
    for post, region in zip(some, places, strict=True):
        Post.objects.filter(pk=post).update(region=region)
    evaluate(now)
    alert = of("negative_surge")
    assert alert is not None
    (said,) = [reason["text"] for reason in alert.reasons if reason["text"].startswith("跨地域扩散：")]
    assert said.startswith("跨地域扩散：负面扩散到 9 个省份")
    assert of("region_spread") is None


def test_two_channels_that_rise_together_are_told_with_their_surge(staffed: World, now: datetime) -> None:
    staffed.watch.channels = ["weibo", "wechat"]
    staffed.watch.save()
    for channel in (Channel.WEIBO, Channel.WECHAT):
        staffed.ordinary_days(until=now, channel=channel)
        staffed.write_many([now - n * 4 * MINUTE for n in range(1, 31)], negative=True, channel=channel)
    evaluate(now)
    assert of("cross_channel") is None
    alert = of("negative_surge")
    assert alert is not None
    assert "跨平台扩散：微信、微博的负面同时升高，已跨平台扩散" in [reason["text"] for reason in alert.reasons]
    assert alert.measures["channels"] == 2


def test_a_word_that_nobody_used_before_is_told_and_an_old_one_is_not(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    staffed.write(now - timedelta(days=5), negative=False, keys=("客服",))
    at = [now - (20 + 25 * n) * MINUTE for n in range(24)]
    staffed.write_many(at, negative=False, keys=("涨价", "客服"))
    staffed.write_many(at[::4], negative=True, keys=("涨价",))
    evaluate(now)
    keys = set(Alert.objects.filter(rule="new_topic").values_list("fingerprint", flat=True))
    assert keys == {f"new_topic:{staffed.watch.pk}:涨价"}


def test_a_share_that_moves_without_a_surge_is_told(staffed: World, now: datetime) -> None:
    """Three negative posts an hour all the time; of 36, and in the last six hours of six."""
    end = int(now.timestamp()) // 3600 * 3600
    rows = []
    for hour in range(end - 9 * 24 * 3600, end, 3600):
        quiet = hour >= end - 6 * 3600
        for bucket in range(0, 12, 2 if quiet else 1):
            posts, negative = (1 if quiet else 3), int(bucket % 4 == 0)
            rows.append(
                Rollup(
                    watch=staffed.watch,
                    channel="weibo",
                    bucket=hour + bucket * 300,
                    posts=posts,
                    authors=posts,
                    negative=negative,
                    neutral=posts - negative,
                    positive=0,
                    engagement=0,
                )
            )
    Rollup.objects.bulk_create(rows)
    evaluate(now)
    alert = of("negative_share")
    assert alert is not None
    assert of("negative_surge") is None
    assert "平时为 9%" in alert.title
    assert "95% 区间" in alert.reasons[0]["text"]
