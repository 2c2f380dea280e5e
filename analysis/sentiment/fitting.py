"""Fitting the four heads on chosen examples; needs the extra `train` (scikit-learn)."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from analysis.sentiment.candidates import candidates, matrix, narrowed
from analysis.sentiment.corpus import Chosen, Corpus, first_of_each
from analysis.sentiment.scan import Floats, Ints
from analysis.sentiment.vocabulary import Vocabulary
from analysis.sentiment.weights import LEAST_NORM, RARITY_STEP, Lines, Weights, shortened
from domain.label import LabelKind

NEG, NEU, POS = LabelKind.NEG, LabelKind.NEU, LabelKind.POS
LEAST_HEARD = 3


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to train; the figures were chosen on held-out tenths of the training sets, see the model card.

    `cap` examples of a source at most; `features` kept of all candidates; `polarity` and `others` are the C of
    scikit-learn's logistic regression; `bayes_share` is what the Bayes table says in the lean; `budget` the share of
    neutral posts that may be called negative on the worst of the `weibo` sets.
    """

    seed: int = 20261123
    cap: int = 25_000
    features: int = 100_000
    polarity: float = 2.0
    others: float = 4.0
    bayes_share: float = 0.3
    budget: float = 0.11
    weibo: frozenset[str] = frozenset(
        {"smp2020_usual", "smp2020_virus", "nlpcc2013", "weibo2018", "weibo_senti_100k", "own"}
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Ground:
    """What every fit stands on: the texts and which candidate features each holds."""

    texts: Corpus
    vocabulary: Vocabulary
    holds: sp.csr_matrix


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """One head: weights (features), and the log-odds of nothing."""

    weights: Floats
    bias: float


def ground(texts: Corpus) -> Ground:
    """Candidates of all texts, without looking at a label."""
    vocabulary = candidates(texts)
    return Ground(texts=texts, vocabulary=vocabulary, holds=matrix(texts, vocabulary))


def fitted(on: Ground, among: Chosen, recipe: Recipe, lines: Lines) -> Weights:
    """Weights learnt from these examples alone: fit on every candidate, keep the heaviest, fit again."""
    chosen = first_of_each(on.texts.sources, among, recipe.cap, recipe.seed)
    rarity = _rarity(on.holds, chosen)
    first = _four(_weighted(on.holds, rarity), on.texts, chosen, recipe)
    weight = sum(np.abs(fit.weights * rarity) / max(float((fit.weights * rarity).std()), 1e-9) for fit in first)
    kept: Ints = np.sort(np.argsort(-np.asarray(weight), kind="stable")[: recipe.features])
    rarity = np.clip(np.round(rarity[kept] / RARITY_STEP), 1, 255) * RARITY_STEP
    heads = _four(_weighted(on.holds[:, kept], rarity), on.texts, chosen, recipe)
    words, negative, positive = _counts(on.texts, chosen)
    return Weights(
        vocabulary=narrowed(on.vocabulary, kept),
        rarity=np.round(rarity / RARITY_STEP).astype(np.uint8),
        heads=shortened(np.column_stack([fit.weights * rarity for fit in heads])),
        biases=tuple(round(fit.bias, 4) for fit in heads),
        lines=lines,
        words=words,
        negative=negative,
        positive=positive,
    )


def _rarity(holds: sp.csr_matrix, chosen: Chosen) -> Floats:
    """1 + ln((1 + texts) / (1 + texts that hold the feature)), as scikit-learn has it."""
    texts = np.asarray(holds[chosen].sum(axis=0)).ravel()
    rarity: Floats = 1 + np.log((1 + chosen.sum()) / (1 + texts))
    return rarity


def _weighted(holds: sp.csr_matrix, rarity: Floats) -> sp.csr_matrix:
    """Each text's rarities, its row of length one, or shorter where it holds next to nothing."""
    raw = sp.csr_matrix(holds @ sp.diags(rarity.astype(np.float32)))
    norms = np.maximum(np.sqrt(np.asarray(raw.multiply(raw).sum(axis=1)).ravel()), LEAST_NORM)
    return sp.csr_matrix(sp.diags((1 / norms).astype(np.float32)) @ raw)


def _four(rows: sp.csr_matrix, texts: Corpus, chosen: Chosen, recipe: Recipe) -> tuple[Fit, ...]:
    """Polarity, opinion, negative against neutral, positive against neutral.

    The first learns from all polar examples, Weibo's twice; the second from sources that have neutrals; the last two
    from those of them that are Weibo.
    """
    with_neutrals = texts.within(np.unique(texts.sources[texts.of(NEU)]).tolist())
    weibo = texts.within(recipe.weibo)
    double = texts.weights * np.where(weibo, 2.0, 1.0)
    polar = chosen & texts.of(NEG, POS)
    opinion = chosen & with_neutrals & texts.of(NEG, NEU, POS)
    negative, positive = (chosen & with_neutrals & weibo & texts.of(kind, NEU) for kind in (NEG, POS))
    return (
        _fit(rows[polar], texts.of(NEG)[polar], double[polar], recipe.polarity, None),
        _fit(rows[opinion], ~texts.of(NEU)[opinion], texts.weights[opinion], recipe.others, "balanced"),
        _fit(rows[negative], texts.of(NEG)[negative], texts.weights[negative], recipe.others, "balanced"),
        _fit(rows[positive], texts.of(POS)[positive], texts.weights[positive], recipe.others, "balanced"),
    )


def _fit(rows: sp.csr_matrix, truth: Chosen, weights: Floats, c: float, balance: str | None) -> Fit:
    """Liblinear's dual solver: deterministic for a given seed and order of examples."""
    if len(np.unique(truth)) < 2:
        raise ValueError("examples of both kinds are needed: negative and positive, and neutral ones beside them")
    model = LogisticRegression(solver="liblinear", dual=True, C=c, class_weight=balance, tol=0.05, random_state=1)
    model.fit(rows, truth, sample_weight=weights)
    return Fit(weights=model.coef_[0].astype(np.float64), bias=float(model.intercept_[0]))


def _counts(texts: Corpus, chosen: Chosen) -> tuple[tuple[str, ...], NDArray[np.uint32], NDArray[np.uint32]]:
    """How often each token stands in negative and in positive examples; tokens of fewer than three times are left."""
    negative, positive = (_tokens_of(texts, chosen & texts.of(kind)) for kind in (NEG, POS))
    words = sorted(
        word
        for word in negative.keys() | positive.keys()
        if negative[word] + positive[word] >= LEAST_HEARD and word.isprintable() and not word.isspace()
    )
    return (
        tuple(words),
        np.array([negative[word] for word in words], np.uint32),
        np.array([positive[word] for word in words], np.uint32),
    )


def _tokens_of(texts: Corpus, chosen: Chosen) -> Counter[str]:
    counts: Counter[str] = Counter()
    for place in np.flatnonzero(chosen):
        counts.update(texts.tokens[place])
    return counts
