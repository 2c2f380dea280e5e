"""The quick look at topics passes over none that the exact one would tell of."""

import numpy as np

from analysis.baseline import LEAST_SCATTER, WINDOWS
from analysis.tails import strengths
from analysis.topics import LEAST_AUTHORS, LEAST_EXPECTED, LONGEST, rises_at_most, topic_bursts

MOST_SCATTER = 60.0  # clipped moments stay below: 15 N / (N^2 / W + 50) <= 39 for N authors in W windows, and the prior
BUCKETS = 14 * 288


def test_a_wider_law_is_never_the_surer_one_where_it_is_worth_telling() -> None:
    means, counts = np.geomspace(LEAST_EXPECTED, 5_000, 60), np.unique(np.geomspace(LEAST_AUTHORS, 50_000, 120).round())
    for scatter in np.geomspace(LEAST_SCATTER, MOST_SCATTER, 40):
        mean, count = (grid.ravel() for grid in np.meshgrid(means, counts))
        wide = strengths(count, mean, np.full(mean.shape, scatter))
        narrow = strengths(count, mean, np.full(mean.shape, LEAST_SCATTER))
        telling = wide >= 3.0
        assert (narrow[telling] >= wide[telling] - 1e-9).all()


def test_no_topic_that_rises_is_above_what_was_said_at_most() -> None:
    chance = np.random.default_rng(3)
    rates = np.geomspace(0.0005, 0.5, 300)
    authors = chance.poisson(rates[:, None] * chance.gamma(0.5, 2.0, size=(300, BUCKETS))).astype(np.float64)
    authors[::3, -12:] += chance.poisson(3.0, size=(100, 12))
    authors[1::3, -36:] += chance.poisson(0.6, size=(100, 36))
    expected = np.full(BUCKETS, 20.0)
    found = topic_bursts(authors, expected, last=1_791_129_600, threshold=4.0)
    observed = np.stack([authors[:, -window:].sum(axis=1) for window in WINDOWS], axis=1)
    due = np.array([expected[-window:].sum() for window in WINDOWS])
    level = authors[:, :-LONGEST].sum(axis=1) / expected[:-LONGEST].sum()
    for share in (1.0, 0.5, 0.0):
        most = rises_at_most(observed, share * level, due)
        assert all(burst is None or burst.strength <= most[n] + 1e-9 for n, burst in enumerate(found))
    assert sum(burst is not None for burst in found) > 50
    assert (rises_at_most(observed, level, due) < 4.0).sum() > 50
