"""How often something new comes of a source, learnt from its past, and how unlikely a silence is; pure.

What counts are hours in which something came: articles come in batches, and eight of one minute are one arrival. An
hour of the week has a chance of an arrival, its own past shrunk towards that of its hour of the day and its weekday,
these towards the whole. Days are livelier or duller than their mean, which the negative binomial takes into account,
and few arrivals prove little, which widens the chance once more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log1p

from domain.day import HOUR_SECONDS, hour_start

CHINA_HOURS = 8  # ahead of UTC; no daylight saving since 1991
WEEKS = 8
"""How far back the past is asked."""
LEAST_ARRIVALS = 8
LEAST_DAYS = 7
"""Hours with something new, and days from the first of them to the last, below which nothing is known."""
WEIGHT = 3.0
"""How many arrivals at the mean rate a cell of the profile is shrunk with."""
MOST_SURE = 0.98
PRIOR_DAYS = 14
PRIOR_SPREAD = 0.15
LEAST_SPREAD = 0.01
"""Days of an ordinary spread that the measured one is shrunk with; the variance of a day is m + spread * m^2."""
MOST_HOURS = 24 * 60
"""A longer silence is not looked at hour by hour: two months say enough."""

Hours = Sequence[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """What is known of a source.

    `chances` are those of an arrival in each of the 168 hours of a week in China, from Monday 0:00; `arrivals` is how
    many taught them. `usual` are the lower and upper quartile of new things on a day that brings any (or a week, where
    `weekly`), `from_hour` and `to_hour` the shortest stretch of the day that brings two thirds of them, None for none.
    """

    chances: tuple[float, ...]
    spread: float
    arrivals: int
    usual: tuple[int, int]
    weekly: bool
    from_hour: int | None
    to_hour: int | None

    def chance_of_silence(self, since: datetime, until: datetime) -> float:
        """How likely so long a silence begins on one day while all is as it was; 1 for an empty stretch.

        A lively source has many occasions a day to fall silent, so that each of them must be the less likely.
        """
        by_day: defaultdict[int, float] = defaultdict(float)
        for hour, part in _hours(since, min(until, since + timedelta(hours=MOST_HOURS))):
            by_day[_day(hour)] += part * -log1p(-self.chances[_place(hour)])
        total = sum(log1p(self.spread * mean) / self.spread for mean in by_day.values())
        occasions = max(1.0, sum(self.chances) / 7)
        return min(1.0, occasions * exp(-self.arrivals * log1p(total / self.arrivals)))


def learn(hours: Hours) -> Rhythm | None:
    """The rhythm of the hours in which something came, in order; None where they are too few to say.

    What is counted ends with the last arrival: the silence behind it is what is to be judged.
    """
    if len(hours) < LEAST_ARRIVALS or hours[-1][0] - hours[0][0] < LEAST_DAYS * 24 * HOUR_SECONDS:
        return None
    chances = _chances([hour for hour, _ in hours])
    low, high, weekly = _usual(hours)
    first, last = _busy(hours)
    return Rhythm(
        chances=chances,
        spread=_spread(hours, chances),
        arrivals=len(hours),
        usual=(low, high),
        weekly=weekly,
        from_hour=first,
        to_hour=last,
    )


def _chances(hours: Sequence[int]) -> tuple[float, ...]:
    """The chance of an arrival in each hour of the week; exposure runs from the first arrival to the last."""
    worth = Counter(_place(hour) for hour in range(hours[0], hours[-1] + HOUR_SECONDS, HOUR_SECONDS))
    came = Counter(_place(hour) for hour in hours)
    whole = (len(hours) - 1) / max(1, sum(worth.values()) - 1)  # the first one opened the stretch
    by_hour = [_shrunk(came, worth, range(hour, 168, 24), whole) for hour in range(24)]
    by_day = [_shrunk(came, worth, range(24 * day, 24 * day + 24), whole) / whole for day in range(7)]
    cells = (_shrunk(came, worth, (place,), by_hour[place % 24] * by_day[place // 24]) for place in range(168))
    return tuple(min(cell, MOST_SURE) for cell in cells)


def _shrunk(came: Counter[int], worth: Counter[int], places: Sequence[int], mean: float) -> float:
    seen = sum(came[place] for place in places)
    return (seen + WEIGHT) / (sum(worth[place] for place in places) + WEIGHT / mean)


def _spread(hours: Hours, chances: Sequence[float]) -> float:
    """How much more days differ than chance alone would make them, measured on the days between first and last.

    Days are compared by hazard and not by hours, since a lively day fills its hours and can fill no more.
    """
    came = Counter(_day(hour) for hour, _ in hours)
    cells: defaultdict[int, list[float]] = defaultdict(list)
    for hour in range(hours[0][0], hours[-1][0] + HOUR_SECONDS, HOUR_SECONDS):
        cells[_day(hour)].append(chances[_place(hour)])
    excess = squares = 0.0
    whole = list(cells)[1:-1]
    for day in whole:
        mean = sum(cells[day])
        room = mean**2 / sum(cell**2 for cell in cells[day])  # hours that an arrival may well fall into
        usual = _hazard(mean, room)
        excess += (_hazard(came[day], room) - usual) ** 2 - mean / (1 - mean / room)
        squares += usual**2
    ordinary = PRIOR_DAYS * (squares / len(whole) if whole else 1.0)
    return max(LEAST_SPREAD, (excess + PRIOR_SPREAD * ordinary) / (squares + ordinary))


def _hazard(filled: float, room: float) -> float:
    """How much happened in a day of `room` hours of which so many were filled."""
    return -room * log1p(-min(filled / room, MOST_SURE))


def _usual(hours: Hours) -> tuple[int, int, bool]:
    """Quartiles of things a day that brings any, or a week where most days bring none."""
    days = Counter[int]()
    for hour, count in hours:
        days[_day(hour)] += count
    span = range(min(days), max(days) + 1)
    weekly = len(days) * 2 <= len(span)
    sums = sorted(_weeks([days[day] for day in span]) if weekly else days.values())
    return sums[len(sums) // 4], sums[3 * len(sums) // 4], weekly


def _weeks(days: Sequence[int]) -> list[int]:
    """Sums of whole weeks, counted back from the last day."""
    return [sum(days[end - 7 : end]) for end in range(len(days), 6, -7)]


def _busy(hours: Hours) -> tuple[int | None, int | None]:
    """The shortest stretch of the day with two thirds of all things, at most eight hours; it may cross midnight."""
    by_hour = Counter[int]()
    for hour, count in hours:
        by_hour[_place(hour) % 24] += count
    wanted = 2 * sum(by_hour.values()) / 3
    for length in range(1, 9):
        sums = {start: sum(by_hour[(start + step) % 24] for step in range(length)) for start in range(24)}
        best = max(sums, key=lambda start: sums[start])
        if sums[best] >= wanted:
            return best, (best + length) % 24
    return None, None


def _hours(since: datetime, until: datetime) -> Iterator[tuple[int, float]]:
    """Each hour that a stretch touches, with the part of it that it holds."""
    first, last = since.timestamp(), until.timestamp()
    for hour in range(hour_start(first), int(last) + 1, HOUR_SECONDS):
        part = (min(last, hour + HOUR_SECONDS) - max(first, hour)) / HOUR_SECONDS
        if part > 0:
            yield hour, part


def _place(hour: int) -> int:
    """Which hour of the week in China an epoch second lies in; 0 is Monday 0:00 (1970 began on a Thursday)."""
    return (hour // HOUR_SECONDS + CHINA_HOURS + 3 * 24) % 168


def _day(hour: int) -> int:
    """Which day in China, counted from 1970."""
    return (hour // HOUR_SECONDS + CHINA_HOURS) // 24
