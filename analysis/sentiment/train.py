"""From labelled texts to weights; needs the extra `train` (scikit-learn).

The same examples in the same order give the same bytes. About three minutes for 166,000 examples.
"""

import csv
import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.sentiment.corpus import Chosen, Example, corpus
from analysis.sentiment.fitting import Ground, Recipe, fitted, ground
from analysis.sentiment.heads import Heads, bayes_table
from analysis.sentiment.lines import UNSET, HeldOut, chosen_lines
from analysis.sentiment.scan import Scanner
from analysis.sentiment.weights import Lines, Weights
from domain.label import LabelKind

HELD_OUT = (0, 1, 2)  # folds that lines are chosen on
OWN = "own"
OWN_WEIGHT = 5.0
STRETCH = 2_000
Tell = Callable[[str], None]


class BadExamples(ValueError):
    """A file of labelled texts that cannot be learnt from; says where and what to do."""


def silent(_: str) -> None:
    """Tells nobody."""


def train(
    examples: Iterable[Example], *, own: Sequence[Example] = (), recipe: Recipe | None = None, tell: Tell = silent
) -> Weights:
    """Weights from examples of many sources and one's own ones, each of which counts five times.

    `tell` hears each step, in English. Lines are chosen on three folds, each scored by weights that have not seen it;
    the weights are then learnt from all. Too few labels of a kind raise ValueError.
    """
    chosen = recipe or Recipe()
    mine = [replace(example, source=OWN) for example in own]
    texts = corpus([*mine, *examples], lambda example: OWN_WEIGHT if example.source == OWN else 1.0)
    tell(f"{len(texts)} texts; collecting features")
    stand = ground(texts)
    lines = lines_from(stand, np.ones(len(texts), dtype=bool), chosen, HELD_OUT, tell)
    tell("learning from all")
    return fitted(stand, np.ones(len(texts), dtype=bool), chosen, lines)


def lines_from(on: Ground, among: Chosen, recipe: Recipe, folds: Sequence[int], tell: Tell = silent) -> Lines:
    """Lines chosen on these folds of the examples `among`, each fold by weights learnt from the others."""
    bare = replace(UNSET, bayes_share=recipe.bayes_share)
    parts: list[HeldOut] = []
    for fold in folds:
        tell(f"choosing lines: held-out fold {fold}")
        out = among & (on.texts.folds == fold)
        parts.append(held_out(fitted(on, among & ~out, recipe, bare), on, out))
    held = HeldOut(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in HeldOut.__annotations__}
    )
    return chosen_lines(held, weibo=recipe.weibo, budget=recipe.budget, bayes_share=recipe.bayes_share)


def held_out(weights: Weights, on: Ground, out: Chosen) -> HeldOut:
    """What these weights say of those examples."""
    scanner, heads, table = Scanner(weights.vocabulary), Heads(weights), bayes_table(weights)
    places = np.flatnonzero(out)
    sums = []
    for first in range(0, len(places), STRETCH):
        stretch = places[first : first + STRETCH]
        hits = scanner.scan([on.texts.texts[n] for n in stretch], [on.texts.tokens[n] for n in stretch])
        sums.append(heads.add(hits, frozenset()))
    bayes = [-table.prior - sum(table.known.get(word, 0.0) for word in on.texts.tokens[place]) for place in places]
    return HeldOut(
        alarm=np.concatenate([part.alarm for part in sums]),
        lean=np.concatenate([part.lean for part in sums]),
        praise=np.concatenate([part.praise for part in sums]),
        bayes=np.array(bayes),
        kinds=on.texts.kinds[out],
        sources=on.texts.sources[out],
    )


def read_examples(path: Path) -> list[Example]:
    """The rows of a CSV with the columns text, label and source, packed with gzip or not; raises BadExamples."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            return [_example(row, line) for line, row in enumerate(csv.DictReader(file), 2)]
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, BadExamples) as error:
        raise BadExamples(f"{path}: {error}") from error


def _example(row: dict[str, str | None], line: int) -> Example:
    text, label = row.get("text"), row.get("label")
    if text is None or label is None:
        raise BadExamples(f"row {line}: the columns text and label are needed")
    if label not in set(LabelKind):
        raise BadExamples(f"row {line}: label {label!r} is none of {', '.join(kind.value for kind in LabelKind)}")
    return Example(text=text, kind=LabelKind(label), source=row.get("source") or "")
