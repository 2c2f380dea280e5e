"""The only place of the room that reads the clock; pages hand the moment on."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
