"""Shares with their uncertainty."""

import math
from dataclasses import dataclass

Z = 1.959963984540054  # 95 %


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of a whole with its 95 % interval, all between 0 and 1."""

    value: float
    low: float
    high: float


def wilson(part: int, whole: int) -> Share | None:
    """The share with its Wilson score interval (Wilson 1927), which holds for small counts; None for a whole of 0."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}")
    if whole == 0:
        return None
    share = part / whole
    scale = 1 + Z * Z / whole
    middle = (share + Z * Z / (2 * whole)) / scale
    half = Z / scale * math.sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    return Share(value=share, low=max(0.0, middle - half), high=min(1.0, middle + half))
