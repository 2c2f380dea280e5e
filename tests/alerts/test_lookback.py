"""A past time looked at again, and what the crawls of it covered."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from alerts.channels import logs
from alerts.coverage import gap_sentences, holes, merged, shares
from alerts.evaluate import evaluate, evaluate_range
from alerts.evidence import ChannelFacts, CrawlFact
from alerts.lookback import Lookback
from alerts.matters import Found
from alerts.rulebook import Rulebook
from alerts.rules import RULES
from domain.alert import Finding, Grade, Proposal
from domain.crawl import CrawlOutcome
from domain.post import Channel
from storage.models import Alert, AlertPost, Baseline, Notice, Transition
from tests.alerts.conftest import World

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
Progress = Callable[[int, int], None]


@pytest.fixture
def week(staffed: World, now: datetime) -> World:
    """Nine days, with a surge that ended ten hours ago and grew on the way."""
    staffed.ordinary_days(until=now, days=9)
    staffed.surge(30, until=now - 11 * HOUR)
    staffed.surge(150, until=now - 10 * HOUR, minutes=20, reposts=600)
    return staffed


def test_a_past_surge_is_found_at_its_time_graded_and_told_to_nobody(
    week: World, now: datetime, steps: Progress
) -> None:
    found = evaluate_range(now - 14 * HOUR, now, progress=steps)
    assert (found.raised, found.cleared) == (1, 1)
    alert = Alert.objects.get()
    assert alert.rule == "negative_surge"
    assert now - 12 * HOUR < alert.detected_at < now - 11 * HOUR
    assert (alert.state, alert.told) == ("cleared", False)
    assert alert.ended_at is not None
    assert now - 8 * HOUR < alert.ended_at < now - 4 * HOUR
    assert alert.grade == 2
    assert Transition.objects.filter(alert=alert, what="grade").exists()
    assert AlertPost.objects.filter(alert=alert).count() == 20
    assert not Notice.objects.exists()


def test_looking_twice_stores_nothing_twice(week: World, now: datetime) -> None:
    def ignore(done: int, total: int) -> None: ...

    evaluate_range(now - 14 * HOUR, now, progress=ignore)
    rows = Transition.objects.count(), Baseline.objects.count()
    assert evaluate_range(now - 14 * HOUR, now, progress=ignore).raised == 0
    assert (Transition.objects.count(), Baseline.objects.count()) == rows
    assert Alert.objects.count() == 1


def test_every_hour_of_the_time_gets_its_baseline(week: World, now: datetime, steps: Progress) -> None:
    evaluate_range(now - 14 * HOUR, now, progress=steps)
    hours = list(Baseline.objects.order_by("bucket").values_list("bucket", flat=True))
    assert len(hours) == 15
    assert all(hour % 3600 == 0 for hour in hours)


def test_what_is_still_on_at_the_end_is_told_only_if_asked_for(staffed: World, now: datetime, steps: Progress) -> None:
    staffed.ordinary_days(until=now, days=8)
    staffed.surge(40, until=now)
    evaluate_range(now - 3 * HOUR, now, tell=True, progress=steps)
    alert = Alert.objects.get()
    assert (alert.state, alert.told) == ("firing", True)
    assert alert.detected_at < now
    assert Notice.objects.get().created_at == now
    assert evaluate(now + 5 * MINUTE).updated == 1
    assert Notice.objects.count() == 1


def test_live_and_look_back_find_the_same_surge_at_the_same_moment(
    staffed: World, now: datetime, steps: Progress
) -> None:
    staffed.ordinary_days(until=now, days=8)
    staffed.surge(40, until=now)
    evaluate(now, tell=False)
    live = Alert.objects.values_list("fingerprint", "title", "grade", "since", "reasons").get()
    Alert.objects.all().delete()
    evaluate_range(now, now, progress=steps)
    assert Alert.objects.values_list("fingerprint", "title", "grade", "since", "reasons").get() == live


def test_a_crawled_watch_whose_crawls_stopped_is_silent_not_calm(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - 2 * HOUR)
    staffed.crawl(since=now - timedelta(days=9), until=now - 2 * HOUR)
    evaluate(now)
    alert = Alert.objects.get()
    assert alert.rule == "silent_channel"
    assert "采集停止" in alert.title
    assert alert.coverage == ["微博：采集没有跟上，自 2026年11月23日 07:30 起没有数据"]
    staffed.crawl(since=now - 2 * HOUR, until=now + 5 * MINUTE)
    assert evaluate(now + 6 * MINUTE).updated == 0
    staffed.crawl(since=now, until=now + 28 * MINUTE)
    assert evaluate(now + 29 * MINUTE).cleared == 0
    assert evaluate(now + 31 * MINUTE).cleared == 1


def test_while_nothing_is_collected_a_surge_is_not_said_to_be_over(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - HOUR)
    staffed.surge(30, until=now)
    staffed.crawl(since=now - timedelta(days=9), until=now)
    evaluate(now)
    assert evaluate(now + 9 * HOUR).cleared == 0
    assert Alert.objects.get(rule="negative_surge").state == "firing"


def test_missing_hours_do_not_teach_that_it_is_quiet(staffed: World, now: datetime) -> None:
    """The same posts: with the night not collected, the morning is measured against days, not against nothing."""
    staffed.ordinary_days(until=now - 10 * HOUR)
    staffed.crawl(since=now - timedelta(days=9), until=now - 10 * HOUR)
    staffed.crawl(since=now - HOUR, until=now)
    staffed.write_many([now - n * 10 * MINUTE for n in range(1, 6)], negative=False)
    evaluate(now)
    assert not Alert.objects.filter(rule="negative_surge").exists()
    hole = "微博：2026年11月23日 06:30 至 2026年11月23日 08:30 没有采集到"
    assert all(alert.coverage == [hole] for alert in Alert.objects.all())


def test_the_share_of_a_bucket_that_was_collected() -> None:
    assert shares([], 0, 3).tolist() == [0, 0, 0]
    assert shares([(0, 900)], 0, 3).tolist() == [1, 1, 1]
    assert np.allclose(shares([(150, 450), (400, 600), (750, 10_000)], 0, 4), [0.5, 1, 0.5, 1])
    assert np.allclose(shares([(-900, 30)], 0, 2), [0.1, 0])


def test_windows_that_touch_are_one_and_empty_ones_are_none() -> None:
    assert merged([(5, 9), (0, 5), (20, 20), (30, 40), (31, 33)]) == [(0, 9), (30, 40)]


def test_holes_shorter_than_ten_minutes_and_the_open_end_are_not_holes() -> None:
    assert holes([(0, 1000), (1500, 2000), (2600, 3000)], 0, 9000) == [(2000, 2600)]
    assert holes([(700, 3000)], 0, 3000) == [(0, 700)]


def test_what_is_missing_is_said_in_one_sentence_each() -> None:
    now = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    facts = ChannelFacts(
        channel=Channel.WECHAT,
        interval=10 * MINUTE,
        first_crawl_at=now - timedelta(days=1),
        covered_until=None,
        crawls=(CrawlFact(outcome=CrawlOutcome.REFUSED, reason="403", ended_at=now - MINUTE),),
        volumes=(),
    )
    assert gap_sentences(facts, [], now) == ("微信：被平台拒绝，自 2026年11月22日 09:30 开始采集以来没有完整数据",)


def test_the_log_of_a_channel_knows_how_it_stood_at_any_moment(staffed: World, now: datetime) -> None:
    staffed.crawl(since=now - 3 * HOUR, until=now - 2 * HOUR)
    staffed.crawl(since=now - 2 * HOUR, until=now - HOUR, outcome=CrawlOutcome.REFUSED)
    staffed.crawl(since=now - 2 * HOUR, until=now)
    pair = staffed.watch.pk, Channel.WEIBO
    log = logs([pair], now - 90 * MINUTE, now)[pair]
    assert log.at(now - 150 * MINUTE) == ((), None)
    newest, covered = log.at(now - 30 * MINUTE)
    assert ([each.outcome for each in newest], covered) == (
        [CrawlOutcome.REFUSED, CrawlOutcome.COMPLETE],
        now - 2 * HOUR,
    )
    assert log.at(now)[1] == now


def test_a_matter_that_becomes_graver_goes_on_since_when_it_began(now: datetime) -> None:
    lookback = Lookback(book=Rulebook(settings=tuple(rule.defaults() for rule in RULES)))
    for step, grade in enumerate((Grade.FOUR, Grade.TWO)):
        at = now + step * HOUR
        finding = Finding(rule="loud_author", watch=1, fingerprint="loud", title="大号", since=at, reasons=())
        lookback.see(Found(finding=finding, proposal=Proposal(grade=grade, reasons=(), standard=1)), at)
    (past,) = lookback.still_on()
    assert (past.finding.since, past.detected_at, past.proposal.grade) == (now, now, Grade.TWO)
