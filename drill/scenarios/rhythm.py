"""When people post: the day curve of Weibo, and the shape of an outage."""

import itertools
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

HOURS = (
    *(0.75, 0.42, 0.22, 0.14, 0.13, 0.23, 0.39, 0.74, 1.29, 1.81, 1.57, 1.20),
    *(1.16, 1.13, 1.02, 1.01, 1.20, 1.23, 1.14, 1.21, 1.30, 1.41, 1.56, 1.45),
)
"""Actions of a weekday hour against the mean hour, from 240,000 real comments and reposts."""

RISE = ((0, 0.5), (10, 1.0), (30, 1.8), (60, 2.8), (120, 3.2), (180, 3.0), (300, 1.6), (360, 1.0))
"""Posts a minute after so many minutes of outage."""


def ordinary_day(rng: random.Random, midnight: datetime, total: int) -> list[datetime]:
    """Moments of `total` posts in the day that starts at `midnight` (China), along the day curve."""
    hours = rng.choices(range(24), weights=HOURS, k=total)
    return sorted(midnight + timedelta(hours=hour, seconds=rng.uniform(0, 3600)) for hour in hours)


def outage(rng: random.Random, began: datetime, minutes: int) -> Iterator[datetime]:
    """Moments of posts in the first `minutes` of an outage, a Poisson process that rises fast and ebbs slowly."""
    at = 0.0
    while True:
        at += rng.expovariate(max(rate for _, rate in RISE))
        if at >= minutes:
            return
        if rng.random() * max(rate for _, rate in RISE) < rate_at(at):
            yield began + timedelta(minutes=at)


def rate_at(minute: float) -> float:
    """Posts a minute at a minute of the outage, straight lines between the known points."""
    for (before, low), (after, high) in itertools.pairwise(RISE):
        if minute < after:
            return low + (high - low) * (minute - before) / (after - before)
    return RISE[-1][1]
