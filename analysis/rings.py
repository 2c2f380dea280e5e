"""The last hours of many series, as running totals: a window's sum is one difference."""

from copy import copy

import numpy as np

from analysis.baseline import WINDOWS, Floats
from domain.day import BUCKETS_PER_HOUR

LONGEST = max(WINDOWS)
SIZE = LONGEST + BUCKETS_PER_HOUR
_NEXT = (np.arange(SIZE)[:, None] + np.arange(1, BUCKETS_PER_HOUR + 1)) % SIZE  # by place: the places after it
_PAST = (_NEXT[:, None] - np.array(WINDOWS)[:, None]) % SIZE  # by place: by window, the places one window before those


class Rings:
    """Running totals of counts and of means after each of the last 48 buckets: 12 can be pushed at once.

    `totals` is (2, 48, series), `now` the place of the last bucket; `strides` changes both.
    """

    def __init__(self, series: int) -> None:
        self.totals = np.zeros((2, SIZE, series))
        self.now = 0

    def copy(self) -> "Rings":
        """Another with the same past, to go its own way."""
        other = copy(self)
        other.totals = self.totals.copy()
        return other

    def push(self, counts: Floats, means: Floats) -> tuple[Floats, Floats]:
        """Up to 12 buckets more, as (buckets, series); both summed over each window, (windows, buckets, series)."""
        places, past = _NEXT[self.now, : len(counts)], _PAST[self.now, :, : len(counts)]
        added = np.array((counts, means))
        added[:, 0] += self.totals[:, self.now]
        totals = np.add.accumulate(added, axis=1)
        self.totals[:, places] = totals
        self.now = int(places[-1])
        sums_of_counts, sums_of_means = totals[:, None] - self.totals.take(past, axis=1)
        return sums_of_counts, sums_of_means

    def rose(self, series: int, window: int, ago: int) -> int:
        """How many buckets before the one `ago` (0 to 11, 0 the last) a rise began.

        It is the latest stretch of the window with the largest sum of count - mean.
        """
        places = [(self.now - ago - back) % SIZE for back in range(1, window + 1)]
        surplus = self.totals[0, places, series] - self.totals[1, places, series]
        return int(surplus.argmin())
