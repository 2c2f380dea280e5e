"""What an hour of a week usually brings, from the same hour of past weeks, and how unlikely more is."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.baseline import LEAST_SCATTER, PRIOR_SCATTER, SCATTER_WEIGHT
from analysis.tails import tail
from domain.day import DAY_SECONDS, HOUR_SECONDS

WEEK_SECONDS = 7 * DAY_SECONDS
MOST_WEEKS, LEAST_WEEKS = 8, 2
TRIMMED_FROM = 4  # weeks; from so many on, the largest is left out, so that one bad day does not teach


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What is expected of an hour, its scatter as `tails.tail` takes it, and from how many weeks that is known."""

    expected: float
    dispersion: float
    weeks: int

    def strength(self, observed: int) -> float:
        """S = -log10 of the chance of so many or more."""
        return tail(observed, self.expected, self.dispersion)


def usual(counts: Mapping[int, int], every: Mapping[int, int], hour: int, first: int) -> Usual | None:
    """The usual for `hour` (an epoch second) from the same hour of up to eight weeks; None with fewer than two.

    `counts` and `every` are counts by hour, of one series and of all together; hours left out brought none. A past day
    on which all together brought nothing is one that was not delivered and is left out, as is what lies before `first`.
    The same hour of other days steadies the mean as one more week would.
    """
    past = [
        at
        for weeks in range(1, MOST_WEEKS + 1)
        if (at := hour - weeks * WEEK_SECONDS) >= first and _delivered(every, at)
    ]
    if len(past) < LEAST_WEEKS:
        return None
    values = sorted(counts.get(at, 0) for at in past)
    kept = values[:-1] if len(values) >= TRIMMED_FROM else values
    expected = (sum(kept) + _any_day(counts, every, hour, first)) / (len(kept) + 1)
    squares = sum((value - expected) ** 2 - expected for value in kept)
    phi = (squares + PRIOR_SCATTER * SCATTER_WEIGHT) / (len(kept) * expected**2 + SCATTER_WEIGHT)
    return Usual(expected=expected, dispersion=max(phi, LEAST_SCATTER), weeks=len(past))


def _any_day(counts: Mapping[int, int], every: Mapping[int, int], hour: int, first: int) -> float:
    days = [
        at
        for day in range(1, 7 * MOST_WEEKS + 1)
        if (at := hour - day * DAY_SECONDS) >= first and _delivered(every, at)
    ]
    return sum(counts.get(at, 0) for at in days) / len(days)


def _delivered(every: Mapping[int, int], hour: int) -> bool:
    """Whether anything came within half a day of it."""
    return any(every.get(hour + step * HOUR_SECONDS) for step in range(-12, 13))
