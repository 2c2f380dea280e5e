"""When two groups of people or posts are one matter: most of the smaller one, or a good part of both, are the same."""

from collections.abc import Hashable, Sequence
from itertools import combinations

SAME_JACCARD = 0.3  # docs/bursts.md, Topics
SAME_CONTAINED = 0.6


def same(one: frozenset[Hashable], other: frozenset[Hashable]) -> bool:
    """Jaccard at least 0.3, or 0.6 of the smaller one contained in the larger; nothing is the same as nothing."""
    shared = len(one & other)
    if not shared:
        return False
    return shared / len(one | other) >= SAME_JACCARD or shared / min(len(one), len(other)) >= SAME_CONTAINED


def connected(groups: Sequence[frozenset[int]]) -> list[list[int]]:
    """Places of groups that are the same, directly or by way of others; in the order given, each place once."""
    home = list(range(len(groups)))
    for one, other in combinations(range(len(groups)), 2):
        if home[one] != home[other] and same(groups[one], groups[other]):
            old, new = home[other], home[one]
            home = [new if own == old else own for own in home]
    found: dict[int, list[int]] = {}
    for place, own in enumerate(home):
        found.setdefault(own, []).append(place)
    return list(found.values())
