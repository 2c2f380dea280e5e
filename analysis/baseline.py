"""What a series' own past lets expect: level, profile of the week, and scatter; all forget at their own pace."""

from copy import copy

import numpy as np
from numpy.typing import NDArray

from analysis.season import BINS, WEIBO_CURVE, WEIGHTS, Slot, slot_of
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, BUCKETS_PER_HOUR

Floats = NDArray[np.float64]
WINDOWS = (3, 12, 36)  # buckets: 15 minutes, 1 hour, 3 hours
WINSOR = 3.0  # standard deviations

PRIOR_POSTS = 40.0  # a bin of the profile weighs the pooled one as so many posts
POOL_BUCKETS = 240.0  # a bin of the pooled profile weighs the shipped curve as so many buckets of one series
PRIOR_SCATTER, SCATTER_WEIGHT, LEAST_SCATTER = 0.05, 50.0, 0.005
LEAST_LEVEL = 1 / BUCKETS_PER_DAY  # a silent series is taken to bring a post a day
LEAST_WORTH = 1e-9  # nothing seen yet
_CURVE = POOL_BUCKETS * WEIBO_CURVE


def _kept(half_life_days: float, buckets: int) -> float:
    """What is left of a sum after so many buckets."""
    return float(0.5 ** (buckets / (half_life_days * BUCKETS_PER_DAY)))


LEVEL_KEPT = _kept(2, 1)
SCATTER_KEPT = _kept(14, BUCKETS_PER_HOUR)
PROFILE_KEPT = _kept(21, BUCKETS_PER_HOUR)


class Baseline:
    """Running sums of `series` series side by side.

    The level follows every bucket. Profile and scatter take effect at the half of each hour, when the bins change:
    weeks of memory gain nothing from more, and it saves most of the work. What has no _ is read by `strides`, and the
    sums of it are changed there.
    """

    def __init__(self, series: int) -> None:
        self.level = np.zeros((2, series))  # counts, and what the profile would have brought at level 1
        self._week = np.zeros((2, BINS, series))  # counts, and what the level would have brought, by bin
        self._pool = np.zeros((2, BINS))
        self.scattered = np.zeros((2, len(WINDOWS), series))
        self.gained = np.zeros((2, 2, series))  # of the hour so far: (bin before and after) x (counts, due)
        self.scatter = np.full((len(WINDOWS), series), PRIOR_SCATTER)
        self._ends: tuple[int, int] | None = None
        self._shape = np.ones((2, series))

    def expected(self, bucket: int) -> Floats:
        """Posts by series that one bucket would bring, fully collected: level times profile."""
        mean: Floats = self._level_now() * self._profiles(slot_of(bucket), 1)[0]
        return mean

    def learn(self, first: int, counts: Floats, coverage: Floats, slack: Floats) -> Floats:
        """Take in a run of buckets within an hour; what each was expected to bring before it was taken in.

        All are (buckets, series), what is expected for full coverage. Of each count no more is learnt than lies `slack`
        above 3 sd over what was due.
        """
        slot = slot_of(first)
        profiles = self._profiles(slot, len(counts))
        worth = profiles * coverage
        gains = np.empty((2, *counts.shape))  # what is learnt of the counts, and levels by coverage
        mean = np.empty_like(counts)
        learnt, due_at_level = gains
        for row, count in enumerate(counts):
            level = self._level_now()
            np.multiply(level, profiles[row], out=mean[row])
            due = mean[row] * coverage[row]
            cap = due + WINSOR * np.sqrt(due + self.scatter[0] * due * due) + slack[row]
            np.minimum(count, cap, out=learnt[row])
            np.multiply(level, coverage[row], out=due_at_level[row])
            self.level *= LEVEL_KEPT
            self.level[0] += learnt[row]
            self.level[1] += worth[row]
        _add(self.gained, weights_of(slot, len(counts)).T[:, None, :, None] * gains)
        return mean

    def learn_scatter(self, squares: Floats, means: Floats, means_squared: Floats) -> None:
        """Take in the squared excess of each window and bucket (windows, buckets, series) over its mean."""
        _add(self.scattered[0], squares - means)
        _add(self.scattered[1], means_squared)

    def shape_of(self, slot: Slot) -> Floats:
        """The profile at the two ends of a slot: (2, series)."""
        return self._shape if self._ends == (slot.before, slot.after) else self._shape_by(slot)

    def turn(self, bucket: int) -> None:
        """Make ready for the next bucket: where a new hour begins, let what the last one taught take effect."""
        slot, following = slot_of(bucket), slot_of(bucket + BUCKET_SECONDS)
        if following.phase:
            return
        weight = 1 / (1 + self._level_now())  # the pool counts large series alike, small ones by their posts
        self._week = self._week * PROFILE_KEPT  # not in place: copies share it
        self._pool = self._pool * PROFILE_KEPT
        for end, place in enumerate((slot.before, slot.after)):
            self._week[:, place] += self.gained[end]
            self._pool[:, place] += self.gained[end] @ weight
        self.gained[:] = 0
        self.scattered *= SCATTER_KEPT
        observed, squared = self.scattered
        phi = (observed + PRIOR_SCATTER * SCATTER_WEIGHT) / (squared + SCATTER_WEIGHT)
        self.scatter = np.maximum(phi, LEAST_SCATTER)
        self._ends, self._shape = (following.before, following.after), self._shape_by(following)

    def _level_now(self) -> Floats:
        counts, worth = self.level
        level: Floats = np.maximum(counts / np.maximum(worth, LEAST_WORTH), LEAST_LEVEL)
        return level

    def _profiles(self, slot: Slot, buckets: int) -> Floats:
        """The profile of so many buckets from a slot on, all of one hour: (buckets, series)."""
        shape = self.shape_of(slot)
        before, after = weights_of(slot, buckets).T[:, :, None]
        profiles: Floats = before * shape[0] + after * shape[1]
        return profiles

    def _shape_by(self, slot: Slot) -> Floats:
        ends = slot.before, slot.after
        counts, due = self._pool.take(ends, axis=1)
        pooled = (counts + _CURVE.take(ends)) / (due + POOL_BUCKETS)
        observed, expected = self._week.take(ends, axis=1)
        shape: Floats = (observed + PRIOR_POSTS * pooled[:, None]) / (expected + PRIOR_POSTS)
        return shape

    def copy(self) -> "Baseline":
        """Another with the same past, to go its own way."""
        other = copy(self)
        other.level, other.scattered, other.gained = (  # what is changed in place
            self.level.copy(),
            self.scattered.copy(),
            self.gained.copy(),
        )
        return other


def weights_of(slot: Slot, buckets: int) -> Floats:
    """Of so many buckets from a slot on, all of one hour: what the bins before and after it weigh, (buckets, 2)."""
    return WEIGHTS[slot.phase : slot.phase + buckets]


def _add(total: Floats, terms: Floats) -> None:
    """Add one bucket after another (..., buckets, series) to a total (..., series): in another order floats differ."""
    for row in range(terms.shape[-2]):
        total += terms[..., row, :]
