"""How often a source that is well is called silent, and how soon one that has died is; printed with -s."""

import random
import statistics
import sys
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from domain.day import HOUR_SECONDS
from domain.rhythm import WEEKS, Rhythm, learn
from domain.source_state import is_stale

FIRST = int(datetime(2026, 1, 4, 16, tzinfo=UTC).timestamp())
DAYS, BEGIN, ODDS = 52 * 7, 28, 1000
BATCHES = {"single": (1,), "batches": (1, 1, 3, 5, 8)}

Hours = list[tuple[int, int]]


def office(day: int, hour: int) -> float:
    """Mostly in office hours, little at weekends; the mean over the week is about 1."""
    return (2.0 if 8 <= hour < 20 else 0.1) * (1.2 if day % 7 < 5 else 0.35)


def a_year(rng: random.Random, a_day: float, spread: float, batch: Sequence[int]) -> Hours:
    """Hours with what came in them; with a spread some days are livelier than others (gamma with that variance)."""
    hours: Hours = []
    for day in range(DAYS):
        mood = rng.gammavariate(1 / spread, spread) if spread else 1.0
        for hour in range(24):
            chance = 1 - 2.718281828 ** (-a_day / 24 * office(day, hour) * mood)
            if rng.random() < chance:
                hours.append((FIRST + (24 * day + hour) * HOUR_SECONDS, rng.choice(batch)))
    return hours


def learnt(hours: Hours, at: int) -> Rhythm | None:
    first, last = (bisect_right(hours, (moment, 0)) for moment in (at - WEEKS * 7 * 24 * HOUR_SECONDS, at))
    return learn(hours[first:last])


def false_alarms(hours: Hours) -> int:
    """Gaps of a living source that would have been called stale; what is known is learnt anew every week."""
    alarms, week, rhythm = 0, -1, None
    for (before, _), (after, _) in pairwise(hours):
        if before - FIRST < BEGIN * 24 * HOUR_SECONDS or after - before < 12 * HOUR_SECONDS:
            continue
        if (before - FIRST) // (7 * 24 * HOUR_SECONDS) != week:
            week, rhythm = (before - FIRST) // (7 * 24 * HOUR_SECONDS), learnt(hours, before + 1)
        alarms += rhythm is not None and is_stale(rhythm, _moment(before), _moment(after), ODDS)
    return alarms


def delays(rng: random.Random, hours: Hours, times: int) -> list[int]:
    """Hours from the moment at which the source dies to the moment at which it is told."""
    found = []
    for _ in range(times):
        dead = FIRST + rng.randrange(70, DAYS) * 24 * HOUR_SECONDS + rng.randrange(24) * HOUR_SECONDS
        rhythm = learnt(hours, dead)
        assert rhythm is not None
        last = _moment(max(hour for hour, _ in hours if hour < dead))
        found.append(
            next(h for h in range(3, 90 * 24, 3) if is_stale(rhythm, last, _moment(dead + h * HOUR_SECONDS), ODDS))
        )
    return found


def _moment(hour: int) -> datetime:
    return datetime.fromtimestamp(hour, UTC) + timedelta(minutes=30)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("a_day", "spread", "batch", "most_alarms", "most_hours"),
    [
        (0.5, 0.0, "single", 1, 24 * 30),
        (1.0, 0.5, "batches", 3, 24 * 16),
        (4.0, 0.0, "batches", 2, 24 * 5),
        (4.0, 0.5, "batches", 4, 24 * 6),
        (20.0, 0.0, "single", 2, 24 * 3),
        (20.0, 0.5, "batches", 6, 24 * 3),
    ],
)
def test_a_year_of_a_living_source_and_the_day_of_its_death(
    a_day: float, spread: float, batch: str, most_alarms: int, most_hours: int
) -> None:
    rng = random.Random(11)
    years = [a_year(rng, a_day, spread, BATCHES[batch]) for _ in range(3)]
    alarms = sum(map(false_alarms, years)) / len(years)
    waits = [wait for hours in years for wait in delays(rng, hours, 8)]
    middle, most = statistics.median(waits), statistics.quantiles(waits, n=10)[8]
    told = f"{alarms:.1f} false alarms a year, told after {middle:.0f} h, 9 of 10 within {most:.0f} h"
    sys.stdout.write(f"\n{a_day:5} a day, spread {spread}, {batch}: {told}\n")
    assert alarms <= most_alarms
    assert middle <= most_hours
