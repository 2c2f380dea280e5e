"""How much of a series has been seen, and how much it may therefore say."""

import numpy as np
from numpy.typing import NDArray

from domain.day import BUCKETS_PER_DAY

NO_SCORE = BUCKETS_PER_DAY // 2  # collected buckets before the first score
STRICT_UNTIL = 7 * BUCKETS_PER_DAY  # collected buckets before the ordinary threshold holds
STRICT = 5.0


class Youth:
    """Ages in collected buckets, and what follows from them; nothing is worked out anew once all have grown up."""

    def __init__(self, series: int, *, threshold: float, strict_until: int) -> None:
        self._threshold, self._strict_until = threshold, strict_until
        self.age = np.zeros(series, dtype=np.int64)
        self._grow_up()

    def grow(self, seen: NDArray[np.bool_]) -> None:
        """One bucket more of the series that were seen."""
        self.age += seen
        if self._young:
            self._grow_up()

    def _grow_up(self) -> None:
        """`line` is the S that opens an episode, `slack` what winsorising leaves above 3 sd."""
        self.grown = self.age > NO_SCORE
        strict = np.where(self.age > self._strict_until, self._threshold, max(STRICT, self._threshold))
        self.line = np.where(self.grown, strict, np.inf)
        self.slack = np.where(self.grown, 1.0, np.inf)
        self._young = not (self.age > max(NO_SCORE, self._strict_until)).all()
