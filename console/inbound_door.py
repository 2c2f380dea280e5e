"""What every way in has in common: how often it may be used, how much it may bring, and the record of a refusal."""

from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest

MOST_BYTES = 6 * 1024 * 1024
A_MINUTE = 60


class TooMuch(Exception):
    """More bytes than one request may bring."""


def may_pass(door: str, most: int, now: datetime, seconds: int = A_MINUTE) -> bool:
    """Whether this is one of the first `most` in this minute (or so many seconds) at a door; counts it."""
    key = f"door:{door}:{int(now.timestamp()) // seconds}"
    cache.add(key, 0, seconds * 2)
    return cache.incr(key) <= most


def wait_seconds(now: datetime, seconds: int = A_MINUTE) -> int:
    """How long until the count begins anew; at least one second."""
    return seconds - int(now.timestamp()) % seconds


def body_of(request: HttpRequest) -> bytes:
    """The body, no more of it than is permitted whatever its header says; raises TooMuch."""
    if _declared(request) > MOST_BYTES:
        raise TooMuch
    body: bytes = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooMuch
    return body


def _declared(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0
