"""How good an engine is, on posts that people have labelled."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.sentiment.corpus import Example
from analysis.sentiment.engine import Engine
from analysis.sentiment.figures import (
    Chosen,
    Figure,
    Floats,
    area,
    calibration_error,
    drawn,
    macro_f1,
    recall_at,
    share,
)
from analysis.sentiment.leaning import Leaning
from analysis.text import normalise
from analysis.words import Tokeniser
from domain.label import POLARITY_OF, LabelKind
from domain.score import Polarity

BUDGET = 0.10
AT_ONCE = 2_000
KIND_OF = {polarity: kind.value for kind, polarity in POLARITY_OF.items()} | {Polarity.UNKNOWN: LabelKind.NEU.value}
NEG, NEU, POS, NON = (kind.value for kind in (LabelKind.NEG, LabelKind.NEU, LabelKind.POS, LabelKind.NON))


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Figures of one engine on one set; None where the labels do not let it be told.

    Forced choice, over posts labelled negative and positive, of which the engine must name one (negative where
    `Leaning.lean` is 0.5 or more): `accuracy`, `macro_f1`, `auc`, `calibration_error`. Where a set has no positive
    posts but such that are no more than not negative, these four are of negative against those, by verdict and
    negativity.
    By the verdict, over all posts: `negative_precision`, `negative_recall`, `neutral_alarms` (neutral posts called
    negative), `three_class_f1` (macro; where all three are labelled), `unknown` (posts without a verdict; they count as
    neutral, negativity 0). `recall_at_budget` is the recall of negatives where the line on negativity lets 10 % of the
    neutral posts through. `posts_per_second` is from text to verdict, on one core.
    """

    posts: int
    accuracy: Figure | None
    macro_f1: Figure | None
    auc: Figure | None
    calibration_error: Figure | None
    negative_precision: Figure | None
    negative_recall: Figure | None
    neutral_alarms: Figure | None
    recall_at_budget: Figure | None
    three_class_f1: Figure | None
    unknown: Figure | None
    posts_per_second: float | None


def evaluate(
    engine: Engine, examples: Sequence[Example], clock: Callable[[], float], own_words: Iterable[str] = ()
) -> Measures:
    """Judge whole texts, reposted words among them, and hold the verdicts against the labels.

    `clock` tells seconds (`time.perf_counter`); `own_words` are kept whole when texts are cut: hand them to the engine
    too. No examples raise ValueError.
    """
    tokeniser = Tokeniser(own_words)
    tokeniser.cut("")
    begun = clock()
    judged: list[Leaning] = []
    for first in range(0, len(examples), AT_ONCE):
        texts = [normalise(example.text) for example in examples[first : first + AT_ONCE]]
        judged += engine.judge_all(texts, [tokeniser.cut(text) for text in texts])
    pairs = [(example.kind, leaning) for example, leaning in zip(examples, judged, strict=True)]
    return measure(pairs, seconds=clock() - begun)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Columns:
    """Labels, verdicts, negativity and lean of all posts."""

    labels: NDArray[np.str_]
    called: NDArray[np.str_]
    negativity: Floats
    lean: Floats


def measure(judged: Sequence[tuple[LabelKind, Leaning]], *, seconds: float | None = None) -> Measures:
    """The figures of (label, verdict) pairs; no pairs raise ValueError."""
    if not judged:
        raise ValueError("no labelled posts to measure on")
    rows = _columns(judged)
    negative, neutral = rows.labels == NEG, rows.labels == NEU
    alarmed = rows.called == NEG
    unknown = sum(leaning.polarity is Polarity.UNKNOWN for _, leaning in judged)
    accuracy, f1, auc, error = _forced(rows)
    return Measures(
        posts=len(judged),
        accuracy=accuracy,
        macro_f1=f1,
        auc=auc,
        calibration_error=error,
        negative_precision=share(int((alarmed & negative).sum()), int(alarmed.sum())) if negative.any() else None,
        negative_recall=share(int((alarmed & negative).sum()), int(negative.sum())),
        neutral_alarms=share(int((alarmed & neutral).sum()), int(neutral.sum())),
        recall_at_budget=_at_budget(rows),
        three_class_f1=_three_classes(rows),
        unknown=share(unknown, len(judged)),
        posts_per_second=len(judged) / seconds if seconds else None,
    )


def _columns(judged: Sequence[tuple[LabelKind, Leaning]]) -> _Columns:
    negativity = [leaning.negativity or 0.0 for _, leaning in judged]
    lean = [negativity[n] if said.lean is None else said.lean for n, (_, said) in enumerate(judged)]
    return _Columns(
        labels=np.array([kind.value for kind, _ in judged]),
        called=np.array([KIND_OF[leaning.polarity] for _, leaning in judged]),
        negativity=np.array(negativity),
        lean=np.array(lean),
    )


def _forced(rows: _Columns) -> tuple[Figure | None, Figure | None, Figure | None, Figure | None]:
    """Accuracy, macro-F1, AUC and calibration error of negative against positive, or against not negative."""
    other = POS if (rows.labels == POS).any() else NON
    scores = rows.lean if other == POS else rows.negativity
    truth: Chosen = rows.labels == NEG
    hits: Chosen = scores >= 0.5 if other == POS else rows.called == NEG
    ones, others = np.flatnonzero(truth), np.flatnonzero(rows.labels == other)
    right = int(hits[ones].sum() + (~hits[others]).sum())
    if not len(ones) or not len(others):
        return share(right, len(ones) + len(others)), None, None, None
    called, labels = np.where(hits, NEG, other), rows.labels
    return (
        share(right, len(ones) + len(others)),
        drawn(lambda places: macro_f1(called[places], labels[places], (NEG, other)), ones, others),
        drawn(lambda places: area(scores[places], truth[places]), ones, others),
        drawn(lambda places: calibration_error(scores[places], truth[places]), ones, others),
    )


def _at_budget(rows: _Columns) -> Figure | None:
    negative, neutral = np.flatnonzero(rows.labels == NEG), np.flatnonzero(rows.labels == NEU)
    if not len(negative) or not len(neutral):
        return None
    scores, labels = rows.negativity, rows.labels
    return drawn(
        lambda places: recall_at(scores[places[labels[places] == NEG]], scores[places[labels[places] == NEU]], BUDGET),
        negative,
        neutral,
    )


def _three_classes(rows: _Columns) -> Figure | None:
    groups = [np.flatnonzero(rows.labels == kind) for kind in (NEG, NEU, POS)]
    if not all(len(group) for group in groups):
        return None
    return drawn(lambda places: macro_f1(rows.called[places], rows.labels[places], (NEG, NEU, POS)), *groups)
