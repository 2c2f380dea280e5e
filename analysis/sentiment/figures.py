"""Figures with the number they rest on and the 95 % interval around them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from analysis.negativity import wilson

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]
Places = NDArray[np.int64]
DRAWS = 200
SEED = 20261123
BINS = 15


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A value between 0 and 1, on `n` posts, with its 95 % interval."""

    value: float
    n: int
    low: float
    high: float


def share(part: int, whole: int) -> Figure | None:
    """A share with Wilson's interval (1927); None of nothing."""
    interval = wilson(part, whole)
    return None if interval is None else Figure(value=part / whole, n=whole, low=interval[0], high=interval[1])


def drawn(worth: Callable[[Places], float], *groups: Places) -> Figure:
    """A figure of posts by their places, with its percentile interval over 200 seeded draws from each group alone."""
    random = np.random.default_rng(SEED)
    draws = [worth(np.concatenate([random.choice(group, len(group)) for group in groups])) for _ in range(DRAWS)]
    places = np.concatenate(groups)
    low, high = np.quantile(draws, [0.025, 0.975])
    return Figure(value=worth(places), n=len(places), low=float(low), high=float(high))


def area(scores: Floats, truth: Chosen) -> float:
    """ROC-AUC: Mann-Whitney's U over all pairs; ties count half."""
    ones = int(truth.sum())
    ranks = float(rankdata(scores)[truth].sum())
    return (ranks - ones * (ones + 1) / 2) / (ones * (len(truth) - ones))


def macro_f1(called: NDArray[np.str_], labels: NDArray[np.str_], kinds: tuple[str, ...]) -> float:
    """Mean of F1 over these kinds."""
    return float(np.mean([_f1(called == kind, labels == kind) for kind in kinds]))


def _f1(called: Chosen, truth: Chosen) -> float:
    return float(2 * (called & truth).sum() / max(1, called.sum() + truth.sum()))


def recall_at(negative: Floats, neutral: Floats, budget: float) -> float:
    """Recall of negatives above the line that lets this share of the neutrals through."""
    return float((negative > np.quantile(neutral, 1 - budget)).mean())


def calibration_error(chances: Floats, truth: Chosen) -> float:
    """Expected calibration error over 15 bins of equal width (Guo et al., 2017)."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, chances, BINS) - np.bincount(bins, truth, BINS)
    return float(np.abs(gaps).sum() / len(chances))
