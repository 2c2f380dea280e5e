"""What every test stands on: an empty folder of state, one database, invented people."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture
def now() -> datetime:
    """The moment at which the stories happen: Monday 2026-11-23 09:30 in China."""
    return datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture
def shared() -> Path:
    """The folder of data that is never part of the project; tests that want it skip where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared data at {SHARED}")
    return SHARED
