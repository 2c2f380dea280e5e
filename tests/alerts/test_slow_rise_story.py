"""What grows over a day is told, live and looked back, and not told again beside a surge."""

import random
from datetime import datetime, timedelta

import pytest

from alerts.evaluate import evaluate, evaluate_range
from domain.day import bucket_of
from storage.models import Alert, Rollup
from tests.alerts.conftest import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RULE, PER_HOUR = "slow_rise", 4


def usual(world: World, until: datetime) -> None:
    """Ten days with four negative posts an hour as chance has it, as roll-ups only."""
    chance = random.Random(3)
    buckets = [bucket_of(until) - n * 300 for n in range(1, 10 * 24 * 12 + 1)]
    Rollup.objects.bulk_create(
        Rollup(
            watch=world.watch,
            channel="weibo",
            bucket=bucket,
            posts=many,
            authors=many,
            negative=many,
            neutral=0,
            positive=0,
            engagement=0,
        )
        for bucket in buckets
        if (many := sum(chance.random() < PER_HOUR / 36 for _ in range(3)))
    )


def growing(world: World, since: datetime, hours: int) -> None:
    """As many as ever in the first hour, and more and more, until there are three and a half times as many."""
    chance = random.Random(4)
    minutes = [since + n * MINUTE for n in range(hours * 60)]
    world.write_many(
        [at for n, at in enumerate(minutes) if chance.random() < PER_HOUR / 60 * (1 + 2.5 * n / len(minutes))],
        negative=True,
    )


@pytest.fixture
def warming(staffed: World, now: datetime) -> World:
    whole = now.replace(minute=0)
    usual(staffed, whole - 48 * HOUR)
    growing(staffed, whole - 48 * HOUR, 48)
    return staffed


def test_a_rise_over_a_day_is_told_with_both_figures(warming: World, now: datetime) -> None:
    evaluate(now)
    alert = Alert.objects.get()
    assert alert.rule == RULE
    assert "小时内负面缓慢升温，约为平时的 2" in alert.title
    assert "前 7 天同一时段通常为" in alert.reasons[0]["text"]
    assert alert.reasons[0]["observed"] > 1.5 * alert.reasons[0]["expected"]
    assert alert.measures["negative_per_hour"] is not None
    assert alert.evidence.count() == 20


def test_the_look_back_finds_it_when_it_was_found(warming: World, now: datetime) -> None:
    at = now - 6 * HOUR
    while at <= now:
        evaluate(at, tell=False)
        at += 30 * MINUTE
    lived = list(Alert.objects.filter(rule=RULE).values_list("since", "detected_at", "grade"))
    Alert.objects.all().delete()
    evaluate_range(now - 6 * HOUR, now, progress=lambda done, total: None)
    assert len(lived) == 1
    assert list(Alert.objects.filter(rule=RULE).values_list("since", "detected_at", "grade")) == lived


def test_what_a_surge_told_is_not_told_as_a_slow_rise_after_it(staffed: World, now: datetime) -> None:
    whole = now.replace(minute=0)
    usual(staffed, whole)
    staffed.surge(120, until=whole - 5 * HOUR, minutes=100)
    evaluate_range(whole - 8 * HOUR, now, progress=lambda done, total: None)
    assert set(Alert.objects.values_list("rule", flat=True)) == {"negative_surge"}


def test_six_days_are_needed_before_anything_is_said(warming: World, now: datetime) -> None:
    Rollup.objects.filter(bucket__lt=bucket_of(now - 6 * DAY)).delete()
    evaluate(now)
    assert not Alert.objects.filter(rule=RULE).exists()


def test_an_ordinary_day_is_none(staffed: World, now: datetime) -> None:
    usual(staffed, now.replace(minute=0))
    evaluate_range(now - DAY, now, progress=lambda done, total: None)
    assert not Alert.objects.exists()
