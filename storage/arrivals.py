"""Sources: what came of each and when, and how asking it went."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from domain.crawl import COVERING, CrawlOutcome
from domain.day import hour_start
from domain.source import Source as SourceNoun
from domain.source import SourceKind
from storage.editions import clean
from storage.models import Arrivals, Source

LATEST = timedelta(days=3)


def source(kind: SourceKind, place: str, name: str, now: datetime, watch: int | None = None) -> int:
    """The key of a source, made on its first mention; a new name or watch is taken over."""
    row, made = Source.objects.get_or_create(
        kind=kind.value, place=clean(place)[:300], defaults={"name": clean(name)[:120], "watch_id": watch, "since": now}
    )
    if not made and (row.name, row.watch_id) != (clean(name)[:120], watch):
        Source.objects.filter(pk=row.pk).update(name=clean(name)[:120], watch_id=watch)
    return row.pk


def arrived(source: int, at: Sequence[datetime], now: datetime) -> None:
    """Count new things, each by its own time, which is taken for now where it lies in the future.

    How late the oldest of them is teaches how late this source usually is; what it brings at first is its past.
    """
    if not at:
        return
    moments = [min(moment, now) for moment in at]
    hours = Counter(hour_start(moment.timestamp()) for moment in moments)
    with transaction.atomic():
        for hour, count in sorted(hours.items()):
            Arrivals.objects.get_or_create(source_id=source, hour=hour, defaults={"count": 0})
            Arrivals.objects.filter(source_id=source, hour=hour).update(count=F("count") + count)
        _learn_lateness(source, now - min(moments))
        newest = max(moments)
        Source.objects.filter(pk=source).update(
            received_at=now, newest_at=Greatest(Coalesce("newest_at", newest), newest)
        )


def asked(source: int, outcome: CrawlOutcome, reason: str, now: datetime, refusal: str = "") -> None:
    """How asking a source went; says nothing of whether anything new came."""
    well = {"good_at": now} if outcome in COVERING else {}
    Source.objects.filter(pk=source).update(
        asked_at=now, outcome=outcome.value, reason=clean(reason)[:2000], refusal=refusal, **well
    )


def sources(kinds: Sequence[SourceKind] | None = None) -> tuple[SourceNoun, ...]:
    """The active sources, all or of some kinds, by kind and name."""
    wanted = Q(active=True) if kinds is None else Q(active=True, kind__in=[kind.value for kind in kinds])
    return tuple(_noun(row) for row in Source.objects.filter(wanted))


def by_hour(source: int, now: datetime, weeks: int) -> tuple[tuple[int, int], ...]:
    """Pairs of (epoch second of the hour, how many came) over the last weeks, hours without any left out, in order."""
    first = hour_start((now - timedelta(weeks=weeks)).timestamp())
    rows = Arrivals.objects.filter(source_id=source, hour__gte=first).order_by("hour")
    return tuple(rows.values_list("hour", "count"))


def _learn_lateness(source: int, late: timedelta) -> None:
    """A longer delay counts at once, a shorter one by a fifth at a time; never more than three days."""
    row = Source.objects.filter(pk=source, received_at__isnull=False).values_list("late_seconds", flat=True).first()
    if row is None:
        return
    seconds = min(late, LATEST).total_seconds()
    Source.objects.filter(pk=source).update(late_seconds=int(max(seconds, row + (seconds - row) / 5)))


def _noun(row: Source) -> SourceNoun:
    return SourceNoun(
        key=row.pk,
        kind=SourceKind(row.kind),
        place=row.place,
        name=row.name,
        watch=row.watch_id,
        since=row.since,
        received_at=row.received_at,
        newest_at=row.newest_at,
        asked_at=row.asked_at,
        outcome=CrawlOutcome(row.outcome) if row.outcome else None,
        reason=row.reason,
        refusal=row.refusal,
        good_at=row.good_at,
        late=timedelta(seconds=row.late_seconds),
        expect_hours=row.expect_hours,
    )
