"""Putting measures together."""

from collections.abc import Iterable
from dataclasses import asdict, fields

from domain.alert import Measures

SMALLEST = frozenset({"hot_rank"})  # the first place is the gravest


def gravest(several: Iterable[Measures]) -> Measures:
    """The gravest known value of every measure; unknown only where none is known."""
    rows = [asdict(measures) for measures in several]
    names = [field.name for field in fields(Measures)]
    known = {name: [row[name] for row in rows if row[name] is not None] for name in names}
    return Measures(**{name: (min if name in SMALLEST else max)(values) for name, values in known.items() if values})
