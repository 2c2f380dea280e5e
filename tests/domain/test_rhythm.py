"""What of a source's past is learnt, and when its silence is too long."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from domain.crawl import CrawlOutcome
from domain.day import HOUR_SECONDS, hour_start
from domain.rhythm import Rhythm, learn
from domain.source import Source, SourceKind, SourceState
from domain.source_state import standing

MONDAY = datetime(2026, 9, 27, 16, tzinfo=UTC)
"""Monday 2026-09-28 0:00 in China."""
ODDS = 1000


def mornings(weeks: int, hour: int = 9, days: int = 5) -> list[tuple[int, int]]:
    """Four articles at one hour of every working day."""
    first = int(MONDAY.timestamp())
    return [(first + (24 * (7 * week + day) + hour) * HOUR_SECONDS, 4) for week in range(weeks) for day in range(days)]


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def a_source(**more: object) -> Source:
    told: dict[str, object] = {
        "key": 1,
        "kind": SourceKind.FEED,
        "place": "p",
        "name": "桥",
        "watch": None,
        "since": MONDAY,
        "received_at": at(53.4),
        "newest_at": at(53.4),
        "asked_at": at(53.5),
        "outcome": CrawlOutcome.EMPTY,
        "reason": "",
        "refusal": "",
    }
    return Source(**{**told, **more})  # type: ignore[arg-type]


def known(weeks: int = 8) -> Rhythm:
    rhythm = learn(mornings(weeks))
    assert rhythm is not None
    return rhythm


def state(now: datetime, **more: object) -> SourceState:
    return standing(a_source(**{"asked_at": now, **more}), known(), ODDS, now).state


def test_a_weekend_is_no_silence_for_a_paper_of_working_days() -> None:
    friday = at(53 - 1 + 9.5 / 24)
    assert state(at(54.5), newest_at=friday) is SourceState.NORMAL
    assert state(at(56 + 8.5 / 24), newest_at=friday) is SourceState.NORMAL


def test_a_few_missed_mornings_are_told() -> None:
    friday = at(53 - 1 + 9.5 / 24)
    days = next(days for days in range(60) if state(at(53 + days), newest_at=friday) is SourceState.STALE)
    assert 4 <= days <= 7


def test_the_hours_and_the_count_are_said_as_people_say_them() -> None:
    told = standing(a_source(), known(), ODDS, at(53.5))
    assert told.usual == "通常每天 4 篇，多在 9–10 时"


def test_a_source_of_twice_a_week_is_told_by_the_week() -> None:
    hours = [hour for hour in mornings(8) if (hour[0] // (24 * HOUR_SECONDS)) % 7 in {0, 4}]
    rhythm = learn(hours)
    assert rhythm is not None
    assert rhythm.weekly
    assert "每周" in standing(a_source(), rhythm, ODDS, at(53.5)).usual


@pytest.mark.parametrize(
    "hours", [[], mornings(1)[:7], [(hour, 1) for hour in range(0, 20 * HOUR_SECONDS, HOUR_SECONDS)]]
)
def test_too_little_past_teaches_nothing(hours: list[tuple[int, int]]) -> None:
    assert learn(hours) is None
    told = standing(a_source(), learn(hours), ODDS, at(90))
    assert (told.state, told.usual) == (SourceState.UNKNOWN, "未知")
    assert "记录还太少" in told.cure


def test_what_a_person_expects_stands_over_what_was_learnt() -> None:
    friday = at(53 - 1 + 9.5 / 24)
    assert state(at(54.5), newest_at=friday, expect_hours=24) is SourceState.STALE
    assert state(at(70), newest_at=friday, expect_hours=24 * 30) is SourceState.NORMAL
    assert standing(a_source(newest_at=None, expect_hours=5, asked_at=None), None, ODDS, at(1)).state is (
        SourceState.STALE
    )


def test_silence_is_known_only_up_to_when_we_last_asked() -> None:
    friday = at(53 - 1 + 9.5 / 24)
    assert state(at(70), newest_at=friday, asked_at=at(53.5)) is SourceState.NORMAL


def test_a_source_that_is_usually_late_gets_that_much_longer() -> None:
    friday = at(53 - 1 + 9.5 / 24)
    stale = next(day for day in range(53, 80) if state(at(day), newest_at=friday) is SourceState.STALE)
    assert state(at(stale), newest_at=friday, late=timedelta(days=2)) is SourceState.NORMAL


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        (CrawlOutcome.REFUSED, SourceState.REFUSED),
        (CrawlOutcome.EXPIRED_SESSION, SourceState.UNAUTHORISED),
        (CrawlOutcome.CHANGED_LAYOUT, SourceState.CHANGED),
        (CrawlOutcome.FAILED, SourceState.NO_ANSWER),
    ],
)
def test_a_source_that_declines_says_so_since_its_last_good_answer(outcome: CrawlOutcome, wanted: SourceState) -> None:
    told = standing(a_source(outcome=outcome, good_at=at(50)), known(), ODDS, at(54))
    assert (told.state, told.since) == (wanted, at(50))
    assert told.cure


def test_an_empty_stretch_is_no_silence() -> None:
    assert known().chance_of_silence(at(1), at(1)) == known().chance_of_silence(at(2), at(1)) == 1


def test_the_longer_the_silence_the_less_likely_it_is() -> None:
    chances = [known().chance_of_silence(at(50), at(50 + day)) for day in range(0, 70, 5)]
    assert chances == sorted(chances, reverse=True)


def test_no_past_however_odd_breaks_the_arithmetic() -> None:
    rng = random.Random(3)
    for _ in range(60):
        first = hour_start(rng.randrange(1_700_000_000, 1_800_000_000))
        hours = sorted({first + rng.randrange(60 * 24) * HOUR_SECONDS for _ in range(rng.randrange(8, 900))})
        rhythm = learn([(hour, rng.randrange(1, 500)) for hour in hours])
        if rhythm is not None:
            assert all(0 < chance < 1 for chance in rhythm.chances)
            assert rhythm.spread > 0
            assert 0 <= rhythm.chance_of_silence(at(0), at(30)) <= 1
