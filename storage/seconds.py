"""Moments as seconds since 1970, for readings of hundreds of thousands of rows: the ORM's own way costs far more."""

from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import F, TextField
from django.db.models.functions import Cast


def as_text(name: str) -> Cast:
    """A moment as either database writes it, for `seconds`."""
    return Cast(F(name), TextField())


@lru_cache(maxsize=10_000)  # what one page brought has one moment
def seconds(text: str) -> float:
    """Seconds since 1970; a moment without a zone is UTC, as SQLite keeps it."""
    return moment(text).timestamp()


def moment(text: str) -> datetime:
    """The moment itself, in UTC."""
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
