"""Which topics that were found anew are topics that were known: those that share most of their posts."""

from collections import Counter
from collections.abc import Hashable, Mapping

from analysis.overlap import same


def carried_on(fresh: Mapping[int, frozenset[Hashable]], known: Mapping[int, frozenset[Hashable]]) -> dict[int, int]:
    """By new number the old one, each at most once; those that share most posts first."""
    holders: dict[Hashable, list[int]] = {}
    for number, posts in known.items():
        for post in posts:
            holders.setdefault(post, []).append(number)
    shared = Counter(
        (own, number) for own, posts in fresh.items() for post in posts for number in holders.get(post, ())
    )
    pairs: dict[int, int] = {}
    for (own, number), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if own not in pairs and number not in pairs.values() and same(fresh[own], known[number]):
            pairs[own] = number
    return pairs
