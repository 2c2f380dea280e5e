"""How much a post or a topic moves people, and what is to come."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Heat:
    """An index from 0 to 100, and the parts between 0 and 1 that it is made of; None where nothing is known."""

    index: float
    engagement: float | None
    velocity: float | None
    reach: float | None
    level: float | None


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """Posts to come within so many hours: middle, and the interval in which four of five cascades ended."""

    hours: int
    low: float
    middle: float
    high: float
