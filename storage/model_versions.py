"""Versions of the model: kept, put in place, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from storage.models import ModelVersion


class NoSuchVersion(LookupError):
    """There is no version of this name; the message lists those that there are."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A version to be kept: its file's bytes, who made it from how many labels, and how it compared."""

    version: str
    weights: bytes
    made_by: str
    labels: int
    measures: Mapping[str, Any]


def keep(made: Made, now: datetime, *, standing: bool) -> None:
    """Keep a version, and let it stand where it is better; the same weights made again are the same version."""
    with transaction.atomic():
        row, _ = ModelVersion.objects.update_or_create(
            version=made.version,
            defaults={
                "weights": made.weights,
                "made_at": now,
                "made_by": made.made_by[:80],
                "labels": made.labels,
                "measures": dict(made.measures),
            },
        )
        if standing:
            _put_in_place(row)


def stand(version: str) -> None:
    """Put a kept version in place; raises NoSuchVersion."""
    with transaction.atomic():
        row = ModelVersion.objects.filter(version=version).first()
        if row is None:
            known = "、".join(ModelVersion.objects.values_list("version", flat=True)) or "无"
            raise NoSuchVersion(f"没有版本 {version}；现有的自训版本：{known}")
        _put_in_place(row)


def stand_down() -> bool:
    """Go back to the shipped weights; False where they stood already."""
    return bool(ModelVersion.objects.filter(standing=True).update(standing=False))


def standing() -> tuple[str, bytes] | None:
    """Name and bytes of the version in place; None where the shipped weights are."""
    row = ModelVersion.objects.filter(standing=True).first()
    return None if row is None else (row.version, bytes(row.weights))


def standing_name() -> str | None:
    """Name of the version in place, without reading its weights."""
    return ModelVersion.objects.filter(standing=True).values_list("version", flat=True).first()


def kept() -> list[ModelVersion]:
    """Every version without its weights, the newest first."""
    return list(ModelVersion.objects.defer("weights").order_by("-made_at", "-id"))


def _put_in_place(row: ModelVersion) -> None:
    ModelVersion.objects.filter(standing=True).exclude(pk=row.pk).update(standing=False)
    ModelVersion.objects.filter(pk=row.pk).update(standing=True)
