"""Rises of many series against their own seasonal past: a negative-binomial scan over 15 minutes, 1 hour and 3 hours.

Per bucket and series: mean mu = level * profile * coverage; per window C = sum of counts, M = sum of mu,
V = M + phi * M^2, S = -log10 P(NB(M, V) >= C) where C >= 4; the score is the largest S. Everything is learnt after it
was scored, winsorised, so that a burst does not teach the baseline and a lasting level is learnt within days.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.baseline import Baseline, Floats
from analysis.episodes import Episodes, Peak
from analysis.native import BUILT
from analysis.rings import Rings
from analysis.season import slot_of
from analysis.tails import strengths, tail
from analysis.within_hour import Seen, take
from analysis.youth import NO_SCORE, STRICT_UNTIL, Youth
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, BUCKETS_PER_HOUR
from domain.topic import Burst

if BUILT:
    from analysis import strides

__all__ = ["BurstScan", "Replay", "Sighting", "tail"]

LEAST_THRESHOLD = 3.0
LONGEST_GAP = 366 * BUCKETS_PER_DAY  # buckets that may be left out: more is a clock that jumped, and nothing is known


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """An episode of one series that is on after one bucket, by the line of one threshold."""

    bucket: int
    series: int
    burst: Burst
    threshold: float


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What a scan saw over many buckets: every sighting in order, and the posts expected (buckets, series).

    `expected` is what full coverage would have been held against.
    """

    sightings: tuple[Sighting, ...]
    expected: Floats


class BurstScan:
    """Scans `series` series side by side, bucket by bucket, each against its own past.

    An episode opens at S >= `threshold` and closes after 2 hours below. A series is not scored in its first 12 hours
    and needs S >= 5 for its first `strict_until` buckets, counting those that were collected. Buckets are epoch
    seconds and only go forward, at most a year at once; one that is left out passes as not collected. State is a few
    arrays: pickle or `copy` keeps it whole.

    `also` are further thresholds that `replay` tells of; what is learnt is the same for all. `native` is whether
    machine code takes the buckets in (the default where it is built) or NumPy: both say the same.
    """

    def __init__(
        self,
        series: int,
        *,
        threshold: float = 3.5,
        also: Sequence[float] = (),
        strict_until: int = STRICT_UNTIL,
        native: bool = BUILT,
    ) -> None:
        self._thresholds = (threshold, *also)
        if min(self._thresholds) < LEAST_THRESHOLD:
            raise ValueError(f"a threshold below {LEAST_THRESHOLD} is noise: {min(self._thresholds)}")
        self._series = series
        self._native = native
        self._baseline = Baseline(series)
        self._rings = Rings(series)
        self._episodes = [Episodes(series) for _ in self._thresholds]
        self._youth = Youth(series, strict_until=strict_until)
        self._last: int | None = None

    def copy(self) -> "BurstScan":
        """Another with the same past, to go its own way; far quicker than deepcopy."""
        other = copy(self)
        other._baseline, other._rings = self._baseline.copy(), self._rings.copy()  # noqa: SLF001
        other._episodes = [episodes.copy() for episodes in self._episodes]  # noqa: SLF001
        other._youth = self._youth.copy()  # noqa: SLF001
        return other

    @property
    def warm(self) -> NDArray[np.bool_]:
        """Which series have been seen for 12 hours and are scored from the next bucket on."""
        return self._youth.age >= NO_SCORE

    def expected(self, bucket: int) -> Floats:
        """Posts that each series would bring in a bucket, fully collected, by what is known now."""
        return self._baseline.expected(bucket)

    def step(self, bucket: int, counts: ArrayLike, coverage: ArrayLike | None = None) -> list[Burst | None]:
        """Score one bucket, then learn from it; the episode that is on for each series, or None.

        `coverage` is the share of the bucket that was collected: 0 leaves the bucket out, counts and score and all.
        """
        taken = _checked(counts, (self._series,))
        share = np.ones(self._series) if coverage is None else _checked(coverage, (self._series,), most=1.0)
        self._reach(bucket)
        self._take(bucket, taken[None], share[None])
        return self._episodes[0].showing()

    def replay(self, first: int, counts: ArrayLike, coverage: ArrayLike | None = None) -> Replay:
        """`step` over consecutive buckets; counts and coverage are (buckets, series)."""
        matrix = np.asarray(counts, dtype=np.float64)
        matrix = _checked(matrix, (len(matrix), self._series))
        share = np.ones_like(matrix) if coverage is None else _checked(coverage, matrix.shape, most=1.0)
        expected = np.empty_like(matrix)
        sightings: list[Sighting] = []
        if len(matrix):
            self._reach(first)
        for rows in _hours(first, len(matrix)):
            bucket = first + rows.start * BUCKET_SECONDS
            expected[rows], seen = self._take(bucket, matrix[rows], share[rows])
            sightings += seen
        return Replay(sightings=tuple(sightings), expected=expected)

    def _reach(self, bucket: int) -> None:
        """Let the buckets that are left out before this one pass; one that cannot be next raises ValueError."""
        if bucket % BUCKET_SECONDS or (self._last is not None and bucket <= self._last):
            raise ValueError(f"{bucket} is not the start of a bucket after {self._last}")
        if self._last is None:
            return
        if bucket - self._last > LONGEST_GAP * BUCKET_SECONDS:
            raise ValueError(f"{bucket} is more than a year after {self._last}: begin a new scan")
        missed = self._last + BUCKET_SECONDS
        nothing = np.zeros((BUCKETS_PER_HOUR, self._series))
        for rows in _hours(missed, (bucket - missed) // BUCKET_SECONDS):
            none = nothing[: rows.stop - rows.start]
            self._take(missed + rows.start * BUCKET_SECONDS, none, none)

    def _take(self, first: int, counts: Floats, share: Floats) -> tuple[Floats, list[Sighting]]:
        """A run of buckets within an hour; what full coverage would bring, and what is on after each."""
        taking = strides.take if self._native else take
        seen = taking(self._baseline, self._rings, self._youth, first, counts, share)
        sightings = self._sightings(first, seen)
        self._last = first + (len(counts) - 1) * BUCKET_SECONDS
        self._baseline.turn(self._last)
        return seen.expected, sightings

    def _peaks(self, seen: Seen) -> dict[int, list[Peak]]:
        """By row, the best window of each series over its lowest line; most hours have nothing that is worth a look."""
        peaks: dict[int, list[Peak]] = {}
        worth = seen.worth
        if worth.any():
            scores = np.zeros(worth.shape)
            scatter = np.broadcast_to(self._baseline.scatter[:, None], worth.shape)
            scores[worth] = strengths(seen.totals[worth], seen.means[worth], scatter[worth])
            over = scores.max(axis=0) >= self._youth.lines(seen.ages, min(self._thresholds))
            for row, series in np.argwhere(over).tolist():
                here = slice(None), row, series
                peaks.setdefault(row, []).append(_peak(series, scores[here], seen.totals[here], seen.means[here]))
        return peaks

    def _sightings(self, first: int, seen: Seen) -> list[Sighting]:
        """What is on after each bucket of a run, by the line of each threshold."""
        sightings: list[Sighting] = []
        peaks = self._peaks(seen)
        if not peaks and not any(any(episodes.on()) for episodes in self._episodes):
            return sightings
        lines = [self._youth.lines(seen.ages, threshold) for threshold in self._thresholds]
        buckets = len(seen.ages)
        for row in range(buckets):
            bucket = first + row * BUCKET_SECONDS
            for threshold, line, episodes in zip(self._thresholds, lines, self._episodes, strict=True):
                over = [peak for peak in peaks.get(row, ()) if peak.strength >= line[row, peak.series]]
                episodes.update(bucket, over, self._rings, ago=buckets - 1 - row)
                sightings += (
                    Sighting(bucket=bucket, series=n, burst=burst, threshold=threshold) for n, burst in episodes.on()
                )
        return sightings


def _hours(first: int, buckets: int) -> Iterator[slice]:
    """So many consecutive buckets, as runs that end where the profile's bins change."""
    start = 0
    while start < buckets:
        stop = min(buckets, start + BUCKETS_PER_HOUR - slot_of(first + start * BUCKET_SECONDS).phase)
        yield slice(start, stop)
        start = stop


def _peak(series: int, scores: Floats, totals: Floats, means: Floats) -> Peak:
    best = int(scores.argmax())
    return Peak(
        series=series,
        window=best,
        strength=float(scores[best]),
        observed=int(totals[best]),
        expected=float(means[best]),
    )


def _checked(values: ArrayLike, shape: tuple[int, ...], most: float = np.inf) -> Floats:
    """The values as floats; a wrong shape or a value that is negative, above `most` or not finite raises ValueError."""
    array = np.asarray(values, dtype=np.float64, order="C")
    if array.shape != shape:
        raise ValueError(f"wanted an array of {shape}, got {array.shape}")
    if not (np.isfinite(array) & (array >= 0) & (array <= most)).all():
        raise ValueError(f"counts are at least 0, and shares of coverage at most 1: {array}")
    return array
