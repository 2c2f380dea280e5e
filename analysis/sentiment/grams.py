"""Finding n-grams of one to three characters in a long text by arrays: a tenth of what an automaton's tuples cost."""

from collections.abc import Sequence

import ahocorasick
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]
SHORT = 3  # characters; each takes 16 bits of a key
BITS = np.uint64(16)
MIXER = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: 2^64 divided by the golden ratio
CODE_POINTS = 0x110000
ENTRY = np.dtype([("key", "<u8"), ("number", "<i8")])
ROOM = 2  # places in the table for each gram


class Grams:
    """A list of strings that are looked for in texts; longer ones than three characters are left to an automaton.

    `letters` gives each code point its 16 bits of a key (0: no gram holds it), `table` the numbers of the short grams
    by key, `longer` those of the others.
    """

    def __init__(self, grams: Sequence[str]) -> None:
        short = [place for place, gram in enumerate(grams) if len(gram) <= SHORT]
        letters = sorted({letter for place in short for letter in grams[place]})
        if len(letters) >= 2**16:
            raise ValueError(f"{len(letters)} different characters do not fit into 16 bits")
        self.letters = np.zeros(CODE_POINTS, np.uint16)
        self.letters[_codes("".join(letters))] = np.arange(1, len(letters) + 1)
        self.table = _Table(self._keys([grams[place] for place in short]), np.array(short, np.int64))
        self.longer = {gram: place for place, gram in enumerate(grams) if len(gram) > SHORT}
        self._long = ahocorasick.Automaton()
        for gram, place in self.longer.items():
            self._long.add_word(gram, (place,))
        self._long.make_automaton()

    def find(self, text: str) -> tuple[Ints, Ints]:
        """Places behind each gram that stands in the text, and its number in the list; not in any order."""
        letters = self.letters[_codes(text)].astype(np.uint64)
        keys = letters
        ends, found = [], []
        for size in range(1, SHORT + 1):
            places, numbers = self.table.find(keys)
            ends.append(places + size)
            found.append(numbers)
            behind = letters[size:]
            keys = np.where((keys[:-1] != 0) & (behind != 0), (keys[:-1] << BITS) | behind, np.uint64(0))
        if len(self._long):
            hits = [(last + 1, place) for last, (place,) in self._long.iter(text)]
            ends.append(np.array([end for end, _ in hits], np.int64))
            found.append(np.array([place for _, place in hits], np.int64))
        return np.concatenate(ends), np.concatenate(found)

    def _keys(self, grams: Sequence[str]) -> Keys:
        """The keys of short grams, all at once: letter by letter from the left."""
        sizes = np.fromiter(map(len, grams), np.int64, len(grams))
        letters = self.letters[_codes("".join(grams))].astype(np.uint64)
        firsts = np.cumsum(sizes) - sizes
        keys = np.zeros(len(grams), np.uint64)
        for place in range(SHORT):
            on = sizes > place
            keys[on] = (keys[on] << BITS) | letters[firsts[on] + place]
        return keys


class _Table:
    """Numbers by key in a table with open addressing; 0 is no key."""

    def __init__(self, keys: Keys, numbers: Ints) -> None:
        self.bits = max(4, int(ROOM * len(keys)).bit_length())
        self.entries = np.zeros(2**self.bits, ENTRY)
        self.keys, self.numbers = self.entries["key"], self.entries["number"]
        left = np.arange(len(keys))
        slots = self._slots(keys)
        while len(left):
            free = left[self.keys[slots[left]] == 0]
            self.keys[slots[free]] = keys[free]
            placed = self.keys[slots[left]] == keys[left]
            self.numbers[slots[left[placed]]] = numbers[left[placed]]
            left = left[~placed]
            slots[left] = self._next(slots[left])

    def find(self, keys: Keys) -> tuple[Ints, Ints]:
        """Places of the keys that are in the table, and their numbers."""
        left = np.flatnonzero(keys)
        wanted = keys[left]
        slots = self._slots(wanted)
        places, numbers = [], []
        while len(left):
            there = self.keys[slots]
            hit = there == wanted
            places.append(left[hit])
            numbers.append(self.numbers[slots[hit]])
            on = np.flatnonzero((there != 0) & ~hit)
            left, wanted, slots = left[on], wanted[on], self._next(slots[on])
        if not places:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return np.concatenate(places), np.concatenate(numbers)

    def _slots(self, keys: Keys) -> Ints:
        slots: Ints = ((keys * MIXER) >> np.uint64(64 - self.bits)).astype(np.int64)
        return slots

    def _next(self, slots: Ints) -> Ints:
        following: Ints = (slots + 1) & (2**self.bits - 1)
        return following


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
