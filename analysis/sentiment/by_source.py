"""Leave one source out: what weights say of a set that they have never seen a row of.

Reported, never used for choosing: the folds on which the recipe and the lines were chosen stay out of the figures.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from analysis.sentiment.blend import BlendEngine
from analysis.sentiment.corpus import Chosen, Corpus, Example, corpus
from analysis.sentiment.evaluate import Measures, measure
from analysis.sentiment.fitting import Recipe, fitted, ground
from analysis.sentiment.train import HELD_OUT, Tell, lines_from, silent
from domain.label import LabelKind

LINES_ON = HELD_OUT[:1]


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """Figures of one source, by weights learnt from the others."""

    source: str
    measures: Measures


def without_each_source(
    examples: Iterable[Example], *, recipe: Recipe | None = None, tell: Tell = silent
) -> Iterator[Unseen]:
    """One source after another, in order of their names; lines are chosen on one held-out fold of the other sources.

    Half a minute to a minute for each at 166,000 examples.
    """
    chosen = recipe or Recipe()
    texts = corpus(examples)
    stand = ground(texts)
    for source in np.unique(texts.sources).tolist():
        tell(f"without {source}")
        others = ~texts.within([source])
        weights = fitted(stand, others, chosen, lines_from(stand, others, chosen, LINES_ON))
        yield Unseen(source=source, measures=measured(BlendEngine(weights), texts, reported(texts) & ~others))


def reported(texts: Corpus) -> Chosen:
    """The folds that nothing was chosen on."""
    kept: Chosen = ~np.isin(texts.folds, HELD_OUT)
    return kept


def measured(engine: BlendEngine, texts: Corpus, chosen: Chosen) -> Measures:
    """The figures of an engine on some of a corpus's texts."""
    places = np.flatnonzero(chosen)
    judged = engine.judge_all([texts.texts[n] for n in places], [texts.tokens[n] for n in places])
    kinds = [LabelKind(kind) for kind in texts.kinds[chosen]]
    return measure(list(zip(kinds, judged, strict=True)))
