"""What a run of buckets within an hour does to a scan: each is expected, counted, held against its past, and learnt.

Profile and scatter stay as they are within an hour, and nothing that is learnt heeds a score. So the whole run is taken
in at once, and scored afterwards as if each bucket had been scored before it was learnt.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.baseline import Baseline, Floats
from analysis.rings import Rings
from analysis.youth import SLACK, Ages, Youth, grown

LEAST_COUNT = 4
HIGH = 3.0  # standard deviations; S >= 3 is always further out (3.09 for a symmetric law, more for a skew one)
CLIP = 6.0  # standard deviations


class Seen(NamedTuple):
    """A run of buckets: what full coverage would bring and the ages after each, (buckets, series).

    Counts and means of each window, and whether that is worth a score, (windows, buckets, series).
    """

    expected: Floats
    ages: Ages
    totals: Floats
    means: Floats
    worth: NDArray[np.bool_]


def take(baseline: Baseline, rings: Rings, youth: Youth, first: int, counts: Floats, coverage: Floats) -> Seen:
    """Take in the buckets from `first` on, (buckets, series), before the next `Baseline.turn`.

    `strides`, where it is built, says the same in less time.
    """
    seen = coverage > 0
    ages, taken = youth.grow(seen), counts * seen
    old = grown(ages)
    expected = baseline.learn(first, taken, coverage, np.where(old, SLACK, np.inf))
    totals, means = rings.push(taken, expected * coverage)
    squares = means * means
    variance = means + baseline.scatter[:, None] * squares
    excess = totals - means
    worth = seen & (excess >= HIGH * np.sqrt(variance)) & (totals >= LEAST_COUNT)
    sure = seen & old
    clipped = np.minimum(excess * excess, CLIP * CLIP * variance)
    baseline.learn_scatter(clipped * sure, means * sure, squares * sure)
    return Seen(expected, ages, totals, means, worth)
