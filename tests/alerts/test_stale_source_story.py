"""The search blocks, the bridge goes stale, the official interface is used up: each is told, each with its cure."""

from datetime import datetime, timedelta

import pytest

from alerts.evaluate import evaluate, evaluate_range
from domain.crawl import CrawlOutcome
from domain.day import day_of
from domain.refusal import Refusal
from domain.source import SourceKind, SourceState
from reports.daily import build
from reports.render.mail import report_mail
from storage import arrivals
from storage.models import Alert, Notice, Watch
from storage.source_states import source_states

pytestmark = pytest.mark.django_db
USED_UP = "45009：当日调用次数已用完（rid: 6789abcd）"


@pytest.fixture
def watch(db: None) -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭出行")


def lively(kind: SourceKind, name: str, now: datetime, watch: int | None, quiet: timedelta = timedelta()) -> int:
    """A source that brought three things on each of the last forty days, until it fell quiet."""
    key = arrivals.source(kind, f"place of {name}", name, now - timedelta(days=40), watch)
    for days in range(40, -1, -1):
        for hours in (9, 12, 15):
            at = now - timedelta(days=days, hours=hours)
            if at <= now - quiet:
                arrivals.arrived(key, [at], at + timedelta(minutes=20))
    return key


def answered(source: int, now: datetime) -> None:
    arrivals.asked(source, CrawlOutcome.EMPTY, "答复正常，与上次相同（304），没有新内容", now)


def test_three_gaps_stand_in_the_report_in_one_sentence_each(watch: Watch, now: datetime) -> None:
    search = lively(SourceKind.ARTICLES, "搜狗文章搜索", now, watch.pk)
    bridge = lively(SourceKind.FEED, "早报桥", now, watch.pk, quiet=timedelta(days=6))
    official = lively(SourceKind.OFFICIAL, "青鹭出行服务号", now, None)
    for source in (search, bridge, official):
        answered(source, now - timedelta(hours=4))
    captcha = Refusal.CAPTCHA.value
    arrivals.asked(search, CrawlOutcome.REFUSED, "微信文章搜索（状态码 302）要求人工验证", now, captcha)
    answered(bridge, now)
    arrivals.asked(official, CrawlOutcome.REFUSED, USED_UP, now, Refusal.RATE_LIMIT.value)
    lines = report_mail(build(day_of(now), now)).text.splitlines()
    names = ("搜狗文章搜索", "早报桥", "青鹭出行服务号")
    told = {name: line for name in names for line in lines if f"“{name}”" in line}
    assert [line.count("。") for line in told.values()] == [1, 1, 1]
    assert "自 2026年11月23日 05:30 起被拒绝（微信文章搜索（状态码 302）要求人工验证）" in told["搜狗文章搜索"]
    assert "不会代做验证" in told["搜狗文章搜索"]
    assert "自 2026年11月17日 00:30 起没有新内容（通常每天 3 篇" in told["早报桥"]
    assert "打开桥接的管理页" in told["早报桥"]
    assert "自 2026年11月23日 05:30 起被拒绝（45009：" in told["青鹭出行服务号"]
    assert "次日零点恢复" in told["青鹭出行服务号"]


def test_a_silent_bridge_raises_one_alert_and_clears_when_it_lives_again(watch: Watch, now: datetime) -> None:
    bridge = lively(SourceKind.FEED, "早报桥<b>\n伪造", now, None, quiet=timedelta(days=6))
    Watch.objects.create(name="云帆", any_words="云帆")
    answered(bridge, now)
    assert evaluate(now).raised == 1, "one matter, however many watches it serves"
    alert = Alert.objects.get()
    assert alert.rule == "stale_source"
    assert alert.title.startswith("桥接订阅“早报桥<b> 伪造”已 6 天")
    assert alert.watch is None
    assert alert.told
    assert evaluate(now + timedelta(minutes=5)).raised == 0
    later = now + timedelta(hours=1)
    arrivals.arrived(bridge, [later - timedelta(minutes=10)], later)
    answered(bridge, later)
    assert [one.state for one in source_states(later)] == [SourceState.NORMAL]
    assert evaluate(later).cleared == 1


def test_a_source_of_another_watch_is_told_with_that_watch(watch: Watch, now: datetime) -> None:
    other = Watch.objects.create(name="云帆", any_words="云帆")
    answered(lively(SourceKind.FEED, "云帆桥", now, other.pk, quiet=timedelta(days=6)), now)
    evaluate(now)
    assert Alert.objects.get().watch == other


def test_one_refusal_may_pass_and_two_hours_of_them_are_told(watch: Watch, now: datetime) -> None:
    official = lively(SourceKind.OFFICIAL, "青鹭出行服务号", now, None)
    answered(official, now)
    for minutes, raised in ((30, 0), (90, 0), (120, 1)):
        at = now + timedelta(minutes=minutes)
        arrivals.asked(official, CrawlOutcome.REFUSED, USED_UP, at, Refusal.RATE_LIMIT.value)
        assert evaluate(at).raised == raised
    assert "45009" in str(Alert.objects.get().reasons)


def test_old_articles_under_new_links_do_not_make_a_dead_bridge_look_alive(watch: Watch, now: datetime) -> None:
    bridge = lively(SourceKind.FEED, "早报桥", now, watch.pk, quiet=timedelta(days=6))
    arrivals.arrived(bridge, [now - timedelta(days=30)], now)
    answered(bridge, now)
    assert [one.state for one in source_states(now)] == [SourceState.STALE]


def test_a_look_back_says_nothing_of_sources_of_then(watch: Watch, now: datetime) -> None:
    answered(lively(SourceKind.FEED, "早报桥", now, watch.pk, quiet=timedelta(days=6)), now)
    evaluate_range(now - timedelta(hours=1), now, progress=lambda *_: None)
    assert not Alert.objects.exists()
    assert not Notice.objects.exists()


def test_a_report_of_a_day_long_over_says_nothing_of_how_sources_stand_today(watch: Watch, now: datetime) -> None:
    answered(lively(SourceKind.FEED, "早报桥", now, watch.pk, quiet=timedelta(days=6)), now)
    text = report_mail(build(day_of(now - timedelta(days=5)), now)).text
    assert "早报桥" not in text
