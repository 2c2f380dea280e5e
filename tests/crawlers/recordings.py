"""Answers of Weibo with invented words: structure as served, numbers that fit their times."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "recordings" / "weibo"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""12:00 in China on the day of the recordings."""


def body(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def given(name: str) -> Any:
    """A recording to be changed by a test."""
    return json.loads(body(name))


def packed(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
