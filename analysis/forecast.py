"""What a topic will bring in the next 6 and 24 hours, with an interval that holds four times out of five.

added = q * (last hour + 0.5) * (the day curve over the hours to come / over the last hour); q are the 10 %, 50 % and
90 % quantiles of what real cascades did, by age and by what the last hour brought. The quantiles are those of half of
the cascades; how often the interval held on the other half is what `yuqing bench-bursts` prints.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from analysis.season import weibo_shape
from domain.day import BUCKET_SECONDS, BUCKETS_PER_HOUR, HOUR_SECONDS
from domain.heat import Forecast

FILE = Path(__file__).with_name("growth.toml")
HORIZONS = (6, 24)  # hours
QUANTILES = (0.1, 0.5, 0.9)
AGES = (1.0, 3.0, 6.0, 12.0, 24.0)  # hours: where a new class of age begins
SPEEDS = (1, 10, 100)  # posts in the last hour: where a new class of speed begins
HALF = 0.5  # an hour without a post is not one without hope
OLDEST = 72.0  # hours up to which cascades were looked at


def forecasts(*, last_hour: int, age_hours: float, now: int) -> tuple[Forecast, ...]:
    """Forecasts at epoch second `now` for a topic of this age with so many posts in its last hour.

    A topic older than three days is taken for one of three days. Negative numbers raise ValueError.
    """
    if last_hour < 0 or age_hours < 0:
        raise ValueError(f"neither posts nor an age are negative: {last_hour}, {age_hours}")
    cell = cell_of(last_hour, age_hours)
    told = []
    for hours in HORIZONS:
        due = (last_hour + HALF) * season(now, hours)
        low, middle, high = (round(due * quantile, 1) for quantile in _growth()[f"{hours}h"][cell])
        told.append(Forecast(hours=hours, low=low, middle=middle, high=high))
    return tuple(told)


def cell_of(last_hour: int, age_hours: float) -> str:
    """The name of the class of age and speed, `age-speed`."""
    return f"{bisect_right(AGES, min(age_hours, OLDEST))}-{bisect_right(SPEEDS, last_hour)}"


def season(now: int, hours: int) -> float:
    """The day curve summed over the hours to come, in units of the hour that ends now."""
    bucket = now // BUCKET_SECONDS * BUCKET_SECONDS
    ahead = float(weibo_shape(bucket, hours * BUCKETS_PER_HOUR).sum())
    return ahead / float(weibo_shape(bucket - HOUR_SECONDS, BUCKETS_PER_HOUR).sum())


@cache
def _growth() -> Mapping[str, Mapping[str, tuple[float, float, float]]]:
    read = tomllib.loads(FILE.read_text("utf-8"))
    return {hours: {cell: tuple(three) for cell, three in cells.items()} for hours, cells in read.items()}
