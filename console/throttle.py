"""Slows down whoever guesses passwords: after five failures in a quarter of an hour, a wait."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.cache import cache

ALLOWED = 5
WITHIN = timedelta(minutes=15)


def wait(failures: Sequence[datetime], now: datetime) -> timedelta | None:
    """How long until the next try is heard, None for now: when the fifth-last recent failure has grown old."""
    recent = _recent(failures, now)
    return recent[-ALLOWED] + WITHIN - now if len(recent) >= ALLOWED else None


def failures(name: str, address: str) -> list[datetime]:
    """When this user name last failed from this address."""
    kept: list[datetime] = cache.get(_key(name, address), [])
    return kept


def add_failure(name: str, address: str, now: datetime) -> None:
    """Remember one more failure."""
    kept = [*_recent(failures(name, address), now), now]
    cache.set(_key(name, address), kept, WITHIN.total_seconds())


def forgive(name: str, address: str) -> None:
    """Forget the failures, because the right password was given."""
    cache.delete(_key(name, address))


def _recent(failures: Sequence[datetime], now: datetime) -> list[datetime]:
    return [at for at in failures if now - at < WITHIN]


def _key(name: str, address: str) -> str:
    """Hashed, since names are free text and cache keys are not."""
    return "login:" + hashlib.sha256(f"{name.casefold()}\x1f{address}".encode()).hexdigest()
