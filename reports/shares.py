"""Shares with their uncertainty."""

from dataclasses import dataclass

from analysis import negativity


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of a whole with its 95 % interval, all between 0 and 1."""

    value: float
    low: float
    high: float


def wilson(part: int, whole: int) -> Share | None:
    """The share with its Wilson score interval; None for a whole of 0, ValueError where `part` is no part of it."""
    interval = negativity.wilson(part, whole)
    if interval is None:
        return None
    low, high = interval
    return Share(value=part / whole, low=low, high=high)
