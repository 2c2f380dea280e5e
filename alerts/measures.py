"""Putting measures together."""

from collections.abc import Iterable
from dataclasses import asdict, fields

from domain.alert import Measures


def gravest(several: Iterable[Measures]) -> Measures:
    """The largest known value of every measure; unknown only where none is known."""
    rows = [asdict(measures) for measures in several]
    names = [field.name for field in fields(Measures)]
    known = {name: [row[name] for row in rows if row[name] is not None] for name in names}
    return Measures(**{name: max(values) for name, values in known.items() if values})
