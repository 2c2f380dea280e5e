"""Which features could be worth a weight, and the matrix of who holds them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from analysis.sentiment.corpus import Corpus
from analysis.sentiment.scan import Ints, Scanner
from analysis.sentiment.vocabulary import MASK, Vocabulary, grams_of, marked

MOST_GRAMS = 300_000
LEAST_TEXTS = 3
AT_ONCE = 2_000  # texts


def candidates(texts: Corpus) -> Vocabulary:
    """Features of three texts or more; of runs of characters the 300,000 most frequent. Labels are not looked at."""
    grams = _counted(grams_of(text) for text in texts.texts)
    frequent = sorted(grams, key=lambda gram: (-grams[gram], gram))[:MOST_GRAMS]
    words = _counted({token for token in row if not token.isspace()} for row in texts.tokens)
    marks = _counted({row[place] for place in marked(row)} for row in texts.tokens)
    return Vocabulary(grams=tuple(sorted(frequent)), words=tuple(sorted(words)), marks=tuple(sorted(marks)))


def _counted(sets: Iterable[Iterable[str]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for features in sets:
        counts.update(features)
    return {feature: times for feature, times in counts.items() if times >= LEAST_TEXTS and _storable(feature)}


def _storable(feature: str) -> bool:
    return "\n" not in feature and MASK not in feature and not any("\ud800" <= sign <= "\udfff" for sign in feature)


def matrix(texts: Corpus, vocabulary: Vocabulary) -> sp.csr_matrix:
    """(texts, features) of 0 and 1, found as the engine finds them."""
    scanner = Scanner(vocabulary)
    parts = [_part(scanner, texts, first, last, len(vocabulary)) for first, last in _steps(len(texts))]
    return sp.csr_matrix(sp.vstack(parts, format="csr"))


def _part(scanner: Scanner, texts: Corpus, first: int, last: int, features: int) -> sp.csr_matrix:
    hits = scanner.scan(texts.texts[first:last], texts.tokens[first:last])
    keys: Ints = np.unique(hits.rows * features + hits.features)
    rows, columns = np.divmod(keys, features)
    return sp.csr_matrix((np.ones(len(keys), np.float32), (rows, columns)), shape=(last - first, features))


def _steps(length: int) -> Iterator[tuple[int, int]]:
    bounds = [*range(0, length, AT_ONCE), length]
    yield from pairwise(bounds)


def narrowed(vocabulary: Vocabulary, kept: Ints) -> Vocabulary:
    """The vocabulary of those features alone; `kept` are their numbers, rising."""
    names = list(vocabulary)
    ends = np.cumsum([len(vocabulary.grams), len(vocabulary.words)])
    first, second = np.searchsorted(kept, ends)
    return Vocabulary(
        grams=tuple(names[place] for place in kept[:first]),
        words=tuple(names[place] for place in kept[first:second]),
        marks=tuple(names[place] for place in kept[second:]),
    )
