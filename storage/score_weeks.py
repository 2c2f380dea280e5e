"""How the scores of a week were spread, counted once the week is over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Floor

from domain.day import bucket_bounds
from domain.post import Channel
from storage.models import Mention, ScoreWeek

BINS = 10
WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class WeekRow:
    """One week of one watch and channel under one model; `unheard` is None where it was not measured."""

    watch: int
    channel: Channel
    monday: date
    model: str
    bins: tuple[int, ...]
    unheard: float | None


def counted(watch: int, channel: Channel, monday: date, model: str) -> tuple[int, ...]:
    """How many posts of the week that begins on this Monday fell in each tenth of negativity."""
    place = Case(
        When(post__score__negativity__gte=1.0, then=Value(BINS - 1)),
        default=Cast(Floor(F("post__score__negativity") * BINS), IntegerField()),
    )
    rows = _of_week(watch, channel, monday).filter(
        post__score__model=model, post__score__negativity__isnull=False, post__score__corrected_by=""
    )
    found = dict(rows.annotate(place=place).values_list("place").annotate(Count("id")).order_by())
    return tuple(found.get(number, 0) for number in range(BINS))


def sample(watch: int, channel: Channel, monday: date, most: int) -> list[str]:
    """At most so many texts of the week, spread evenly over it."""
    rows = _of_week(watch, channel, monday).order_by("bucket", "post_id")
    keys = list(rows.values_list("pk", flat=True))
    step = max(1, len(keys) // most)
    texts = Mention.objects.filter(pk__in=keys[::step][:most]).values_list("post__text", flat=True)
    return list(texts)


def keep(row: WeekRow) -> None:
    """Write a week, over what was counted of it before."""
    ScoreWeek.objects.update_or_create(
        watch_id=row.watch,
        channel=row.channel.value,
        monday=row.monday,
        model=row.model,
        defaults={"bins": list(row.bins), "unheard": row.unheard},
    )


def is_kept(watch: int, channel: Channel, monday: date, model: str) -> bool:
    """Whether the week was counted under this model."""
    rows = ScoreWeek.objects.filter(watch_id=watch, channel=channel.value, monday=monday, model=model)
    return rows.exists()


def since(watches: Collection[int], monday: date) -> list[WeekRow]:
    """The weeks of these watches from a Monday on, oldest first."""
    rows = ScoreWeek.objects.filter(watch_id__in=watches, monday__gte=monday).order_by("monday", "id")
    return [
        WeekRow(
            watch=row.watch_id,
            channel=Channel(row.channel),
            monday=row.monday,
            model=row.model,
            bins=tuple(row.bins),
            unheard=row.unheard,
        )
        for row in rows
    ]


def _of_week(watch: int, channel: Channel, monday: date) -> QuerySet[Mention]:
    first, _ = bucket_bounds(monday)
    end, _ = bucket_bounds(monday + WEEK)
    return Mention.objects.filter(watch_id=watch, channel=channel.value, bucket__gte=first, bucket__lt=end)
