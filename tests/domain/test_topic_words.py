"""What is said of a topic: the interval first, the unknown as unknown, and nothing of now that is long past."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain import topic_words
from domain.heat import Forecast
from domain.topic import Spread, Topic

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TOPIC = Topic(
    key=1,
    watch=1,
    title="云帆崩了",
    sentences=(),
    keywords=(),
    since=NOON - timedelta(hours=3),
    last_at=NOON,
    told_at=NOON,
    on=True,
    posts=10,
    negative=6,
    authors=9,
    first_post=None,
    spreaders=(),
    copied=0.64,
    spread=Spread.CONVERSATION,
    heat=None,
    forecasts=(Forecast(hours=6, low=40.7, middle=70.0, high=119.3),),
)


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        (40.7, 119.3, "未来 6 小时约新增 40–120 条（五次里有四次落在这个区间）"),
        (0.0, 0.4, "未来 6 小时约新增 0–1 条（五次里有四次落在这个区间）"),
        (1200.0, 34000.0, "未来 6 小时约新增 1,200–34,000 条（五次里有四次落在这个区间）"),
        (5.0, 5.0, "未来 6 小时约新增 5 条（五次里有四次落在这个区间）"),
    ],
)
def test_a_forecast_is_an_interval_that_is_never_narrower_than_what_was_foretold(
    low: float, high: float, says: str
) -> None:
    assert topic_words.foretold(Forecast(hours=6, low=low, middle=(low + high) / 2, high=high)) == says


def test_what_was_told_long_ago_says_nothing_of_now() -> None:
    later = NOON + timedelta(hours=2, minutes=1)
    assert topic_words.is_rising(TOPIC, NOON)
    assert topic_words.ahead(TOPIC, NOON) == TOPIC.forecasts
    assert topic_words.standing(TOPIC, NOON) == "仍在上升"
    assert not topic_words.is_rising(TOPIC, later)
    assert topic_words.ahead(TOPIC, later) == ()
    assert topic_words.standing(TOPIC, later) == "近况未知"
    assert topic_words.standing(replace(TOPIC, on=False), later) == "已不再上升"


def test_a_topic_without_a_post_in_three_hours_does_not_rise() -> None:
    silent = replace(TOPIC, last_at=NOON - timedelta(hours=3, minutes=1))
    assert not topic_words.is_rising(silent, NOON)
    assert topic_words.standing(silent, NOON) == "已不再上升"
    assert topic_words.is_rising(replace(TOPIC, last_at=NOON - timedelta(hours=3)), NOON)


def test_a_share_of_nothing_is_unknown() -> None:
    assert topic_words.share(TOPIC) == 0.6
    assert topic_words.share(replace(TOPIC, posts=0, negative=0)) is None
    assert not topic_words.is_bad(replace(TOPIC, posts=0, negative=0))
    assert not topic_words.is_bad(replace(TOPIC, negative=5))


def test_copies_are_a_suspicion_only_where_they_are_one() -> None:
    assert topic_words.copied(TOPIC) == "最大一组雷同帖文占 64%"
    assert topic_words.copied(replace(TOPIC, spread=Spread.COPIED)) == "疑似刷量/统一转发（最大一组雷同帖文占 64%）"
    assert topic_words.copied(replace(TOPIC, copied=None)) == "雷同帖文占比未知"
