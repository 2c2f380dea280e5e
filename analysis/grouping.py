"""Keys that are one topic now: those that share posts, without what merely holds several topics."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from analysis.overlap import SAME_CONTAINED, SAME_JACCARD
from analysis.sketches import Sketch, contained, jaccard, same, union

MOST_COMPARED = 20  # groups inside an old key that are looked at: the first two that differ settle it

Uses = Mapping[str, tuple[Sketch, Sketch]]  # posts and people, by key


def grouped(keys: Uses, fresh: AbstractSet[str]) -> list[dict[str, tuple[Sketch, Sketch]]]:
    """The keys in groups: by Jaccard first, then what is contained in a larger group joins the largest such.

    A key that is not in `fresh` and holds groups which are not the same is in no group.
    """
    names = sorted(keys, key=lambda name: (-keys[name][0].size, name))
    groups = _close(names, keys)
    sketches = [union(*(keys[name][0] for name in group)) for group in groups]
    near = _sharing(sketches)
    holds = [
        [n for n in near[own] if sketches[n].size < sketches[own].size and _in(sketches[n], sketches[own])]
        for own in range(len(groups))
    ]
    old = [own for own, group in enumerate(groups) if group[0] not in fresh]
    umbrella = {own for own in old if _unlike(sketches, holds[own])}
    joined = list(range(len(groups)))
    for own, inner in enumerate(holds):
        if own not in umbrella:
            for n in inner:
                if n not in umbrella and joined[n] == n:
                    joined[n] = own
    merged: dict[int, dict[str, tuple[Sketch, Sketch]]] = defaultdict(dict)
    for own, group in enumerate(groups):
        if own not in umbrella:
            home = own
            while joined[home] != home:
                home = joined[home]
            merged[home] |= {name: keys[name] for name in group}
    return list(merged.values())


def _close(names: Sequence[str], keys: Uses) -> list[list[str]]:
    """Each key joins the first group whose largest key shares enough posts with it."""
    leads: list[str] = []
    groups: dict[str, list[str]] = {}
    homes: dict[int, set[str]] = defaultdict(set)
    for name in names:
        hashes = keys[name][0].hashes.tolist()
        candidates = sorted({lead for each in hashes for lead in homes.get(each, ())}, key=leads.index)
        lead = next((each for each in candidates if jaccard(keys[each][0], keys[name][0]) >= SAME_JACCARD), None)
        if lead is None:
            leads.append(name)
            groups[name] = [name]
            for each in hashes:
                homes[each].add(name)
        else:
            groups[lead].append(name)
    return [groups[lead] for lead in leads]


def _sharing(sketches: Sequence[Sketch]) -> list[list[int]]:
    """For each sketch the others that it shares a hash with."""
    holders: dict[int, list[int]] = defaultdict(list)
    for place, own in enumerate(sketches):
        for each in own.hashes.tolist():
            holders[each].append(place)
    near: list[set[int]] = [set() for _ in sketches]
    for places in holders.values():
        for place in places:
            near[place].update(places)
    return [sorted(own - {place}) for place, own in enumerate(near)]


def _in(inner: Sketch, outer: Sketch) -> bool:
    return contained(inner, outer) >= SAME_CONTAINED


def _unlike(sketches: Sequence[Sketch], inner: Iterable[int]) -> bool:
    """Whether two of these are no one topic."""
    return any(not same(sketches[one], sketches[other]) for one, other in combinations(list(inner)[:MOST_COMPARED], 2))
