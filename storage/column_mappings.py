"""Columns of tables as a person named them, remembered by the header."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.models import ColumnMapping


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One field and the column that holds it."""

    field: str
    column: str


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What was said of a header, and when."""

    pairs: tuple[Pair, ...]
    made_at: datetime


def remembered(signature: str) -> Remembered | None:
    """What was said of the header with this signature, None where nothing was."""
    row = ColumnMapping.objects.filter(signature=signature).first()
    if row is None:
        return None
    pairs = tuple(Pair(field=field, column=column) for field, column in row.pairs)
    return Remembered(pairs=pairs, made_at=row.made_at)


def remember(signature: str, pairs: Sequence[Pair], now: datetime) -> None:
    """Keep what was said of a header; it takes the place of what was said before."""
    told = [[pair.field, pair.column] for pair in pairs]
    ColumnMapping.objects.update_or_create(signature=signature, defaults={"pairs": told, "made_at": now})


def forget(signature: str) -> bool:
    """Forget what was said of a header; whether there was anything to forget."""
    deleted, _ = ColumnMapping.objects.filter(signature=signature).delete()
    return deleted > 0
