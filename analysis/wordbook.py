"""Many words looked for at once, in one text or in many."""

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

import ahocorasick
import numpy as np

from analysis.native import BUILT

if BUILT:
    from analysis.lookup import Lookup

V = TypeVar("V")
Entry = tuple[str, int, V]  # a word, its weight (0 or more) and what it stands for


class Wordbook(Protocol[V]):
    """Words to be looked for. Neither a word nor a text holds a line break."""

    def hits(self, text: str) -> list[tuple[int, V]]:
        """(place of its last character, value) of each word that stands in the text; by place, longer words first."""

    def loudest(self, texts: Sequence[str]) -> list[int]:
        """For each text the largest weight of the words in it, 0 where it holds none."""


def wordbook(entries: Iterable[Entry[V]]) -> Wordbook[V]:
    """The words as what is built can find them; of a word that comes twice the last counts, an empty one is none."""
    last = list({entry[0]: entry for entry in entries if entry[0]}.values())
    book: Wordbook[V] = Lookup(last) if BUILT else Automaton(last)
    return book


class Automaton(Generic[V]):
    """Aho and Corasick's; `lookup`, where it is built, says the same in less time."""

    def __init__(self, entries: Iterable[Entry[V]]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, weight, value in entries:
            self._automaton.add_word(word, (weight, value))
        self._automaton.make_automaton()

    def hits(self, text: str) -> list[tuple[int, V]]:
        """See Wordbook."""
        return [(last, value) for last, (_, value) in self._iter(text)]

    def loudest(self, texts: Sequence[str]) -> list[int]:
        """See Wordbook; one look at all."""
        ends = np.cumsum([len(text) + 1 for text in texts])
        hits = [(last, weight) for last, (weight, _) in self._iter("\n".join(texts)) if weight]
        most = np.zeros(len(texts), np.int64)
        if hits:
            lasts, weights = np.array(hits).T
            np.maximum.at(most, np.searchsorted(ends, lasts, side="right"), weights)
        loudest: list[int] = most.tolist()
        return loudest

    def _iter(self, text: str) -> Iterable[tuple[int, tuple[int, V]]]:
        found: Iterable[tuple[int, tuple[int, V]]] = self._automaton.iter(text) if len(self._automaton) else ()
        return found
