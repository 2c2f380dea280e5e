"""Rises of many series against their own seasonal past: a negative-binomial scan over 15 minutes, 1 hour and 3 hours.

Per bucket and series: mean mu = level * profile * coverage; per window C = sum of counts, M = sum of mu,
V = M + phi * M^2, S = -log10 P(NB(M, V) >= C) where C >= 4; the score is the largest S. Everything is learnt after it
was scored, winsorised, so that a burst does not teach the baseline and a lasting level is learnt within days.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.baseline import Baseline, Floats
from analysis.episodes import Episodes, Peak
from analysis.rings import Rings
from analysis.tails import strengths, tail
from analysis.youth import NO_SCORE, STRICT_UNTIL, Youth
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY
from domain.topic import Burst

__all__ = ["BurstScan", "Replay", "Sighting", "tail"]

LEAST_COUNT = 4
LEAST_THRESHOLD = 3.0
HIGH = 3.0  # standard deviations; S >= 3 is always further out (3.09 for a symmetric law, more for a skew one)
WINSOR, CLIP = 3.0, 6.0  # standard deviations
LONGEST_GAP = 366 * BUCKETS_PER_DAY  # buckets that may be left out: more is a clock that jumped, and nothing is known


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """An episode of one series that is on after one bucket."""

    bucket: int
    series: int
    burst: Burst


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
    arrays: pickle or deepcopy keeps it whole.
    """

    def __init__(self, series: int, *, threshold: float = 3.5, strict_until: int = STRICT_UNTIL) -> None:
        if threshold < LEAST_THRESHOLD:
            raise ValueError(f"a threshold below {LEAST_THRESHOLD} is noise: {threshold}")
        self._series = series
        self._nothing = np.zeros(series)
        self._baseline = Baseline(series)
        self._rings = Rings(series)
        self._episodes = Episodes(series)
        self._youth = Youth(series, threshold=threshold, strict_until=strict_until)
        self._last: int | None = None

    @property
    def warm(self) -> NDArray[np.bool_]:
        """Which series have been seen for 12 hours and are scored from the next bucket on."""
        return self._youth.age >= NO_SCORE

    def expected(self, bucket: int) -> Floats:
        """Posts that each series would bring in a bucket, fully collected, by what is known now."""
        return self._baseline.outlook(bucket).mean

    def step(self, bucket: int, counts: ArrayLike, coverage: ArrayLike | None = None) -> list[Burst | None]:
        """Score one bucket, then learn from it; the episode that is on for each series, or None.

        `coverage` is the share of the bucket that was collected: 0 leaves the bucket out, counts and score and all.
        """
        taken = _checked(counts, (self._series,))
        share = np.ones(self._series) if coverage is None else _checked(coverage, (self._series,), most=1.0)
        self._advance(bucket, taken, share)
        return self._episodes.showing()

    def replay(self, first: int, counts: ArrayLike, coverage: ArrayLike | None = None) -> Replay:
        """`step` over consecutive buckets; counts and coverage are (buckets, series)."""
        matrix = np.asarray(counts, dtype=np.float64)
        matrix = _checked(matrix, (len(matrix), self._series))
        share = np.ones_like(matrix) if coverage is None else _checked(coverage, matrix.shape, most=1.0)
        expected = np.empty_like(matrix)
        sightings: list[Sighting] = []
        for row, (taken, part) in enumerate(zip(matrix, share, strict=True)):
            bucket = first + row * BUCKET_SECONDS
            expected[row] = self._advance(bucket, taken, part)
            sightings += (Sighting(bucket=bucket, series=n, burst=burst) for n, burst in self._episodes.on())
        return Replay(sightings=tuple(sightings), expected=expected)

    def _advance(self, bucket: int, counts: Floats, share: Floats) -> Floats:
        """Let left-out buckets pass, then take this one; returns what was expected of full coverage."""
        if bucket % BUCKET_SECONDS or (self._last is not None and bucket <= self._last):
            raise ValueError(f"{bucket} is not the start of a bucket after {self._last}")
        if self._last is not None:
            if bucket - self._last > LONGEST_GAP * BUCKET_SECONDS:
                raise ValueError(f"{bucket} is more than a year after {self._last}: begin a new scan")
            for missed in range(self._last + BUCKET_SECONDS, bucket, BUCKET_SECONDS):
                self._take(missed, self._nothing, self._nothing)
        self._last = bucket
        return self._take(bucket, counts, share)

    def _take(self, bucket: int, counts: Floats, share: Floats) -> Floats:
        """One bucket: look ahead, count, score, and only then learn."""
        baseline, youth = self._baseline, self._youth
        outlook = baseline.outlook(bucket)
        seen = share > 0
        youth.grow(seen)
        taken, due = now = np.array((counts * seen, outlook.mean * share))
        totals, means = self._rings.push(now)
        squares = means * means
        variance = means + baseline.scatter * squares
        excess = totals - means
        self._score(bucket, totals, means, seen & (excess >= HIGH * np.sqrt(variance)))
        cap = due + WINSOR * np.sqrt(due + baseline.scatter[0] * due * due) + youth.slack
        baseline.learn(outlook, np.minimum(taken, cap), share)
        sure = seen & youth.grown
        clipped = np.minimum(excess * excess, CLIP * CLIP * variance)
        baseline.learn_scatter(clipped * sure, means * sure, squares * sure)
        baseline.turn(bucket)
        return outlook.mean

    def _score(self, bucket: int, totals: Floats, means: Floats, high: NDArray[np.bool_]) -> None:
        """Find the best window of each series over its line, for the episodes; most buckets have nothing high."""
        peaks: list[Peak] = []
        if high.any():
            worth = high & (totals >= LEAST_COUNT)
            scores = np.zeros_like(totals)
            scores[worth] = strengths(totals[worth], means[worth], self._baseline.scatter[worth])
            peaks = [
                _peak(series, scores[:, series], totals[:, series], means[:, series])
                for series in np.flatnonzero(scores.max(axis=0) >= self._youth.line).tolist()
            ]
        self._episodes.update(bucket, peaks, self._rings)


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
    array = np.asarray(values, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"wanted an array of {shape}, got {array.shape}")
    if not (np.isfinite(array) & (array >= 0) & (array <= most)).all():
        raise ValueError(f"counts are at least 0, and shares of coverage at most 1: {array}")
    return array
