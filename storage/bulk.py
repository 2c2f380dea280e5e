"""Many rows in one statement, on either database."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

MOST_PARAMETERS = 30_000  # SQLite refuses a statement with more than 32,766


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    returning: Sequence[str] = (),
    replacing: str = "",
) -> list[tuple[Any, ...]]:
    """Insert rows that are not there yet and give back `returning` columns of those that were.

    With `replacing`, a unique column, a row takes the place of the one with the same value there.

    `columns` are database column names; values are written as given, so times must have gone through `moments`.
    Much faster than bulk_create, which cannot give back keys when conflicts are ignored.
    """
    inserted: list[tuple[Any, ...]] = []
    step = max(1, MOST_PARAMETERS // len(columns))
    head = _head(model, columns)
    tail = _otherwise(columns, replacing) + (f" RETURNING {_names(returning)}" if returning else "")
    with connection.cursor() as cursor:
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            values = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(part))
            cursor.execute(head + values + tail, [value for row in part for value in row])
            if returning:
                inserted += cursor.fetchall()
    return inserted


def _head(model: type[models.Model], columns: Sequence[str]) -> str:
    return f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({_names(columns)}) VALUES "  # noqa: S608, SLF001


def _otherwise(columns: Sequence[str], replacing: str) -> str:
    if not replacing:
        return " ON CONFLICT DO NOTHING"
    names = [connection.ops.quote_name(name) for name in columns if name != replacing]
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in names)
    return f" ON CONFLICT ({connection.ops.quote_name(replacing)}) DO UPDATE SET {changes}"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in columns)


def moments() -> Callable[[datetime], Any]:
    """Turns aware datetimes into what this database's driver takes; made once for a batch, it remembers repeats."""
    return lru_cache(maxsize=10_000)(connection.ops.adapt_datetimefield_value)
