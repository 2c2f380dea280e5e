"""What charts are drawn from: plain frozen points, times aware; None is unknown and never drawn as 0."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class HourPoint:
    """One hour of one watch; `at` is the hour's start.

    `scored` is how many of `posts` have a verdict; `expected_*` is what the past led to expect, None where there is
    too little past.
    """

    at: datetime
    posts: int
    negative: int
    scored: int
    expected_posts: float | None = None
    expected_negative: float | None = None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Publication times [since, until) that were not collected on some channel."""

    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """How many posts are to come within [since, until), in all: the middle, and the interval of four times in five."""

    since: datetime
    until: datetime
    low: float
    middle: float
    high: float


@dataclass(frozen=True, kw_only=True)
class DayPoint:
    """One day; posts and negative are None where the day was not collected, `whole` says whether all of it was."""

    day: date
    posts: int | None
    negative: int | None
    whole: bool = True


@dataclass(frozen=True, kw_only=True)
class ChannelPoint:
    """One channel's posts of a day by polarity; `unscored` have none."""

    channel: str
    negative: int
    neutral: int
    positive: int
    unscored: int = 0


@dataclass(frozen=True, kw_only=True)
class SentimentPoint:
    """Posts of one watch (or one day) by polarity; `label` is its name, `unscored` have none."""

    label: str
    negative: int
    neutral: int
    positive: int
    unscored: int = 0
