"""Once a week is over, how its scores were spread is written down, once."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.sentiment.unheard import unheard_share
from analysis.sentiment.weights import read_weights
from domain.post import Author, Channel, Post, PostKind
from service.drifting import count_weeks
from service.scoring import score_all
from storage import posts
from storage.models import ScoreWeek, Watch

MONDAY = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)


def nobody(done: int, total: int | None) -> None:
    """Hears no progress."""


@pytest.mark.django_db
def test_the_last_whole_week_is_counted_once_with_its_unheard_words() -> None:
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭出行")
    some = [
        Post(
            channel=Channel.WEIBO,
            native_id=str(number),
            kind=PostKind.POST,
            text=f"青鹭出行今天的客服很好，第{number}次" if number else "青鹭出行",
            published_at=MONDAY - timedelta(days=3, minutes=number),
            collected_at=MONDAY,
            author=Author(key=f"u{number}"),
        )
        for number in range(30)
    ]
    posts.store(some, watch=watch.pk, now=MONDAY)
    assert count_weeks(MONDAY) == 0
    score_all(nobody)
    assert count_weeks(MONDAY) == 1
    assert count_weeks(MONDAY) == 0
    week = ScoreWeek.objects.get()
    assert (week.monday.isoformat(), sum(week.bins)) == ("2026-11-16", 29)
    assert week.unheard is not None
    assert week.unheard < 0.1


def test_words_that_nobody_taught_are_counted_and_signs_are_not() -> None:
    rows = [["客服", "很", "好", "，", "1"], ["嘎啵嘎啵", "青鹭"]]
    assert unheard_share(read_weights(), rows, frozenset({"青鹭"})) == 0.25
    assert unheard_share(read_weights(), [["，"], []]) is None
