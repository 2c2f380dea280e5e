"""How much of a series has been seen, and how much it may therefore say."""

from copy import copy

import numpy as np
from numpy.typing import NDArray

from domain.day import BUCKETS_PER_DAY

NO_SCORE = BUCKETS_PER_DAY // 2  # collected buckets before the first score
STRICT_UNTIL = 5 * BUCKETS_PER_DAY  # collected buckets before the ordinary threshold holds
STRICT = 5.0
SLACK = 1.0  # posts above 3 sd that winsorising leaves, once a series has grown up; before, any number

Ages = NDArray[np.int64]


class Youth:
    """Ages in collected buckets, and what follows from them, series by series."""

    def __init__(self, series: int, *, strict_until: int) -> None:
        self._strict_until = strict_until
        self.age: Ages = np.zeros(series, dtype=np.int64)

    def grow(self, seen: NDArray[np.bool_]) -> Ages:
        """Some buckets more of the series that were seen in each (buckets, series); the ages after each of them."""
        ages: Ages = self.age + np.add.accumulate(seen, dtype=np.int64)
        self.age = ages[-1].copy()  # not in place: copies share it
        return ages

    def lines(self, ages: Ages, threshold: float) -> NDArray[np.float64]:
        """The S that opens an episode at each of these ages."""
        ordinary = np.where(ages > self._strict_until, threshold, max(STRICT, threshold))
        return np.where(grown(ages), ordinary, np.inf)

    def copy(self) -> "Youth":
        """Another that goes its own way."""
        return copy(self)


def grown(ages: Ages) -> NDArray[np.bool_]:
    """Who is scored, and teaches the scatter."""
    return ages > NO_SCORE
