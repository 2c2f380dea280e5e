"""Which words decided: what the features add, laid on the words that a person reads."""

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.sentiment.heads import Sums, per_place
from analysis.sentiment.scan import Floats, Hits, Ints
from analysis.sentiment.vocabulary import MASK, NEGATIONS
from domain.score import DecidingWord

MOST_WORDS = 6
LEAST_WEIGHT = 0.05
LONGEST_WORD = 16
MANY_WORDS = 200
MOST_KEPT = 131_072
LONGEST_EMOTICON = 8  # tokens
OPENS = NEGATIONS | {"["}


def deciding_words(
    texts: Sequence[str],
    tokens: Sequence[Sequence[str]],
    hits: Hits,
    sums: Sums,
    *,
    negative: NDArray[np.bool_],
    own: frozenset[str],
) -> list[tuple[DecidingWord, ...]]:
    """Per text up to six words with what they add to the log-odds of negative, the heaviest first.

    Against positive; where the verdict is `negative` (texts), against positive and neutral.
    A feature's share goes to the characters it covers, and theirs to the word they stand in; a word that stands twice
    is named once. A negation is read with the word behind it (不好吃), an emoticon whole ([允悲]).
    """
    read = [_read(row) if fits else list(text) for text, row, fits in zip(texts, tokens, hits.tokens.fits, strict=True)]
    counts = np.fromiter(map(len, read), np.int64, len(read))
    sizes = np.fromiter(map(len, chain.from_iterable(read)), np.int64, int(counts.sum()))
    rows = np.repeat(np.arange(len(read)), counts)
    weights = _of_spans(sizes, counts, rows, hits, _adds(hits, sums, negative), sums.by_token)
    flat = list(chain.from_iterable(read))
    heavy = np.flatnonzero(np.abs(weights) >= np.where(counts > MANY_WORDS, 0.0, LEAST_WEIGHT)[rows])
    shown = map(TOLD.__getitem__, map(flat.__getitem__, heavy.tolist()))
    heavy = heavy[np.fromiter(shown, bool, len(heavy))]
    order = heavy[np.lexsort((-np.abs(weights[heavy]), rows[heavy]))]
    bounds = np.searchsorted(rows[order], np.arange(len(read) + 1)).tolist()
    words, heaviest = list(map(flat.__getitem__, order.tolist())), weights[order]
    exact, rounded = heaviest.tolist(), heaviest.round(3).tolist()
    return [
        tuple(map(DecidingWord, words[first : min(last, first + MOST_WORDS)], rounded[first:last]))
        if len(set(words[first:last])) == last - first and own.isdisjoint(words[first:last])
        else _heaviest(words[first:last], exact[first:last], own)
        for first, last in pairwise(bounds)
    ]


def _adds(hits: Hits, sums: Sums, negative: NDArray[np.bool_]) -> Floats:
    added: Floats = sums.to_lean + np.where(negative[hits.rows], sums.to_neutral, 0.0)
    return added


def _of_spans(sizes: Ints, counts: Ints, rows: Ints, hits: Hits, adds: Floats, by_token: Floats) -> Floats:
    """What each word that is read adds: its characters' share, and that of the tokens of the Bayes table in it."""
    left = per_place(hits, adds)
    before = np.concatenate([[0], np.cumsum(sizes)])
    firsts = before[np.concatenate([[0], np.cumsum(counts)])[:-1]]
    starts = before[:-1] - firsts[rows] + hits.offsets[rows]
    from_tokens = np.bincount(hits.tokens.starts, by_token, len(left))
    gathered = np.concatenate([[0.0], np.cumsum(from_tokens)])
    ends = starts + sizes
    spans: Floats = left[ends] - left[starts] + gathered[ends] - gathered[starts]
    return spans


def _heaviest(words: list[str], weights: list[float], own: frozenset[str]) -> tuple[DecidingWord, ...]:
    """Words come heaviest first, so the first few names hold nearly all of the sum."""
    total: dict[str, float] = {}
    for word, weight in zip(words, weights, strict=True):
        if word in total:
            total[word] += weight
        elif len(total) < MOST_WORDS * 2 and word not in own:
            total[word] = weight
    heaviest = sorted(total.items(), key=_lightness)[:MOST_WORDS]
    return tuple(DecidingWord(word, round(weight, 3)) for word, weight in heaviest if abs(weight) >= LEAST_WEIGHT)


def _lightness(named: tuple[str, float]) -> tuple[float, str]:
    return -abs(named[1]), named[0]


class _Told(dict[str, bool]):
    """Whether a word can be shown as a reason: no white space, lone punctuation or digits."""

    def __missing__(self, word: str) -> bool:
        if len(self) >= MOST_KEPT:
            self.clear()
        solid = any(sign.isalpha() or ord(sign) > 0x2600 for sign in word) and word.isprintable()
        begins_well = not word.startswith(("，", "。", "！", "？"))
        self[word] = told = solid and MASK not in word and len(word) <= LONGEST_WORD and begins_well
        return told


TOLD = _Told()


def _read(tokens: Sequence[str]) -> Sequence[str]:
    """The tokens as they are read: emoticons whole, a negation with the word behind it; joined they stay the same."""
    if OPENS.isdisjoint(tokens):
        return tokens
    read: list[str] = []
    place = 0
    while place < len(tokens):
        size = _span(tokens, place) if tokens[place] in OPENS else 1
        read.append("".join(tokens[place : place + size]) if size > 1 else tokens[place])
        place += size
    return read


def _span(tokens: Sequence[str], place: int) -> int:
    if tokens[place] == "[":
        window = list(tokens[place : place + LONGEST_EMOTICON])
        return window.index("]") + 1 if "]" in window else 1
    return 2 if place + 1 < len(tokens) and tokens[place + 1].isalpha() else 1
