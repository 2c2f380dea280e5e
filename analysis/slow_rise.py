"""Rises that a window of three hours cannot see: half a day or a day against the same stretch of the days before.

The scan of `analysis.bursts` follows the level within days, so what doubles over a day never stands out against it.
Here the last 6, 12 and 24 hours are held against the same hours of the 7 days before: as they end at the same time of
day, no day curve is needed. M = weighted median of the past stretches (days of the same kind, working day or weekend,
count three times), V = M + phi * M^2 with phi from the spread of their logarithms, S = -log10 P(NB(M, V) >= C).
A longer past finds no more and alarms oftener, since topics drift (docs/bursts.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.baseline import Floats
from analysis.season import CHINA_OFFSET, EPOCH_WEEKDAY
from analysis.tails import strengths
from domain.day import DAY_SECONDS

WINDOWS = (6, 12, 24)  # hours
PAST_DAYS = 7
LEAST_DAYS = 6  # with fewer comparable days nothing is said
LEAST_SEEN = 0.5  # share of a stretch that was collected, for it to be compared
LEAST_COUNT = 12
LEAST_RATIO = 1.5
SAME_KIND = 3.0
NORMAL = 1.4826  # a median deviation in standard deviations of the normal law
LEAST_PHI = 0.01
PRIOR_PHI, PRIOR_WEIGHT = 0.10, 6.0  # days that the prior weighs
THRESHOLD = 6.0  # phi is known from a week only, so S says more than it knows: 0.01 false alarms a day
DAY = 24  # hours


@dataclass(frozen=True, kw_only=True)
class SlowRise:
    """The stretch that stands out most: `hours` long, with `observed` where `usual` is usual; S is `strength`."""

    strength: float
    hours: int
    observed: int
    usual: float


def slow_rises(counts: Floats, coverage: Floats, *, last: int, threshold: float = THRESHOLD) -> list[SlowRise | None]:
    """For each series the slow rise that is on at the end of hour `last` (epoch second of its start), or None.

    `counts` (series, hours) are distinct authors by hour, up to 8 days that end with hour `last`; `coverage` is the
    share of each hour that was collected. A rise needs S >= `threshold`, half as many again as usual, and six days to
    be compared with. Shapes that differ raise ValueError.
    """
    if counts.shape != coverage.shape or counts.ndim != 2:
        raise ValueError(f"{counts.shape} counts and {coverage.shape} coverage are not alike")
    best: list[SlowRise | None] = [None] * len(counts)
    total, seen = _running(counts), _running(coverage)
    for hours in WINDOWS:
        strength, observed, usual = _window(total, seen, hours, last)
        for n in np.flatnonzero(strength >= threshold).tolist():
            known = best[n]
            if known is None or strength[n] > known.strength:
                best[n] = SlowRise(
                    strength=float(strength[n]), hours=hours, observed=int(observed[n]), usual=float(usual[n])
                )
    return best


def _window(total: Floats, seen: Floats, hours: int, last: int) -> tuple[Floats, Floats, Floats]:
    """(S, count, usual count at this coverage) of each series for one length."""
    size = total.shape[1] - 1
    ends = [size - DAY * day for day in range(PAST_DAYS + 1) if size - DAY * day >= hours]
    none = np.zeros(len(total))
    if len(ends) <= LEAST_DAYS:
        return none, none, none
    counts = np.stack([total[:, end] - total[:, end - hours] for end in ends], axis=1)
    shares = np.stack([seen[:, end] - seen[:, end - hours] for end in ends], axis=1) / hours
    good = shares[:, 1:] >= LEAST_SEEN
    full = np.where(good, counts[:, 1:] / np.maximum(shares[:, 1:], LEAST_SEEN), np.nan)
    ready = (good.sum(axis=1) >= LEAST_DAYS) & (shares[:, 0] >= LEAST_SEEN) & (counts[:, 0] >= LEAST_COUNT)
    strength, usual = none.copy(), none.copy()
    weights = np.where(good, _kinds(last, len(ends) - 1), 0.0)
    for n in np.flatnonzero(ready).tolist():
        own, weight = full[n][good[n]], weights[n][good[n]]
        usual[n] = max(_median(own, weight), 0.5) * shares[n, 0]
        if counts[n, 0] >= LEAST_RATIO * usual[n]:
            phi = np.array([_phi(own, weight)])
            strength[n] = strengths(counts[n, :1], usual[n : n + 1], phi)[0]
    return strength, counts[:, 0], usual


def _phi(past: Floats, weights: Floats) -> float:
    """Dispersion beyond Poisson: the squared spread of the logarithms, less what chance makes, held by a prior."""
    logs = np.log(past + 0.5)
    middle = _median(logs, weights)
    spread = NORMAL * _median(np.abs(logs - middle), weights)
    usual = max(_median(past, weights), 0.5)
    phi = (max(spread**2 - 1 / usual, 0.0) * len(past) + PRIOR_PHI * PRIOR_WEIGHT) / (len(past) + PRIOR_WEIGHT)
    return max(phi, LEAST_PHI)


def _kinds(last: int, days: int) -> Floats:
    """Weights of the days before: more where working day or weekend are as today."""
    today = (last + CHINA_OFFSET) // DAY_SECONDS
    weekend: Sequence[bool] = [(today - back + EPOCH_WEEKDAY) % 7 >= 5 for back in range(days + 1)]
    return np.array([SAME_KIND if own == weekend[0] else 1.0 for own in weekend[1:]])


def _median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    half = weights[order].cumsum()
    return float(values[order][np.searchsorted(half, half[-1] / 2)])


def _running(values: Floats) -> NDArray[np.float64]:
    return np.concatenate([np.zeros((len(values), 1)), values.cumsum(axis=1)], axis=1)
