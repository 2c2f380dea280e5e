# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""A run of buckets within an hour, taken in by machine code: the twin of `within_hour.take`, which does it with NumPy.

One walk over the buckets, series by series. The same operations in the same order, of which the compiler may fuse none,
so that both say the same to the last bit. Built where there is a C compiler.
"""

from libc.math cimport INFINITY, sqrt
from libc.stdint cimport int64_t, uint8_t

import numpy as np

from analysis import baseline as learning, rings as ring, within_hour, youth as young
from analysis.season import slot_of

cdef enum:
    WINDOWS = 3

cdef Py_ssize_t LENGTHS[WINDOWS]
LENGTHS[:] = learning.WINDOWS
cdef Py_ssize_t SIZE = ring.SIZE
cdef int64_t NO_SCORE = young.NO_SCORE
cdef double LEVEL_KEPT = learning.LEVEL_KEPT, LEAST_LEVEL = learning.LEAST_LEVEL, LEAST_WORTH = learning.LEAST_WORTH
cdef double WINSOR = learning.WINSOR, HIGH = within_hour.HIGH, LEAST_COUNT = within_hour.LEAST_COUNT
cdef double CLIPPED = within_hour.CLIP * within_hour.CLIP, SLACK = young.SLACK


def take(baseline, rings, youth, first, counts, coverage):
    """What `within_hour.take` says, and to the same arguments; arrays that do not lie row by row raise ValueError."""
    cdef Walk walk = Walk()
    buckets, series = counts.shape
    slot = slot_of(first)
    walk.counts, walk.coverage, walk.buckets, walk.series = counts, coverage, buckets, series
    walk.weights, walk.shape = learning.weights_of(slot, buckets), baseline.shape_of(slot)
    walk.level, walk.gained, walk.scattered = baseline.level, baseline.gained, baseline.scattered
    walk.scatter, walk.running, walk.now, walk.age = baseline.scatter, rings.totals, rings.now, youth.age.copy()
    seen = within_hour.Seen(
        expected=np.empty((buckets, series)),
        ages=np.empty((buckets, series), np.int64),
        totals=np.empty((WINDOWS, buckets, series)),
        means=np.empty((WINDOWS, buckets, series)),
        worth=np.empty((WINDOWS, buckets, series), np.bool_),
    )
    walk.expected, walk.ages, walk.totals, walk.means = seen[:4]
    walk.worth = seen.worth.view(np.uint8)
    walk.whole()
    rings.now, youth.age = walk.now, np.asarray(walk.age)
    return seen


cdef class Walk:
    """The sums of a scan, which are changed in place, and room for what is seen; shapes as in the twin."""

    cdef:
        Py_ssize_t buckets, series, now
        const double[:, ::1] counts, coverage, weights, shape, scatter
        double[:, ::1] level
        double[:, :, ::1] gained, scattered, running
        int64_t[::1] age
        double[:, ::1] expected
        int64_t[:, ::1] ages
        double[:, :, ::1] totals, means
        uint8_t[:, :, ::1] worth

    cdef void whole(self) noexcept nogil:
        cdef Py_ssize_t row, before, window, past
        for row in range(self.buckets):
            before, self.now = self.now, (self.now + 1) % SIZE
            self.follow(row, before)
            for window in range(WINDOWS):
                past = (self.now + SIZE - LENGTHS[window]) % SIZE
                self.compare(row, window, past)

    cdef void follow(self, Py_ssize_t row, Py_ssize_t before) noexcept nogil:
        """Let age, level, running totals and what the hour brought go one bucket forward."""
        cdef double to_before = self.weights[row, 0], to_after = self.weights[row, 1]
        cdef double level, profile, share, count, due, learnt
        cdef Py_ssize_t n
        for n in range(self.series):
            share = self.coverage[row, n]
            self.age[n] += share > 0
            self.ages[row, n] = self.age[n]
            profile = to_before * self.shape[0, n] + to_after * self.shape[1, n]
            level = larger(self.level[0, n] / larger(self.level[1, n], LEAST_WORTH), LEAST_LEVEL)
            self.expected[row, n] = level * profile
            due = level * profile * share
            count = self.counts[row, n] * (share > 0)
            self.running[0, self.now, n] = self.running[0, before, n] + count
            self.running[1, self.now, n] = self.running[1, before, n] + due
            learnt = smaller(count, self.cap(n, due))
            self.level[0, n] = self.level[0, n] * LEVEL_KEPT + learnt
            self.level[1, n] = self.level[1, n] * LEVEL_KEPT + profile * share
            self.gained[0, 0, n] += to_before * learnt
            self.gained[0, 1, n] += to_before * (level * share)
            self.gained[1, 0, n] += to_after * learnt
            self.gained[1, 1, n] += to_after * (level * share)

    cdef inline double cap(self, Py_ssize_t n, double due) noexcept nogil:
        cdef double slack = SLACK if self.age[n] > NO_SCORE else INFINITY
        return due + WINSOR * sqrt(due + self.scatter[0, n] * due * due) + slack

    cdef void compare(self, Py_ssize_t row, Py_ssize_t window, Py_ssize_t past) noexcept nogil:
        """Hold what a window brought against what was due, and learn how far apart they are."""
        cdef double total, mean, squared, variance, excess, clipped, sure
        cdef bint seen
        cdef Py_ssize_t n
        for n in range(self.series):
            seen = self.coverage[row, n] > 0
            sure = seen and self.age[n] > NO_SCORE
            total = self.running[0, self.now, n] - self.running[0, past, n]
            mean = self.running[1, self.now, n] - self.running[1, past, n]
            squared = mean * mean
            variance = mean + self.scatter[window, n] * squared
            excess = total - mean
            self.totals[window, row, n], self.means[window, row, n] = total, mean
            self.worth[window, row, n] = seen and total >= LEAST_COUNT and excess >= HIGH * sqrt(variance)
            clipped = smaller(excess * excess, CLIPPED * variance)
            self.scattered[0, window, n] += clipped * sure - mean * sure
            self.scattered[1, window, n] += squared * sure


cdef inline double larger(double one, double other) noexcept nogil:
    return one if one >= other or one != one else other


cdef inline double smaller(double one, double other) noexcept nogil:
    return one if one < other or one != one else other
