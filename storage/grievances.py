"""Complaints of customers: each once, counted by hour and category as it is stored."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Min

from domain.day import hour_start
from domain.grievance import Grievance as GrievanceNoun
from storage.bulk import insert, moments
from storage.editions import clean
from storage.models import Grievance, GrievanceHour

COLUMNS = ("source_id", "key", "at", "category", "channel", "text")


def store(source: int, some: Sequence[GrievanceNoun], now: datetime) -> tuple[GrievanceNoun, ...]:
    """Store complaints with their counts in one transaction; those that were not known before.

    Texts must have been masked. A time in the future is taken for now.
    """
    unique = {clean(one.key)[:120]: one for one in reversed(some)}
    adapt = moments()
    rows = [
        (source, key, adapt(min(one.at, now)), clean(one.category)[:60], clean(one.channel)[:60], clean(one.text))
        for key, one in unique.items()
    ]
    with transaction.atomic():
        fresh = {key for (key,) in insert(Grievance, COLUMNS, rows, returning=("key",))}
        new = tuple(one for key, one in unique.items() if key in fresh)
        hours = Counter((clean(one.category)[:60], hour_start(min(one.at, now).timestamp())) for one in new)
        for (category, hour), count in sorted(hours.items()):
            GrievanceHour.objects.get_or_create(source_id=source, category=category, hour=hour, defaults={"count": 0})
            GrievanceHour.objects.filter(source_id=source, category=category, hour=hour).update(
                count=F("count") + count
            )
    return new


def by_hour(source: int, first: int) -> dict[str, dict[int, int]]:
    """Counts by category and hour since an hour; hours without any are left out."""
    found: dict[str, dict[int, int]] = {}
    rows = GrievanceHour.objects.filter(source_id=source, hour__gte=first)
    for category, hour, count in rows.values_list("category", "hour", "count"):
        found.setdefault(category, {})[hour] = count
    return found


def first_hour(source: int) -> int | None:
    """The earliest hour that anything is known of; None where nothing is."""
    found: int | None = GrievanceHour.objects.filter(source_id=source).aggregate(first=Min("hour"))["first"]
    return found


def forget(before: datetime) -> int:
    """Delete complaints that are older, their texts with them; returns how many. Counts stay: they name nobody."""
    deleted, _ = Grievance.objects.filter(at__lt=before).delete()
    return deleted
