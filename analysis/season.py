"""The week in 48 bins: 24 hours of a working day and 24 of a weekend day, in China, linear between middles."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from domain.day import BUCKET_SECONDS, BUCKETS_PER_HOUR, HOUR_SECONDS

BINS = 48
CHINA_OFFSET = 8 * HOUR_SECONDS  # no daylight saving since 1991
EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday; Monday is 0

# Reposts and comments on Weibo by hour of a working day: 240,000 actions at least a day after the post.
_MORNING = (0.75, 0.42, 0.22, 0.14, 0.13, 0.23, 0.39, 0.74, 1.29, 1.81, 1.57, 1.20)
_EVENING = (1.16, 1.13, 1.02, 1.01, 1.20, 1.23, 1.14, 1.21, 1.30, 1.41, 1.56, 1.45)
_WEIBO = np.array(_MORNING + _EVENING)
WEIBO_CURVE: NDArray[np.float64] = np.tile(_WEIBO / _WEIBO.mean(), 2)

_AFTER = (np.arange(BUCKETS_PER_HOUR) + 0.5) / BUCKETS_PER_HOUR
WEIGHTS: NDArray[np.float64] = np.column_stack([1 - _AFTER, _AFTER])  # by phase: of the bin before, of the bin after


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """Where a bucket lies in the week: between the middles of two hours, and which twelfth of the way (0 to 11)."""

    before: int
    after: int
    phase: int


@lru_cache(maxsize=4096)  # two weeks, so that the series of one evaluation share the work
def slot_of(bucket: int) -> Slot:
    """The place in the week of the bucket that starts at this epoch second."""
    hour, past = divmod(bucket + CHINA_OFFSET - HOUR_SECONDS // 2, HOUR_SECONDS)
    return Slot(before=_bin(hour), after=_bin(hour + 1), phase=past // BUCKET_SECONDS)


def weibo_shape(first: int, buckets: int) -> NDArray[np.float64]:
    """The shipped day curve over consecutive buckets, mean about 1: the shape of a watch that has no past yet."""
    slots = [slot_of(first + step * BUCKET_SECONDS) for step in range(buckets)]
    ends = WEIBO_CURVE[[[slot.before, slot.after] for slot in slots]]
    shape: NDArray[np.float64] = (WEIGHTS[[slot.phase for slot in slots]] * ends).sum(axis=1)
    return shape


def _bin(local_hour: int) -> int:
    day, hour = divmod(local_hour, 24)
    weekend = (day + EPOCH_WEEKDAY) % 7 >= 5
    return hour + 24 * weekend
