"""Old weights against new ones on labels that neither learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.sentiment.blend import BlendEngine
from analysis.sentiment.corpus import Chosen, Corpus, Example, corpus, fold_of
from analysis.sentiment.figures import Floats
from analysis.sentiment.weights import Weights
from domain.label import LabelKind
from domain.score import Polarity

HELD_OUT_FOLDS = frozenset({8, 9})
LEAST_HELD_OUT = 10
LEAST_CHANCE = 1e-3
DRAWS = 1_000
SEED = 20261123


class TooFewLabels(ValueError):
    """There are too few labels to learn from and to judge on; says how many there are."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How weights did on the held-out labels, of which `negative` are negative.

    `loss` is the mean logarithmic loss of negativity against the label (smaller is better), `recall` and `precision`
    those of the verdict "negative", None where nothing is to be divided by; `right` counts right verdicts.
    """

    loss: float
    right: int
    recall: float | None
    precision: float | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both, on the same `posts` labels; `chance` is how often the new one's loss is smaller in 1,000 seeded redraws."""

    posts: int
    negative: int
    old: Standing
    new: Standing
    chance: float

    @property
    def better(self) -> bool:
        """The new weights lose less, and do not name fewer posts rightly."""
        return self.new.loss < self.old.loss and self.new.right >= self.old.right


def parted(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Examples to learn from, and about a fifth to judge on; the same text always falls on the same side.

    Raises TooFewLabels where the part to judge on has fewer than ten texts, or all of one kind.
    """
    learn = [example for example in examples if fold_of(example.text) not in HELD_OUT_FOLDS]
    judge = [example for example in examples if fold_of(example.text) in HELD_OUT_FOLDS]
    kinds = {example.kind is LabelKind.NEG for example in judge}
    if len(judge) < LEAST_HELD_OUT or len(kinds) < 2:
        raise TooFewLabels(
            f"现有标注 {len(examples)} 条，其中留作检验的 {len(judge)} 条：至少要有 {LEAST_HELD_OUT} 条，"
            "且负面与非负面都有；请再标一些（约 100 条起）"
        )
    return learn, judge


def compare(
    old: Weights, new: Weights, judge: Sequence[Example], own: frozenset[str], words: Sequence[str]
) -> Comparison:
    """Judge the same texts by both; `own` and `words` are the brand words that are masked and kept whole."""
    texts = corpus(judge, own_words=words)
    truth = texts.of(LabelKind.NEG)
    before, after = (_losses(weights, texts, own) for weights in (old, new))
    drawn = np.random.default_rng(SEED).integers(0, len(texts), (DRAWS, len(texts)))
    gains = (before.losses - after.losses)[drawn].mean(axis=1)
    return Comparison(
        posts=len(texts),
        negative=int(truth.sum()),
        old=_standing(before, truth),
        new=_standing(after, truth),
        chance=float((gains > 0).mean()),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Judged:
    losses: Floats
    called: Floats


def _losses(weights: Weights, texts: Corpus, own: frozenset[str]) -> _Judged:
    judged = BlendEngine(weights, own).judge_all(texts.texts, texts.tokens)
    truth = texts.of(LabelKind.NEG)
    chances = np.array([0.0 if said.negativity is None else said.negativity for said in judged])
    chances = np.clip(chances, LEAST_CHANCE, 1 - LEAST_CHANCE)
    called = np.array([float(said.polarity is Polarity.NEGATIVE) for said in judged])
    return _Judged(losses=-np.log(np.where(truth, chances, 1 - chances)), called=called)


def _standing(judged: _Judged, truth: Chosen) -> Standing:
    hits = float((judged.called * truth).sum())
    called, there = float(judged.called.sum()), float(truth.sum())
    return Standing(
        loss=float(judged.losses.mean()),
        right=int((judged.called == truth).sum()),
        recall=hits / there if there else None,
        precision=hits / called if called else None,
    )
