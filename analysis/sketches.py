"""How much two large sets share, from the 256 smallest hashes of each (bottom-k; Cohen and Kaplan 2007).

Hashes have 32 bits: two members of 256 have the same one once in a hundred thousand sketches.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analysis.overlap import SAME_CONTAINED, SAME_JACCARD

SIZE = 256
SLACK = 1e-9  # what rounding may do to a bound
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


def jaccard(one: Sketch, other: Sketch, least: float = 0.0) -> float:
    """Members of both to members of either, by estimate (standard error 0.03 at the most).

    0 where it is sure to be below `least`: of the smallest hashes no more are common than of all.
    """
    shared = one.hashes & other.hashes
    if not shared:
        return 0.0
    either = len(one.hashes) + len(other.hashes) - len(shared)
    if either <= SIZE:
        return len(shared) / either
    if len(shared) / SIZE < least:
        return 0.0
    last = _last_of_smallest(one.hashes | other.hashes)
    return sum(each <= last for each in shared) / SIZE


def contained(one: Sketch, other: Sketch, least: float = 0.0) -> float:
    """Share of the smaller set that is in the larger one, by estimate; 0 where surely below `least`."""
    both, smaller = one.size + other.size, min(one.size, other.size)
    if not smaller:
        return 0.0
    wanted = least * smaller  # of the members of both
    alike = jaccard(one, other, wanted / (both - wanted) - SLACK)
    return min(1.0, alike / (1 + alike) * both / smaller)


def same(one: Sketch, other: Sketch) -> bool:
    """What `analysis.overlap.same` says of sets that are held whole."""
    return are_alike(one, other) or holds(one, other)


def are_alike(one: Sketch, other: Sketch) -> bool:
    """Whether a good part of both is the same."""
    return jaccard(one, other, SAME_JACCARD) >= SAME_JACCARD


def holds(one: Sketch, other: Sketch) -> bool:
    """Whether most of the smaller set is in the larger one."""
    return contained(one, other, SAME_CONTAINED) >= SAME_CONTAINED


def _smallest(hashes: frozenset[int]) -> frozenset[int]:
    if len(hashes) <= SIZE:
        return hashes
    return frozenset(np.partition(_column(hashes), SIZE - 1)[:SIZE].tolist())


def _last_of_smallest(hashes: frozenset[int]) -> int:
    return int(np.partition(_column(hashes), SIZE - 1)[SIZE - 1])


def _column(hashes: frozenset[int]) -> NDArray[np.uint32]:
    return np.fromiter(hashes, np.uint32, len(hashes))
