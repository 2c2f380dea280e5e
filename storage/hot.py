"""Hot lists over time: what stood where, and which titles name a watch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from domain.hot import HotEntry, HotList
from domain.watch import Watch
from storage.editions import clean
from storage.models import HotRank, HotTopic

TOP = 10
FAR = 3
MUCH = 0.2


@dataclass(frozen=True, kw_only=True)
class Stood:
    """The last row of a title: its rank, heat and mark, and whether it had left the list."""

    rank: int | None
    heat: int | None
    label: str
    off: bool


@dataclass(frozen=True, kw_only=True)
class Named:
    """A title that names a watch: from when to when it stood on the list, how high, how hot; None where not told.

    `on` says that it stood there at the list's newest reading.
    """

    list: HotList
    title: str
    first_seen_at: datetime
    last_seen_at: datetime
    rank: int | None
    best_rank: int | None
    peak_heat: int | None
    label: str
    on: bool


def moved(last: Stood, rank: int | None, heat: int | None, label: str) -> bool:
    """Whether a reading is worth a row: another mark, another place (below the tenth: by three), a fifth more or less.

    Without this a year of readings every ten minutes would be millions of rows that say that the 43rd is now the 42nd.
    """
    if last.off or last.label != label or (last.rank is None) != (rank is None):
        return True
    if last.rank is not None and rank is not None and last.rank != rank:
        return min(last.rank, rank) <= TOP or abs(last.rank - rank) >= FAR
    return bool(last.heat and heat and abs(heat - last.heat) >= MUCH * last.heat)


def keep(which: HotList, read_at: datetime, entries: Sequence[HotEntry]) -> int:
    """Store one reading of a whole list; titles that stood there before and are missing now have left it.

    Returns how many rows of history were written. An older reading than the newest is ignored. One transaction.
    """
    named = {clean(entry.title)[:120]: entry for entry in entries}
    if not named or HotTopic.objects.filter(list=which.value, last_seen_at__gte=read_at).exists():
        return 0
    with transaction.atomic():
        topics = {row.title: row for row in HotTopic.objects.filter(list=which.value, title__in=named)}
        stood = _stood(row.pk for row in topics.values())
        _begin(which, read_at, {title: entry for title, entry in named.items() if title not in topics})
        fresh = {row.title: row for row in HotTopic.objects.filter(list=which.value, title__in=named)}
        ranks = [row for title, entry in named.items() if (row := _rank(fresh[title], entry, read_at, stood))]
        _advance(list(fresh.values()), named, read_at)
        ranks += _leave(which, read_at)
        HotRank.objects.bulk_create(ranks)
    return len(ranks)


def naming(watch: Watch, since: datetime) -> tuple[Named, ...]:
    """Titles that stood on a list after a moment and name the watch, the newest first."""
    newest = HotRank.objects.filter(topic=OuterRef("pk"), off=False).order_by("-read_at")
    rows = HotTopic.objects.filter(last_seen_at__gte=since).order_by("-last_seen_at", "best_rank", "pk")
    rows = rows.annotate(rank=Subquery(newest.values("rank")[:1]), label=Subquery(newest.values("label")[:1]))
    return tuple(
        Named(
            list=HotList(row.list),
            title=row.title,
            first_seen_at=row.first_seen_at,
            last_seen_at=row.last_seen_at,
            rank=row.rank,
            best_rank=row.best_rank,
            peak_heat=row.peak_heat,
            label=row.label or "",
            on=row.gone_at is None,
        )
        for row in rows
        if watch.matches(row.title)
    )


def forget(before: datetime) -> int:
    """Delete titles that were last seen before a moment, with their history; returns how many titles."""
    old = HotTopic.objects.filter(last_seen_at__lt=before)
    count = old.count()
    old.delete()
    return count


def _stood(topics: Iterable[int]) -> dict[int, Stood]:
    rows = HotRank.objects.filter(topic_id__in=list(topics))
    newest = rows.filter(topic=OuterRef("topic")).order_by("-read_at").values("pk")[:1]
    rows = rows.filter(pk=Subquery(newest))
    return {row.topic_id: Stood(rank=row.rank, heat=row.heat, label=row.label, off=row.off) for row in rows}


def _begin(which: HotList, read_at: datetime, entries: dict[str, HotEntry]) -> None:
    HotTopic.objects.bulk_create(
        HotTopic(
            list=which.value,
            title=title,
            category=clean(entry.category)[:60],
            first_seen_at=read_at,
            last_seen_at=read_at,
        )
        for title, entry in entries.items()
    )


def _rank(topic: HotTopic, entry: HotEntry, read_at: datetime, stood: dict[int, Stood]) -> HotRank | None:
    label = clean(entry.label)[:8]
    last = stood.get(topic.pk)
    if last is not None and not moved(last, entry.rank, entry.heat, label):
        return None
    return HotRank(topic=topic, read_at=read_at, rank=entry.rank, heat=entry.heat, label=label)


def _advance(topics: list[HotTopic], named: dict[str, HotEntry], read_at: datetime) -> None:
    for topic in topics:
        entry = named[topic.title]
        topic.last_seen_at, topic.gone_at = read_at, None
        topic.best_rank = min((rank for rank in (topic.best_rank, entry.rank) if rank is not None), default=None)
        topic.peak_heat = max((heat for heat in (topic.peak_heat, entry.heat) if heat is not None), default=None)
    HotTopic.objects.bulk_update(topics, ("last_seen_at", "gone_at", "best_rank", "peak_heat"))


def _leave(which: HotList, read_at: datetime) -> list[HotRank]:
    there = Q(list=which.value, gone_at__isnull=True)
    gone = list(HotTopic.objects.filter(there, last_seen_at__lt=read_at))
    HotTopic.objects.filter(pk__in=[topic.pk for topic in gone]).update(gone_at=read_at, last_seen_at=F("last_seen_at"))
    return [HotRank(topic=topic, read_at=read_at, off=True) for topic in gone]


@dataclass(frozen=True, kw_only=True)
class Place:
    """From `read_at` on the title stood at `rank` (None where it had no number); `off` says that it had left."""

    read_at: datetime
    rank: int | None
    heat: int | None
    label: str
    off: bool


@dataclass(frozen=True, kw_only=True)
class Course:
    """A title with all its places, oldest first, and when it was last seen on the list."""

    topic: int
    list: HotList
    title: str
    last_seen_at: datetime
    places: tuple[Place, ...]


def courses(since: datetime) -> tuple[Course, ...]:
    """Titles that stood on a list after a moment, with their history, the oldest title first."""
    topics = HotTopic.objects.filter(last_seen_at__gte=since).order_by("first_seen_at", "pk").prefetch_related("ranks")
    return tuple(
        Course(
            topic=topic.pk,
            list=HotList(topic.list),
            title=topic.title,
            last_seen_at=topic.last_seen_at,
            places=tuple(
                Place(read_at=row.read_at, rank=row.rank, heat=row.heat, label=row.label, off=row.off)
                for row in topic.ranks.all()
            ),
        )
        for topic in topics
    )
