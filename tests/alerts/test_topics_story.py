"""Topics that rise become alerts under one name."""

from datetime import datetime, timedelta

import pytest

from alerts.evaluate import evaluate
from alerts.events import RisingKey, events
from domain.topic import Burst
from storage.models import Alert
from tests.alerts.conftest import World

MINUTE = timedelta(minutes=1)


def rising(topic: int, key: str, strength: float, authors: set[int]) -> RisingKey:
    burst = Burst(strength=strength, window_minutes=60, observed=9, expected=1.0, since=0, at=300)
    return RisingKey(topic=topic, key=key, burst=burst, authors=frozenset(authors))


def test_keys_of_the_same_people_are_one_event_under_the_strongest_key() -> None:
    found = events(
        [
            rising(1, "打不开", 6.0, {1, 2, 3, 4}),
            rising(2, "青鹭崩了", 9.0, {1, 2, 3, 4, 5}),
            rising(3, "优惠券", 7.0, {20, 21, 22}),
            rising(4, "退押金", 5.5, {4, 5, 6, 7, 8, 9, 10}),
        ],
        names=(),
    )
    assert [(event.lead.key, [each.key for each in event.others]) for event in found] == [
        ("青鹭崩了", ["打不开"]),
        ("优惠券", []),
        ("退押金", []),
    ]


def test_a_small_key_inside_a_large_one_belongs_to_it() -> None:
    (event,) = events([rising(1, "大", 8.0, set(range(100))), rising(2, "小", 5.0, set(range(6)))], names=())
    assert event.lead.key == "大"


def test_an_event_keeps_the_name_that_it_was_reported_under() -> None:
    keys = [rising(1, "青鹭崩了", 9.0, {1, 2, 3}), rising(2, "打不开", 6.0, {1, 2, 3})]
    (event,) = events(keys, names={"打不开"})
    assert event.lead.key == "打不开"
    assert [each.key for each in event.others] == ["青鹭崩了"]


@pytest.fixture
def talking(staffed: World, now: datetime) -> World:
    """Ordinary days, now and then a 客服, and an hour in which 24 people, five of them angry, say 崩了."""
    staffed.ordinary_days(until=now - timedelta(hours=1))
    hours = [now - timedelta(hours=12 * n + 2) for n in range(1, 15)]
    staffed.write_many(hours, negative=False, keys=("客服",))
    keys = ("崩了", "打不开", "客服")
    staffed.write_many([now - (2 * n + 1) * MINUTE for n in range(24) if n % 5], negative=False, keys=keys)
    staffed.write_many([now - (2 * n + 1) * MINUTE for n in range(0, 24, 5)], negative=True, keys=keys)
    return staffed


def test_an_hour_of_talk_becomes_one_alert_that_names_the_other_keys(talking: World, now: datetime) -> None:
    evaluate(now)
    alert = Alert.objects.get(rule="topic_burst")
    keys = {"崩了", "打不开", "客服"}
    lead = alert.fingerprint.removeprefix(f"topic_burst:{talking.watch.pk}:")
    assert lead in keys
    assert "内有 24 人谈论" in alert.title
    assert "其中负面 5 条" in alert.reasons[1]["text"]
    assert all(f"“{key}”" in alert.reasons[2]["text"] for key in keys - {lead})
    assert alert.evidence.count() == 20


def test_the_event_is_the_same_alert_five_minutes_later_whatever_is_strongest_then(
    talking: World, now: datetime
) -> None:
    evaluate(now)
    talking.write_many(
        [now + n * 10 * timedelta(seconds=1) for n in range(25)], negative=False, keys=("打不开", "退款")
    )
    evaluate(now + 5 * MINUTE)
    assert Alert.objects.filter(rule="topic_burst").count() <= 2
    assert Alert.objects.filter(rule="topic_burst", last_seen_at=now + 5 * MINUTE).exists()
    first = Alert.objects.filter(rule="topic_burst").order_by("pk")[0]
    assert first.last_seen_at == now + 5 * MINUTE


def test_praise_wakes_nobody(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    staffed.write_many([now - (2 * n + 1) * MINUTE for n in range(25)], negative=False, keys=("周年庆",))
    evaluate(now)
    assert not Alert.objects.exists()


def test_one_author_who_floods_is_not_a_topic(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    staffed.write_many([now - (2 * n + 1) * MINUTE for n in range(25)], negative=True, keys=("刷屏",), author="one")
    evaluate(now)
    assert not Alert.objects.filter(rule="topic_burst").exists()


def test_what_a_surge_speaks_of_is_told_with_the_surge_and_not_again(talking: World, now: datetime) -> None:
    talking.write_many([now - n * MINUTE for n in range(1, 40)], negative=True, keys=("崩了", "打不开"))
    evaluate(now)
    alert = Alert.objects.get(state="firing")
    assert alert.rule == "negative_surge"
    assert "主要在说：“崩了”（" in alert.reasons[-1]["text"] or "主要在说：“打不开”（" in alert.reasons[-1]["text"]
