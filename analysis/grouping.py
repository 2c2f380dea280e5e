"""Keys that are one topic now: those that share posts, without what merely holds several topics."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from analysis.sketches import Sketch, are_alike, holds, same, union

MOST_COMPARED = 20  # groups inside an old key that are looked at: the first two that differ settle it

Uses = Mapping[str, tuple[Sketch, Sketch]]  # posts and people, by key


def grouped(keys: Uses, fresh: AbstractSet[str]) -> list[dict[str, tuple[Sketch, Sketch]]]:
    """The keys in groups: by Jaccard first, then what is contained in a larger group joins the largest such.

    A key that is not in `fresh` and holds groups which are not the same is in no group.
    """
    groups, sketches = _close(_alike(keys), keys)
    near = _sharing(sketches)
    inside = [
        [n for n in others if sketches[n].size < sketches[own].size and holds(sketches[n], sketches[own])]
        for own, others in enumerate(near)
    ]
    old = [own for own, group in enumerate(groups) if group[0] not in fresh]
    umbrella = {own for own in old if _unlike(sketches, inside[own])}
    joined = list(range(len(groups)))
    for own, inner in enumerate(inside):
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


def _alike(keys: Uses) -> list[list[str]]:
    """The keys that have the very same posts, by name; most posts first."""
    alike: dict[frozenset[int], list[str]] = {}
    for name in sorted(keys):
        alike.setdefault(keys[name][0].hashes, []).append(name)
    return sorted(alike.values(), key=lambda names: keys[names[0]][0].size, reverse=True)


def _close(alike: Sequence[list[str]], keys: Uses) -> tuple[list[list[str]], list[Sketch]]:
    """Keys join the first group whose largest key shares enough posts with them; groups and the posts of each."""
    groups: list[list[str]] = []
    sketches: list[list[Sketch]] = []
    homes: dict[int, list[int]] = defaultdict(list)
    for names in alike:
        posts = keys[names[0]][0]
        lead = _first_like(posts, sketches, homes)
        if lead is None:
            lead = len(groups)
            for each in posts.hashes:
                homes[each].append(lead)
            groups.append([])
            sketches.append([])
        groups[lead] += names
        sketches[lead].append(posts)
    return groups, [union(*own) for own in sketches]


def _first_like(posts: Sketch, sketches: Sequence[Sequence[Sketch]], homes: Mapping[int, Sequence[int]]) -> int | None:
    near = sorted({n for each in posts.hashes if each in homes for n in homes[each]})
    return next((n for n in near if are_alike(sketches[n][0], posts)), None)


def _sharing(sketches: Sequence[Sketch]) -> list[list[int]]:
    """For each sketch the others that it shares a hash with."""
    holders: dict[int, list[int]] = defaultdict(list)
    for place, own in enumerate(sketches):
        for each in own.hashes:
            holders[each].append(place)
    near: list[set[int]] = [set() for _ in sketches]
    for places in holders.values():
        if len(places) > 1:
            for place in places:
                near[place].update(places)
    return [sorted(own - {place}) if own else [] for place, own in enumerate(near)]


def _unlike(sketches: Sequence[Sketch], inner: Iterable[int]) -> bool:
    """Whether two of these are no one topic."""
    return any(not same(sketches[one], sketches[other]) for one, other in combinations(list(inner)[:MOST_COMPARED], 2))
