"""Weeks of scores are counted when they are over; the one that leaves its past is told to people."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.drifting import drifts_of
from alerts.evidence import Evidence
from alerts.rules.model_drift import MODEL_DRIFT
from domain.post import Author, Channel, Post, PostKind
from domain.score import Polarity, Score
from domain.watch import Watch as WatchNoun
from storage import posts, score_weeks, scores
from storage.models import Post as PostRow
from storage.models import Watch
from storage.score_weeks import WeekRow

MONDAY = date(2026, 11, 16)
USUAL, ODD = (400, 200, 100, 80, 70, 60, 40, 20, 20, 10), (100,) * 10
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def a_week(ago: int, bins: tuple[int, ...] = USUAL, unheard: float | None = 0.05, model: str = "m") -> WeekRow:
    monday = MONDAY - timedelta(weeks=ago)
    return WeekRow(watch=7, channel=Channel.WEIBO, monday=monday, model=model, bins=bins, unheard=unheard)


PAST = [a_week(ago) for ago in range(6, 0, -1)]


def test_the_finding_names_the_week_both_figures_and_the_cure() -> None:
    facts = drifts_of(7, [*PAST, a_week(0, ODD, 0.21)], NOW)
    (finding,) = MODEL_DRIFT.find(Evidence(watch=WatchNoun(key=7, name="青鹭出行"), drifts=facts), NOW)
    text = "\n".join(reason.text for reason in finding.reasons)
    assert "2026年11月16日起的一周" in text
    assert "占 21.0%，以往最多占 5.0%" in text
    assert "yuqing train" in text
    assert "微博的情感判定偏离以往" in finding.title


@pytest.mark.parametrize(
    ("weeks", "watch", "now"),
    [
        ([*PAST, a_week(0)], 7, NOW),
        ([*PAST, a_week(0, ODD)], 8, NOW),
        ([*PAST, a_week(0, ODD)], 7, NOW - timedelta(days=1)),
        ([*PAST, a_week(0, ODD)], 7, NOW + timedelta(days=9)),
        ([*PAST, a_week(0, ODD, model="m2")], 7, NOW),
    ],
    ids=["usual", "another watch", "the week is not over", "long ago", "another model"],
)
def test_otherwise_it_is_quiet(weeks: list[WeekRow], watch: int, now: datetime) -> None:
    assert drifts_of(watch, weeks, now) == ()


@pytest.mark.django_db
def test_a_week_is_counted_by_tenths_and_written_once() -> None:
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭出行")
    monday_in_china = datetime(2026, 11, 15, 16, 0, tzinfo=UTC)
    moments = [monday_in_china - timedelta(seconds=1), *(monday_in_china + timedelta(hours=hour) for hour in range(11))]
    some = [
        Post(
            channel=Channel.WEIBO,
            native_id=str(place),
            kind=PostKind.POST,
            text=f"青鹭出行 {place}",
            published_at=at,
            collected_at=NOW,
            author=Author(key="u"),
        )
        for place, at in enumerate(moments)
    ]
    posts.store(some, watch=watch.pk, now=NOW)
    rows = {int(row.native_id): row.pk for row in PostRow.objects.all()}
    values = [0.5, 0.0, 0.05, 0.1, 0.3, 0.7, 0.99, 1.0, 1.0, None, 0.3, 0.3]
    given = [
        (rows[place], Score(negativity=value, polarity=Polarity.NEUTRAL, words=(), keys=(), model="m"))
        for place, value in enumerate(values)
    ]
    scores.save(given, NOW)
    bins = score_weeks.counted(watch.pk, Channel.WEIBO, MONDAY, "m")
    assert bins == (2, 1, 0, 3, 0, 0, 0, 1, 0, 3)
    assert score_weeks.counted(watch.pk, Channel.WEIBO, MONDAY, "another") == (0,) * 10
    assert len(score_weeks.sample(watch.pk, Channel.WEIBO, MONDAY, 5)) == 5
    for unheard in (None, 0.1):
        week = WeekRow(watch=watch.pk, channel=Channel.WEIBO, monday=MONDAY, model="m", bins=bins, unheard=unheard)
        score_weeks.keep(week)
    (kept,) = score_weeks.since([watch.pk], MONDAY)
    assert (kept.bins, kept.unheard) == (bins, 0.1)
