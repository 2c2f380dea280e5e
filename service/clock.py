"""The clock; everybody below is handed the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """Tell the present moment, aware, UTC."""
    return datetime.now(UTC)
