"""Rising keys that are one event: the same people use them; pure."""

from collections.abc import Collection
from dataclasses import dataclass

from analysis.overlap import connected
from domain.topic import Burst


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
    return [[rising[place] for place in group] for group in connected([each.authors for each in rising])]
