"""The last three hours of many series, as running totals: a window's sum is one difference."""

import numpy as np

from analysis.baseline import WINDOWS, Floats

LONGEST = max(WINDOWS)
_SIZE = LONGEST + 1
_PAST = (np.arange(_SIZE)[:, None] - WINDOWS) % _SIZE  # by place: the places one window ago


class Rings:
    """Running totals of counts and of means after each of the last 36 buckets, and before the first of them."""

    def __init__(self, series: int) -> None:
        self._totals = np.zeros((_SIZE, 2, series))
        self._now = 0

    def push(self, bucket: Floats) -> tuple[Floats, Floats]:
        """One bucket more, as (count and mean, series); returns both summed over each window, (windows, series)."""
        before, self._now = self._now, (self._now + 1) % _SIZE
        now = np.add(self._totals[before], bucket, out=self._totals[self._now])
        sums = now - self._totals[_PAST[self._now]]
        return sums[:, 0], sums[:, 1]

    def rose(self, series: int, window: int) -> int:
        """How many buckets ago a rise began: the latest stretch of the window with the largest sum of count - mean."""
        places = [(self._now - back) % _SIZE for back in range(1, window + 1)]
        surplus = self._totals[places, 0, series] - self._totals[places, 1, series]
        return int(surplus.argmin())
