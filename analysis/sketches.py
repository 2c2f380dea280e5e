"""How much two large sets share, from the 256 smallest hashes of each (bottom-k; Cohen and Kaplan 2007)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.overlap import SAME_CONTAINED, SAME_JACCARD

SIZE = 256
ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """The smallest hashes of a set, and how many members it has (by estimate where it is larger than the sketch)."""

    hashes: NDArray[np.uint64]

    @property
    def size(self) -> float:
        """Members: counted up to 255, above it by how dense the smallest hashes lie."""
        if len(self.hashes) < SIZE:
            return float(len(self.hashes))
        return (SIZE - 1) / (float(self.hashes[-1]) / 2.0**64)


def sketch_of(ids: NDArray[np.int64]) -> Sketch:
    """The sketch of a set of ids."""
    mixed = (ids.astype(np.uint64) + np.uint64(1)) * ODD
    mixed = (mixed ^ (mixed >> np.uint64(32))) * ODD
    return Sketch(hashes=np.unique(mixed ^ (mixed >> np.uint64(29)))[:SIZE])


def union(*sketches: Sketch) -> Sketch:
    """The sketch of all members together."""
    return Sketch(hashes=np.unique(np.concatenate([each.hashes for each in sketches]))[:SIZE])


def jaccard(one: Sketch, other: Sketch) -> float:
    """Members of both to members of either, by estimate (standard error 0.03 at the most)."""
    both = union(one, other).hashes
    if not len(both):
        return 0.0
    shared = np.isin(both, one.hashes, assume_unique=True) & np.isin(both, other.hashes, assume_unique=True)
    return float(shared.mean())


def contained(one: Sketch, other: Sketch) -> float:
    """Share of the smaller set that is in the larger one, by estimate."""
    alike = jaccard(one, other)
    smaller = min(one.size, other.size)
    return min(1.0, alike / (1 + alike) * (one.size + other.size) / smaller) if smaller else 0.0


def same(one: Sketch, other: Sketch) -> bool:
    """What `analysis.overlap.same` says of sets that are held whole."""
    return jaccard(one, other) >= SAME_JACCARD or contained(one, other) >= SAME_CONTAINED
