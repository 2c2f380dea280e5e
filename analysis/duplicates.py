"""Texts that are nearly the same: by their letters alone, then by SimHash over pairs of letters.

SimHash (Charikar 2002): each pair of neighbouring letters votes on 64 bits; texts that share most of their pairs share
most bits. Two texts of at least 15 letters are near where at most 3 of 64 bits differ: one word in a hundred letters,
hardly ever one in twenty.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LEAST_LETTERS = 15  # below it texts are alike by chance, and only exact copies count
MOST_BITS = 3
BANDS = 4  # two numbers that differ in 3 bits agree in one of four bands
MOST_COMPARED = 64  # members of a band that a text is compared with; a flood of copies meets one of them anyway
LONGEST = 2_000  # letters that are looked at
NO_LETTER = re.compile(r"[\W\d_]+")

Packed = NDArray[np.uint64]


def simhash(letters: str) -> int:
    """64 bits for a text of at least two letters."""
    codes = np.frombuffer(letters[:LONGEST].encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    pairs = (codes[:-1] << np.uint64(32)) | codes[1:]
    votes = np.unpackbits(_mixed(pairs).view(np.uint8).reshape(-1, 8), axis=1).sum(axis=0, dtype=np.int64)
    return int.from_bytes(np.packbits(votes * 2 > len(pairs)).tobytes(), "big")


def near_groups(texts: Sequence[str]) -> list[int]:
    """The group of each text: the place of its first member. Texts are normalised; one without letters is alone."""
    letters = [NO_LETTER.sub("", text) for text in texts]
    firsts: dict[str, int] = {}
    homes = [firsts.setdefault(own, place) if own else place for place, own in enumerate(letters)]
    long = [place for own, place in firsts.items() if len(own) >= LEAST_LETTERS]
    hashes = np.array([simhash(letters[place]) for place in long], np.uint64)
    joined = _joined(hashes)
    home_of = {place: long[joined[n]] for n, place in enumerate(long)}
    return [home_of.get(home, home) for home in homes]


def largest_share(groups: Sequence[int]) -> float:
    """Share of the largest group; 0 of nothing."""
    if not groups:
        return 0.0
    return float(np.unique(np.array(groups), return_counts=True)[1].max()) / len(groups)


def _joined(hashes: Packed) -> list[int]:
    """The place of the first hash that each one is near to, directly or by way of others."""
    roots = list(range(len(hashes)))

    def root(place: int) -> int:
        while roots[place] != place:
            roots[place] = place = roots[roots[place]]
        return place

    for one, other in _near_pairs(hashes):
        low, high = sorted((root(one), root(other)))
        roots[high] = low
    return [root(place) for place in range(len(hashes))]


def _near_pairs(hashes: Packed) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for band in range(BANDS):
        part = (hashes >> np.uint64(16 * band)) & np.uint64(0xFFFF)
        order = np.argsort(part, kind="stable")
        edges = np.flatnonzero(np.diff(part[order])) + 1
        for run in np.split(order, edges):
            if len(run) > 1:
                heads = run[:MOST_COMPARED]
                apart = np.bitwise_count(hashes[run][:, None] ^ hashes[heads][None, :])
                rows, columns = np.nonzero(apart <= MOST_BITS)
                found += [(int(heads[c]), int(run[r])) for r, c in zip(rows, columns, strict=True) if heads[c] < run[r]]
    return found


def _mixed(values: Packed) -> Packed:
    """SplitMix64 (Steele, Lea and Flood 2014): every bit hangs on every bit."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
