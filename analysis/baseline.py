"""What a series' own past lets expect: level, profile of the week, and scatter; all forget at their own pace."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.season import BINS, WEIBO_CURVE, WEIGHTS, Slot, slot_of
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, BUCKETS_PER_HOUR

Floats = NDArray[np.float64]
WINDOWS = (3, 12, 36)  # buckets: 15 minutes, 1 hour, 3 hours

PRIOR_POSTS = 40.0  # a bin of the profile weighs the pooled one as so many posts
POOL_BUCKETS = 240.0  # a bin of the pooled profile weighs the shipped curve as so many buckets of one series
PRIOR_SCATTER, SCATTER_WEIGHT, LEAST_SCATTER = 0.05, 50.0, 0.005
LEAST_LEVEL = 1 / BUCKETS_PER_DAY  # a silent series is taken to bring a post a day
LEAST_WORTH = 1e-9  # nothing seen yet


def _kept(half_life_days: float, buckets: int) -> float:
    """What is left of a sum after so many buckets."""
    return float(0.5 ** (buckets / (half_life_days * BUCKETS_PER_DAY)))


LEVEL_KEPT = _kept(2, 1)
SCATTER_KEPT = _kept(14, BUCKETS_PER_HOUR)
PROFILE_KEPT = _kept(21, BUCKETS_PER_HOUR)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What one bucket is expected to bring, before anything of it is known: arrays by series, full coverage.

    `level` is posts per bucket over the whole week, `profile` this bucket against that, `mean` their product.
    """

    slot: Slot
    level: Floats
    profile: Floats
    mean: Floats


class Baseline:
    """Running sums of `series` series side by side.

    The level follows every bucket. Profile and scatter take effect at the half of each hour, when the bins change:
    weeks of memory gain nothing from more, and it saves most of the work.
    """

    def __init__(self, series: int) -> None:
        self._level = np.zeros((2, series))  # counts, and what the profile would have brought at level 1
        self._week = np.zeros((2, BINS, series))  # counts, and what the level would have brought, by bin
        self._pool = np.zeros((2, BINS))
        self._scattered = np.zeros((2, len(WINDOWS), series))
        self._gained = np.zeros((2, 2, series))  # of the hour so far: (bin before and after) x (counts, due)
        self.scatter = np.full((len(WINDOWS), series), PRIOR_SCATTER)
        self._ends: tuple[int, int] | None = None
        self._shape = np.ones((2, series))

    def outlook(self, bucket: int) -> Outlook:
        """Level times profile."""
        slot = slot_of(bucket)
        level = self._level_now()
        shape = self._shape if self._ends == (slot.before, slot.after) else self._shape_of(slot)
        profile = WEIGHTS[slot.phase] @ shape
        return Outlook(slot=slot, level=level, profile=profile, mean=level * profile)

    def learn(self, outlook: Outlook, counts: Floats, coverage: Floats) -> None:
        """Take in one bucket's counts, winsorised by the caller, of which the share `coverage` was collected."""
        self._level *= LEVEL_KEPT
        self._level[0] += counts
        self._level[1] += outlook.profile * coverage
        gain = np.array((counts, outlook.level * coverage))
        self._gained += WEIGHTS[outlook.slot.phase][:, None, None] * gain

    def learn_scatter(self, squares: Floats, means: Floats, means_squared: Floats) -> None:
        """Take in the squared excess of each window (windows, series) over its mean."""
        self._scattered[0] += squares - means
        self._scattered[1] += means_squared

    def turn(self, bucket: int) -> None:
        """Make ready for the next bucket: where a new hour begins, let what the last one taught take effect."""
        slot, following = slot_of(bucket), slot_of(bucket + BUCKET_SECONDS)
        if following.phase:
            return
        weight = 1 / (1 + self._level_now())  # the pool counts large series alike, small ones by their posts
        self._week *= PROFILE_KEPT
        self._pool *= PROFILE_KEPT
        for end, place in enumerate((slot.before, slot.after)):
            self._week[:, place] += self._gained[end]
            self._pool[:, place] += self._gained[end] @ weight
        self._gained[:] = 0
        self._scattered *= SCATTER_KEPT
        observed, squared = self._scattered
        phi = (observed + PRIOR_SCATTER * SCATTER_WEIGHT) / (squared + SCATTER_WEIGHT)
        self.scatter = np.maximum(phi, LEAST_SCATTER)
        self._ends, self._shape = (following.before, following.after), self._shape_of(following)

    def _level_now(self) -> Floats:
        counts, worth = self._level
        level: Floats = np.maximum(counts / np.maximum(worth, LEAST_WORTH), LEAST_LEVEL)
        return level

    def _shape_of(self, slot: Slot) -> Floats:
        """The profile at the two ends of a slot: (2, series)."""
        ends = [slot.before, slot.after]
        pooled = (self._pool[0, ends] + POOL_BUCKETS * WEIBO_CURVE[ends]) / (self._pool[1, ends] + POOL_BUCKETS)
        observed, expected = self._week[:, ends]
        shape: Floats = (observed + PRIOR_POSTS * pooled[:, None]) / (expected + PRIOR_POSTS)
        return shape
