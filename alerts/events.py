"""Rising keys that are one event: the same people use them; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from domain.topic import Burst

SAME_JACCARD = 0.3  # bursts.md B6 item 3
SAME_CONTAINED = 0.6


@dataclass(frozen=True, kw_only=True)
class RisingKey:
    """A topic that rises, with the people who used it in the last three hours."""

    topic: int
    key: str
    burst: Burst
    authors: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Event:
    """Keys that belong together: the one it goes by, and the others, the strongest first."""

    lead: RisingKey
    others: tuple[RisingKey, ...]


def events(rising: Collection[RisingKey], names: Collection[str]) -> list[Event]:
    """Connected keys together, strongest event first.

    An event goes by a key of `names` (those that it was reported under before) if it has one, so that it does not
    change its name from one evaluation to the next; else by its strongest key.
    """
    found = []
    for group in _groups(sorted(rising, key=lambda each: (-each.burst.strength, each.key))):
        lead = next((each for each in group if each.key in names), group[0])
        found.append(Event(lead=lead, others=tuple(each for each in group if each is not lead)))
    return sorted(found, key=lambda event: -event.lead.burst.strength)


def _groups(rising: list[RisingKey]) -> list[list[RisingKey]]:
    """Connected components, members in the order given."""
    group_of = {each.topic: place for place, each in enumerate(rising)}
    for one, other in combinations(rising, 2):
        if group_of[one.topic] != group_of[other.topic] and _same(one.authors, other.authors):
            old, new = group_of[other.topic], group_of[one.topic]
            group_of = {topic: new if group == old else group for topic, group in group_of.items()}
    groups: dict[int, list[RisingKey]] = {}
    for each in rising:
        groups.setdefault(group_of[each.topic], []).append(each)
    return list(groups.values())


def _same(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    if not shared:
        return False
    return shared / len(one | other) >= SAME_JACCARD or shared / min(len(one), len(other)) >= SAME_CONTAINED
