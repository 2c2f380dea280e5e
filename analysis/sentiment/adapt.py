"""Own labels on top of weights that are there: no training data and no scikit-learn needed, done in seconds."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

from analysis.sentiment.candidates import matrix
from analysis.sentiment.corpus import Chosen, Corpus, Example, corpus
from analysis.sentiment.heads import NEGATIVE, OPINION, POLARITY, POSITIVE
from analysis.sentiment.scan import Floats
from analysis.sentiment.weights import LEAST_NORM, RARITY_STEP, STEP, Shorts, Weights, shortened
from domain.label import LabelKind

STRENGTH = 4.0  # C of the logistic regression: how far own labels may pull a weight away from where it stands
LEAST_EXAMPLES = 20
TYPICAL_RARITY = 7.0
NEG, NEU, POS, NON = LabelKind.NEG, LabelKind.NEU, LabelKind.POS, LabelKind.NON


class TooFewExamples(ValueError):
    """There are not enough own labels of two kinds to learn anything."""


def adapt(
    weights: Weights, own: Sequence[Example], *, own_words: Collection[str] = (), strength: float = STRENGTH
) -> Weights:
    """Weights moved towards own labels: logistic regression whose prior is the weights themselves.

    For each head the change d of the weights minimises sum log(1 + exp(-y (base + x.d))) + |d|^2 / (2 strength), over
    the examples that say something to that head; heads that hear of one side alone stay as they are. Lines, vocabulary
    and Bayes table stay. Fewer than twenty labelled texts, or labels of one kind only, raise TooFewExamples.
    """
    texts = corpus(own, own_words=own_words)
    if len(texts) < LEAST_EXAMPLES or len(np.unique(texts.kinds)) < 2:
        raise TooFewExamples(
            f"{len(texts)} usable labelled texts of {len(np.unique(texts.kinds))} kinds: "
            f"at least {LEAST_EXAMPLES} of two kinds are needed"
        )
    rows = _rows(weights, texts)
    heads, biases = weights.heads.astype(np.float64) * STEP, list(weights.biases)
    for head, among, truth in _questions(texts):
        change, bias = _learnt(rows[among], truth[among], heads[:, head], biases[head], strength)
        heads[:, head] += change
        biases[head] = round(biases[head] + bias, 4)
    return replace(weights, heads=_kept(weights.heads, shortened(heads)), biases=tuple(biases))


def _questions(texts: Corpus) -> Iterator[tuple[int, Chosen, Chosen]]:
    """Per head which examples speak to it, and which of these are on its side."""
    sides = (
        (POLARITY, (NEG,), (POS,)),
        (OPINION, (NEG, POS), (NEU,)),
        (NEGATIVE, (NEG,), (NEU, NON)),
        (POSITIVE, (POS,), (NEU,)),
    )
    for head, ones, others in sides:
        truth, against = texts.of(*ones), texts.of(*others)
        if truth.any() and against.any():
            yield head, truth | against, truth


def _rows(weights: Weights, texts: Corpus) -> sp.csr_matrix:
    """1 / norm where a text holds a feature: weights have the rarities folded in."""
    holds = matrix(texts, weights.vocabulary)
    squares = (weights.rarity.astype(np.float64) * RARITY_STEP) ** 2
    norms = np.maximum(np.sqrt(holds @ squares), LEAST_NORM)
    return sp.csr_matrix(sp.diags(1 / norms) @ holds)


def _learnt(rows: sp.csr_matrix, truth: Chosen, head: Floats, bias: float, strength: float) -> tuple[Floats, float]:
    """The change of one head's weights and bias; changes are measured in those of a feature of typical rarity."""
    columns = np.unique(rows.indices)
    held = sp.csr_matrix(rows[:, columns] * TYPICAL_RARITY)
    base = rows @ head + bias
    sign = np.where(truth, 1.0, -1.0)

    def loss(change: Floats) -> tuple[float, Floats]:
        margin = sign * (base + held @ change[:-1] + change[-1])
        pull = -sign / (1 + np.exp(np.clip(margin, -500, 500)))
        value = np.logaddexp(0, -margin).sum() + change @ change / (2 * strength)
        return float(value), np.append(held.T @ pull, pull.sum()) + change / strength

    found = minimize(loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B")
    change = np.zeros(len(head))
    change[columns] = found.x[:-1] * TYPICAL_RARITY
    return change, float(found.x[-1])


def _kept(old: Shorts, new: Shorts) -> Shorts:
    """The old array where nothing changed, so that nothing learnt is the same version."""
    return old if np.array_equal(old, new) else new
