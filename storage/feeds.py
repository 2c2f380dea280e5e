"""Feeds: which there are, what to ask them with, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from domain.crawl import CrawlOutcome
from domain.feed import EntryMet, FeedRead, checked_address, masked
from domain.feed import Feed as FeedNoun
from domain.source import SourceKind
from storage import arrivals
from storage.bulk import insert, moments
from storage.editions import clean
from storage.models import Feed, FeedEntry, Source
from storage.sealing import Unsealable, mark_of, seal, unseal

REMEMBERED = 2_000
"""Entries of a feed whose first sight is looked up again; feeds hold at most some hundred."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A feed as a list shows it; `address` is masked."""

    key: int
    name: str
    watch: str
    address: str
    active: bool
    expect_hours: int | None


def add(address: str, name: str, watch: int, now: datetime, expect_hours: int | None = None) -> int:
    """Take up a feed for a watch and returns its key; one that is there gets the new name and is switched on again.

    Raises BadFeedAddress.
    """
    whole = checked_address(address)
    with transaction.atomic():
        row, _ = Feed.objects.update_or_create(
            mark=mark_of(whole),
            watch_id=watch,
            defaults={"name": clean(name)[:80], "active": True, "shown": masked(whole)[:1100]},
            create_defaults={
                "name": clean(name)[:80],
                "sealed": seal(whole),
                "shown": masked(whole)[:1100],
                "added_at": now,
            },
        )
        source = join(row, now)
        if expect_hours is not None:
            Source.objects.filter(pk=source).update(expect_hours=expect_hours)
    return row.pk


def is_taken(address: str, watch: int, but: int | None = None) -> bool:
    """Whether a watch has a feed of this address, other than the one with the key `but`."""
    return Feed.objects.filter(mark=mark_of(address), watch_id=watch).exclude(pk=but or 0).exists()


def save(row: Feed, address: str, now: datetime) -> None:
    """Keep a feed that was edited; a checked address that is not empty takes the place of the old one."""
    with transaction.atomic():
        if row.pk is None:
            row.added_at = now
        if address:
            row.sealed, row.mark, row.shown = seal(address), mark_of(address), masked(address)[:1100]
            row.etag = row.modified = ""
        row.save()
        join(row, now)


def join(row: Feed, now: datetime) -> int:
    """Give a feed its source, or take name, watch and switch over to it; the key of the source is returned."""
    source = arrivals.source(SourceKind.FEED, f"{row.shown[:280]}#{row.pk}", row.name, now, row.watch_id)
    Feed.objects.filter(pk=row.pk).update(source_id=source)
    Source.objects.filter(pk=source).update(active=row.active)
    return source


def remove(key: int) -> bool:
    """Ask a feed no more and forget its address and its source; what it brought stays. False where there is none."""
    row = Feed.objects.filter(pk=key).first()
    if row is None:
        return False
    with transaction.atomic():
        row.delete()
        Source.objects.filter(pk=row.source_id or 0).delete()
    return True


def listed() -> tuple[Listed, ...]:
    """Every feed, by name."""
    rows = Feed.objects.select_related("watch", "source")
    return tuple(
        Listed(
            key=row.pk,
            name=row.name,
            watch=row.watch.name,
            address=row.shown,
            active=row.active,
            expect_hours=row.source.expect_hours if row.source else None,
        )
        for row in rows
    )


def to_ask(watch: int) -> tuple[int, ...]:
    """The feeds of a watch that are switched on."""
    return tuple(Feed.objects.filter(watch_id=watch, active=True).order_by("pk").values_list("pk", flat=True))


def opened(keys: Sequence[int], now: datetime) -> tuple[FeedNoun, ...]:
    """Feeds with their whole addresses; one whose address cannot be opened any more is told of at its source."""
    found: list[FeedNoun] = []
    for row in Feed.objects.filter(pk__in=keys).order_by("pk"):
        source = row.source_id or join(row, now)
        try:
            address = unseal(row.sealed)
        except Unsealable:
            why = "密钥（site.secret_key）已更换，订阅地址解不开；请在“桥接订阅”里删除后重新添加"
            arrivals.asked(source, CrawlOutcome.FAILED, why, now)
            continue
        seen = FeedEntry.objects.filter(feed=row).order_by("-pk").values_list("mark", "first_seen_at")[:REMEMBERED]
        found.append(
            FeedNoun(
                key=row.pk,
                name=row.name,
                watch=row.watch_id,
                source=source,
                address=address,
                etag=row.etag,
                modified=row.modified,
                seen=dict(seen),
            )
        )
    return tuple(found)


def keep(read: FeedRead, now: datetime) -> None:
    """Put on record how asking a feed went, and count what was new in it.

    An entry is new where none of its marks was met. What has no time of its own counts as come now, but for the first
    reading of a feed, whose entries may be of any age. A feed that was removed meanwhile is passed over.
    """
    row = Feed.objects.filter(pk=read.feed).first()
    if row is None or row.source_id is None:
        return
    with transaction.atomic():
        first = not FeedEntry.objects.filter(feed=row).exists()
        fresh = _new(row.pk, read.entries, now)
        own = [entry.published_at for entry in fresh]
        arrivals.arrived(row.source_id, [at or now for at in own if at is not None or not first], now)
        if read.outcome is CrawlOutcome.COMPLETE and not read.unchanged:
            Feed.objects.filter(pk=row.pk).update(etag=clean(read.etag)[:300], modified=clean(read.modified)[:100])
        outcome = CrawlOutcome.EMPTY if read.outcome is CrawlOutcome.COMPLETE and not fresh else read.outcome
        arrivals.asked(row.source_id, outcome, _reason(read, len(fresh)), now, read.refusal)


def forget_entries(before: datetime) -> int:
    """Forget entries first met before a moment; returns how many."""
    deleted, _ = FeedEntry.objects.filter(first_seen_at__lt=before).delete()
    return deleted


def _reason(read: FeedRead, fresh: int) -> str:
    if read.outcome is not CrawlOutcome.COMPLETE:
        return read.reason
    if read.unchanged:
        return "答复正常，与上次相同（304），没有新内容"
    told = f"{len(read.entries)} 篇，其中新的 {fresh} 篇" if fresh else f"{len(read.entries)} 篇，没有新的"
    return f"{told}；{read.reason}" if read.reason else told


def _new(feed: int, entries: Sequence[EntryMet], now: datetime) -> list[EntryMet]:
    """The entries that were never met, each once; all marks are remembered."""
    marks = [mark for entry in entries for mark in entry.marks]
    known = set(FeedEntry.objects.filter(feed_id=feed, mark__in=marks).values_list("mark", flat=True))
    fresh: list[EntryMet] = []
    added: dict[str, None] = {}
    for entry in entries:
        if not known.intersection(entry.marks) and not added.keys() & set(entry.marks):
            fresh.append(entry)
        added.update(dict.fromkeys(mark for mark in entry.marks if mark not in known))
    moment = moments()
    insert(FeedEntry, ("feed_id", "mark", "first_seen_at"), [(feed, mark, moment(now)) for mark in added])
    return fresh
