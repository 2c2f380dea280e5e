"""How good an engine is, on posts that people have labelled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from analysis.pipeline import Pipeline, Text
from domain.score import Polarity, Score

BUDGET = 0.10


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A post and what a person says of it."""

    text: str
    label: Polarity


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Figures between 0 and 1; None where the labels do not let it be told.

    `macro_f1` is the mean over the polarities that are labelled; `neutral_alarms` the share of neutral posts called
    negative; `recall_at_budget` the recall of negatives at the line that lets 10 % of these neutrals through;
    `polar_auc` the chance that a negative post stands above a positive one.
    """

    posts: int
    macro_f1: float
    negative_precision: float | None
    negative_recall: float | None
    neutral_alarms: float | None
    recall_at_budget: float | None
    polar_auc: float | None


def evaluate(pipeline: Pipeline, labelled: Sequence[Labelled]) -> Measures:
    """Score the posts and hold the verdicts against the labels; no posts raise ValueError."""
    verdicts = pipeline.score([Text(post=place, text=row.text) for place, row in enumerate(labelled)])
    return measure([(row.label, verdict.score) for row, verdict in zip(labelled, verdicts, strict=True)])


def measure(judged: Sequence[tuple[Polarity, Score]]) -> Measures:
    """The figures of (label, verdict) pairs."""
    if not judged:
        raise ValueError("no labelled posts to measure on")
    pairs = Counter((label, score.polarity) for label, score in judged)
    labels = sorted({label for label, _ in judged})
    negativity = {
        label: np.array([score.negativity or 0.0 for own, score in judged if own is label], dtype=float)
        for label in Polarity
    }
    negative, neutral = negativity[Polarity.NEGATIVE], negativity[Polarity.NEUTRAL]
    called = sum(pairs[label, Polarity.NEGATIVE] for label in labels)
    hits = pairs[Polarity.NEGATIVE, Polarity.NEGATIVE]
    return Measures(
        posts=len(judged),
        macro_f1=float(np.mean([_f1(pairs, label) for label in labels])),
        negative_precision=_share(hits, called),
        negative_recall=_share(hits, len(negative)),
        neutral_alarms=_share(pairs[Polarity.NEUTRAL, Polarity.NEGATIVE], len(neutral)),
        recall_at_budget=_at_budget(negative, neutral),
        polar_auc=_auc(negative, negativity[Polarity.POSITIVE]),
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _f1(pairs: Counter[tuple[Polarity, Polarity]], polarity: Polarity) -> float:
    def total(keys: Iterable[tuple[Polarity, Polarity]]) -> int:
        return sum(pairs[key] for key in keys)

    labelled = total((polarity, called) for called in Polarity)
    called = total((label, polarity) for label in Polarity)
    return 2 * pairs[polarity, polarity] / (labelled + called) if labelled + called else 0.0


def _at_budget(negative: NDArray[np.float64], neutral: NDArray[np.float64]) -> float | None:
    if not len(negative) or not len(neutral):
        return None
    return float((negative > np.quantile(neutral, 1 - BUDGET)).mean())


def _auc(negative: NDArray[np.float64], positive: NDArray[np.float64]) -> float | None:
    """Mann-Whitney's U over all pairs; ties count half."""
    if not len(negative) or not len(positive):
        return None
    ranks = rankdata(np.concatenate([negative, positive]))[: len(negative)].sum()
    return float((ranks - len(negative) * (len(negative) + 1) / 2) / (len(negative) * len(positive)))
