"""Whether topics rise: counts of distinct authors against the topic's own past, on the day curve of its watch.

Topics are many and mostly silent, so each is judged from its last two weeks at once, without a state of its own.
For a window: M = level * expected of the watch in it, where level = authors of the past / expected of the past;
V = M + phi * M^2 with phi from the past's own windows; S = -log10 P(NB(M, V) >= C).
"""

import numpy as np

from analysis.baseline import LEAST_SCATTER, PRIOR_SCATTER, SCATTER_WEIGHT, WINDOWS, Floats
from analysis.tails import strengths
from domain.day import BUCKET_SECONDS
from domain.topic import Burst

LONGEST = max(WINDOWS)
THRESHOLD = 5.0  # stricter than for a watch: hundreds of topics are looked at
LEAST_AUTHORS = 5
LEAST_EXPECTED = 0.5  # a topic never heard of is not expected to bring nothing at all: 7 authors make S = 5, not 5
LEAST_SHARE = 0.005  # and in a busy watch not less than this share of what the watch is expected to bring
CLIP = 4.0  # standard deviations that a past window may teach


def topic_bursts(authors: Floats, expected: Floats, *, last: int, threshold: float = THRESHOLD) -> list[Burst | None]:
    """For each topic the strongest rise in the last 15 minutes, 1 hour or 3 hours, or None.

    `authors` is (topics, buckets): distinct authors per bucket, 14 days or as many as there are, ending with bucket
    `last`; a window's count is their sum. `expected` (buckets) is what the watch's own baseline lets expect, times
    coverage: its shape is the topics' day curve, and its size is what a topic is held against at least. A rise needs
    5 authors and S >= `threshold`; `since` is where its surplus over the mean began. Too short a past to hold a single
    3-hour window raises ValueError.
    """
    past = authors.shape[1] - LONGEST
    if expected.shape != authors.shape[1:] or past < LONGEST:
        raise ValueError(f"{authors.shape} authors and {expected.shape} expected do not make a past and a present")
    level = authors[:, :past].sum(axis=1) / max(float(expected[:past].sum()), 1e-9)
    observed = np.stack([authors[:, -window:].sum(axis=1) for window in WINDOWS], axis=1)
    scores, means = np.zeros_like(observed), np.zeros_like(observed)
    for place, window in enumerate(WINDOWS):
        due = float(expected[-window:].sum())
        means[:, place] = np.maximum(level * due, max(LEAST_EXPECTED, LEAST_SHARE * due))
        rising = (observed[:, place] >= LEAST_AUTHORS) & (observed[:, place] > means[:, place])
        scatter = _scatter(authors[rising, :past], level[rising], expected[:past], window)
        scores[rising, place] = strengths(observed[rising, place], means[rising, place], scatter)
    best = scores.argmax(axis=1)
    return [
        _burst(authors[n], level[n] * expected, int(best[n]), float(scores[n, best[n]]), float(means[n, best[n]]), last)
        if scores[n, best[n]] >= threshold
        else None
        for n in range(len(authors))
    ]


def rises_at_most(observed: Floats, level: Floats, due: Floats) -> Floats:
    """For each topic an S that `topic_bursts` does not exceed, if that is worth telling (S >= 3).

    `observed` is (topics, windows), `due` what the watch is expected to bring in each window, `level` at most what
    `topic_bursts` finds. The least scatter makes the largest S: far out, a wider law has the heavier tail.
    """
    means = np.maximum(level[:, None] * due, np.maximum(LEAST_EXPECTED, LEAST_SHARE * due))
    scores = np.zeros_like(observed)
    rising = (observed >= LEAST_AUTHORS) & (observed > means)
    scores[rising] = strengths(observed[rising], means[rising], np.full(int(rising.sum()), LEAST_SCATTER))
    most: Floats = scores.max(axis=1, initial=0.0)
    return most


def _scatter(past: Floats, level: Floats, expected: Floats, window: int) -> Floats:
    """Dispersion phi by moments over the past's windows laid end to end, held to 0.05 by a prior, outliers clipped."""
    windows = past.shape[1] // window
    counts = past[:, -windows * window :].reshape(len(past), windows, window).sum(axis=2)
    means = level[:, None] * expected[-windows * window :].reshape(windows, window).sum(axis=1)
    variance = means + PRIOR_SCATTER * means**2
    squares = np.minimum((counts - means) ** 2, CLIP**2 * variance)
    phi = ((squares - means).sum(axis=1) + PRIOR_SCATTER * SCATTER_WEIGHT) / ((means**2).sum(axis=1) + SCATTER_WEIGHT)
    clipped: Floats = np.maximum(phi, LEAST_SCATTER)
    return clipped


def _burst(authors: Floats, due: Floats, place: int, score: float, mean: float, last: int) -> Burst:
    window = WINDOWS[place]
    surplus = (authors - due)[-window:][::-1].cumsum()
    return Burst(
        strength=score,
        window_minutes=window * BUCKET_SECONDS // 60,
        observed=int(authors[-window:].sum()),
        expected=mean,
        since=last - int(surplus.argmax()) * BUCKET_SECONDS,
        at=last,
    )
