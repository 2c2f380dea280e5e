"""How much two large sets share, from the 256 smallest hashes of each (bottom-k; Cohen and Kaplan 2007).

Hashes have 32 bits: two members of 256 have the same one once in a hundred thousand sketches.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest

import numpy as np

from analysis.overlap import SAME_CONTAINED, SAME_JACCARD

SIZE = 256
ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sketch:
    """The smallest hashes of a set, and how many members it has.

    `size` is counted up to 255, above it estimated by how dense the smallest hashes lie.
    """

    hashes: frozenset[int]
    size: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Work out the size once: it is asked for far more often than a sketch is made."""
        many = len(self.hashes)
        object.__setattr__(self, "size", float(many) if many < SIZE else (SIZE - 1) / (max(self.hashes) / 2.0**32))


def hashed(ids: Iterable[int]) -> list[int]:
    """The hash of each id, none of which is negative, in order."""
    mixed = (np.fromiter(ids, np.uint64) + np.uint64(1)) * ODD
    mixed = (mixed ^ (mixed >> np.uint64(32))) * ODD
    found: list[int] = ((mixed ^ (mixed >> np.uint64(29))) >> np.uint64(32)).tolist()
    return found


def sketch_of(hashes: Iterable[int]) -> Sketch:
    """The sketch of a set whose members have these hashes."""
    return Sketch(hashes=_smallest(frozenset(hashes)))


def union(*sketches: Sketch) -> Sketch:
    """The sketch of all members together."""
    if len(sketches) == 1:
        return sketches[0]
    return Sketch(hashes=_smallest(frozenset().union(*(each.hashes for each in sketches))))


def jaccard(one: Sketch, other: Sketch) -> float:
    """Members of both to members of either, by estimate (standard error 0.03 at the most)."""
    shared = one.hashes & other.hashes
    if not shared:
        return 0.0
    both = _smallest(one.hashes | other.hashes)
    return len(shared & both) / len(both)


def contained(one: Sketch, other: Sketch) -> float:
    """Share of the smaller set that is in the larger one, by estimate."""
    alike = jaccard(one, other)
    smaller = min(one.size, other.size)
    return min(1.0, alike / (1 + alike) * (one.size + other.size) / smaller) if smaller else 0.0


def same(one: Sketch, other: Sketch) -> bool:
    """What `analysis.overlap.same` says of sets that are held whole."""
    return jaccard(one, other) >= SAME_JACCARD or contained(one, other) >= SAME_CONTAINED


def _smallest(hashes: frozenset[int]) -> frozenset[int]:
    return hashes if len(hashes) <= SIZE else frozenset(nsmallest(SIZE, hashes))
