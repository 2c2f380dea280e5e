"""Finding the features of many texts at once: n-grams by arrays, one look-up per token."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from analysis.sentiment.grams import Grams
from analysis.sentiment.vocabulary import NEGATIONS, Vocabulary, marked, masked_in_a_row

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NONE = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Tokens:
    """All tokens of the texts in one row: the text each belongs to, and its first place in the joined texts.

    `fits` says of each text whether its tokens joined are as long as it is, so that the places are right.
    """

    flat: list[str]
    rows: Ints
    starts: Ints
    ends: Ints
    counts: Ints
    fits: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Hits:
    """Every place where a feature stands: text, feature, first place and the place behind it in the joined texts."""

    rows: Ints
    features: Ints
    starts: Ints
    ends: Ints
    offsets: Ints  # first place of each text, and at the end the length of all
    tokens: Tokens


class Scanner:
    """Finds a vocabulary's features; `own` words are blotted out of the texts and passed over among the tokens.

    `grams`, `words` and `marks` are its tables: a feature's number by what is looked up.
    """

    def __init__(self, vocabulary: Vocabulary, own: frozenset[str] = frozenset()) -> None:
        self._own = own
        self.grams = Grams(vocabulary.grams)
        self._lengths: Ints = np.fromiter(map(len, vocabulary.grams), np.int64, len(vocabulary.grams))
        grams, words = len(vocabulary.grams), len(vocabulary.words)
        self.words = {word: grams + place for place, word in enumerate(vocabulary.words) if word not in own}
        self.marks = {word: grams + words + place for place, word in enumerate(vocabulary.marks) if word not in own}

    def scan(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> Hits:
        """The hits of normalised texts and their tokens; not in any order."""
        joined = masked_in_a_row(texts, self._own)
        lengths: Ints = np.fromiter(map(len, texts), np.int64, len(texts))
        offsets = np.concatenate([[0], np.cumsum(lengths + 1)])
        laid = _lay(tokens, offsets, lengths)
        ends, grams = self.grams.find(joined)
        places, words = self._words_of(laid)
        spots, marks = self._marks_of(tokens, laid)
        among = np.concatenate([places, spots])
        starts = np.concatenate([ends - self._lengths[grams], laid.starts[among]])
        return Hits(
            rows=np.concatenate([np.searchsorted(offsets, ends, side="right") - 1, laid.rows[among]]),
            features=np.concatenate([grams, words, marks]),
            starts=starts,
            ends=np.concatenate([ends, laid.ends[among]]),
            offsets=offsets,
            tokens=laid,
        )

    def _words_of(self, laid: Tokens) -> tuple[Ints, Ints]:
        found = np.fromiter(map(self.words.get, laid.flat, repeat(NONE)), np.int64, len(laid.flat))
        places = np.flatnonzero(found >= 0)
        return places, found[places]

    def _marks_of(self, tokens: Sequence[Sequence[str]], laid: Tokens) -> tuple[Ints, Ints]:
        places: list[int] = []
        first = 0
        for own in tokens:
            if not NEGATIONS.isdisjoint(own):
                places += [first + place for place in marked(own) if own[place] in self.marks]
            first += len(own)
        return np.array(places, np.int64), np.array([self.marks[laid.flat[place]] for place in places], np.int64)


def _lay(tokens: Sequence[Sequence[str]], offsets: Ints, lengths: Ints) -> Tokens:
    flat = list(chain.from_iterable(tokens))
    counts: Ints = np.fromiter(map(len, tokens), np.int64, len(tokens))
    sizes: Ints = np.fromiter(map(len, flat), np.int64, len(flat))
    rows = np.repeat(np.arange(len(tokens)), counts)
    before = np.concatenate([[0], np.cumsum(sizes)])
    firsts = before[np.concatenate([[0], np.cumsum(counts)])]
    fits = np.diff(firsts) == lengths
    starts = np.minimum(before[:-1] - firsts[:-1][rows] + offsets[:-1][rows], offsets[1:][rows] - 1)
    ends = np.minimum(starts + sizes, offsets[1:][rows] - 1)
    return Tokens(flat=flat, rows=rows, starts=starts, ends=ends, counts=counts, fits=fits)
