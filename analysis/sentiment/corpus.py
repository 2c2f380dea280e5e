"""Labelled texts made ready to learn from: normalised, cut, each once, in seeded folds."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from analysis.sentiment.brands import BRANDS
from analysis.sentiment.vocabulary import EMOTICON, MASK, masked
from analysis.text import normalise
from analysis.words import Tokeniser
from domain.label import LabelKind

FOLDS = 10
EMOTICONS_ARE_LABELS = frozenset({"weibo_senti_100k"})
LETTERS = re.compile(r"\W+")
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text, what a person says of it, and the set it comes from."""

    text: str
    kind: LabelKind
    source: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Corpus:
    """Examples in columns. `folds` (0 to 9) hang on the text's letters alone, so copies never part."""

    texts: list[str]
    tokens: list[list[str]]
    kinds: NDArray[np.str_]
    sources: NDArray[np.str_]
    folds: NDArray[np.int64]
    weights: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.texts)

    def of(self, *kinds: LabelKind) -> Chosen:
        """Which examples have one of these labels."""
        return np.isin(self.kinds, [kind.value for kind in kinds])

    def within(self, sources: Iterable[str]) -> Chosen:
        """Which examples come from one of these sets."""
        return np.isin(self.sources, list(sources))


def corpus(
    examples: Iterable[Example],
    weigh: Callable[[Example], float] = lambda _: 1.0,
    own_words: Collection[str] = (),
) -> Corpus:
    """Examples that say something, each text once (the first counts), in the order they come.

    Well-known brands and `own_words` are blotted out, at the same length, in texts and tokens.
    """
    tokeniser, names = Tokeniser(own_words), BRANDS | {normalise(word) for word in own_words}
    kept: dict[str, tuple[Example, str]] = {}
    for example in examples:
        text = _learnable(example)
        kept.setdefault(LETTERS.sub("", text) or text, (example, text))
    kept.pop("", None)
    rows = list(kept.values())
    silent = lru_cache(maxsize=None)(lambda token: MASK * len(token) if MASK in masked([token], names)[0] else token)
    return Corpus(
        texts=masked([text for _, text in rows], names),
        tokens=[[silent(token) for token in tokeniser.cut(text)] for _, text in rows],
        kinds=np.array([example.kind.value for example, _ in rows], dtype=str),
        sources=np.array([example.source for example, _ in rows], dtype=str),
        folds=np.fromiter(map(fold_of, kept), np.int64, len(kept)),
        weights=np.fromiter((weigh(example) for example, _ in rows), np.float64, len(rows)),
    )


def fold_of(text: str) -> int:
    """0 to 9, the same on every machine."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % FOLDS


def first_of_each(sources: NDArray[np.str_], among: Chosen, most: int, seed: int) -> Chosen:
    """At most `most` examples of each source among those chosen, drawn with the seed."""
    kept = np.zeros(len(sources), dtype=bool)
    order = np.random.default_rng(seed).permutation(len(sources))
    for source in np.unique(sources):
        drawn = order[(sources[order] == source) & among[order]]
        kept[drawn[:most]] = True
    return kept


def _learnable(example: Example) -> str:
    """Normalised; without emoticons where these made the labels."""
    text = normalise(example.text)
    return EMOTICON.sub("", text) if example.source in EMOTICONS_ARE_LABELS else text
