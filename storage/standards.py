"""Versions of the grading standard."""

from datetime import datetime
from typing import Any

from storage.models import Standard


def in_force(now: datetime) -> Standard | None:
    """The newest version whose day has come; None where there is none."""
    return Standard.objects.filter(effective_from__lte=now).order_by("-number").first()


def add_first(*, rows: dict[str, Any], owner: str, now: datetime) -> Standard:
    """Store version 1; where another process was faster, or version 1 takes effect later, that one stands.

    A version 1 that a person dated into the future is still the only standard there is, so it is used as it stands.
    """
    row, _ = Standard.objects.get_or_create(number=1, defaults={"rows": rows, "owner": owner, "effective_from": now})
    return row
