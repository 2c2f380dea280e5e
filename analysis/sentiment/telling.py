"""Which words decided: what the features add, laid on the words that a person reads."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.sentiment.heads import GRAIN, Sums, per_place
from analysis.sentiment.scan import Floats, Hits, Ints
from analysis.sentiment.vocabulary import MASK, NEGATIONS
from domain.score import DecidingWord

MOST_WORDS = 6
LEAST_WEIGHT = 0.05
LONGEST_WORD = 16
MOST_KEPT = 131_072  # words
UNSHOWN = -1
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
    numbers = np.fromiter(map(_numbers(own).__getitem__, flat), np.int64, len(flat))
    told = np.flatnonzero(numbers != UNSHOWN)
    keys = rows[told] * (numbers.max(initial=0) + 1) + numbers[told]
    _, firsts, inverse = np.unique(keys, return_index=True, return_inverse=True)
    sums_of = np.bincount(inverse, weights[told], len(firsts)) / GRAIN
    places = told[firsts]
    order = np.lexsort((places, -np.abs(sums_of), rows[places]))
    order = order[np.abs(sums_of[order]) >= LEAST_WEIGHT]
    before = np.searchsorted(rows[places[order]], np.arange(len(read) + 1))
    order = order[np.arange(len(order)) - before[rows[places[order]]] < MOST_WORDS]
    words = map(flat.__getitem__, places[order].tolist())
    named = list(map(DecidingWord, words, sums_of[order].round(3).tolist()))
    bounds = np.searchsorted(rows[places[order]], np.arange(len(read) + 1)).tolist()
    return [tuple(named[first:last]) for first, last in pairwise(bounds)]


def _adds(hits: Hits, sums: Sums, negative: NDArray[np.bool_]) -> Floats:
    added: Floats = sums.to_lean + np.where(negative[hits.rows], sums.to_neutral, 0.0)
    return added


def _of_spans(sizes: Ints, counts: Ints, rows: Ints, hits: Hits, adds: Floats, by_token: Floats) -> Ints:
    """What each word that is read adds, in grains: its characters' share, and that of its tokens by the Bayes table."""
    left = per_place(hits, adds)
    before = np.concatenate([[0], np.cumsum(sizes)])
    firsts = before[np.concatenate([[0], np.cumsum(counts)])[:-1]]
    starts = before[:-1] - firsts[rows] + hits.offsets[rows]
    from_tokens = np.bincount(hits.tokens.starts, np.rint(by_token * GRAIN), len(left))
    gathered = np.concatenate([[0], np.cumsum(from_tokens.astype(np.int64))])
    ends = starts + sizes
    spans: Ints = left[ends] - left[starts] + gathered[ends] - gathered[starts]
    return spans


class _Numbers(dict[str, int]):
    """A number for each word that can be shown as a reason."""

    def __init__(self, own: frozenset[str]) -> None:
        super().__init__()
        self._own = own

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self) if shown(word, self._own) else UNSHOWN
        return number


def shown(word: str, own: frozenset[str]) -> bool:
    """Whether a word can be shown as a reason: no white space, lone punctuation, digits or own word."""
    if len(word) > LONGEST_WORD or word in own:
        return False
    if word.isalpha():
        return True
    solid = any(sign.isalpha() or ord(sign) > 0x2600 for sign in word) and word.isprintable()
    return solid and not word.startswith(("，", "。", "！", "？")) and MASK not in word


_kept_numbers = lru_cache(maxsize=4)(_Numbers)


def _numbers(own: frozenset[str]) -> _Numbers:
    numbers = _kept_numbers(own)
    if len(numbers) > MOST_KEPT:
        numbers.clear()
    return numbers


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
