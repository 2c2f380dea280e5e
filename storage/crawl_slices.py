"""Pieces of searches: written as a crawl goes, taken over by the next one, shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from struct import pack, unpack

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum

from domain.crawl import COVERING, CrawlOutcome
from domain.crawl_slice import CrawlSlice, SliceState
from domain.day import day_of
from storage.editions import clean
from storage.models import Crawl, RequestCount
from storage.models import CrawlSlice as SliceRow

KEY = ("crawl", "query", "start", "end", "region")
CHANGING = ("place", "announced", "read", "expected", "fetched", "outcome", "state", "asked_at", "closed_at", "mids")
LAG = timedelta(minutes=30)
"""Posts may enter the search so late: a piece that was asked sooner after its end is asked again."""

TAKEN_OVER_WITHIN = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class SliceCount:
    """The pieces of one crawl, regions not counted: how many, how many are read, what they should and did give.

    `unknown` pieces cannot tell how much they should give.
    """

    pieces: int
    done: int
    expected: int
    fetched: int
    unknown: int


def write(crawl: int, slices: Iterable[CrawlSlice]) -> None:
    """Write pieces of a crawl as they now stand."""
    rows = [_row(crawl, one) for one in slices]
    if rows:
        SliceRow.objects.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=KEY, update_fields=CHANGING
        )


def of(crawl: int) -> tuple[CrawlSlice, ...]:
    """The pieces of a crawl by query, time and region, those included that it has taken over."""
    return tuple(_noun(row) for row in SliceRow.objects.filter(crawl_id=crawl).order_by("query", "start", "region"))


def telling(crawl: int) -> QuerySet[SliceRow]:
    """The pieces that tell something, in the order of `of`: a region only where something of it may be missing."""
    covered = [one.value for one in COVERING]
    rows = SliceRow.objects.filter(crawl_id=crawl).exclude(~Q(region=""), outcome__in=covered)
    return rows.defer("mids").order_by("query", "start", "region")


def take_over(crawl: int, now: datetime) -> tuple[CrawlSlice, ...]:
    """Let a crawl that begins have the pieces that earlier ones had read to the end, so that they need not be asked.

    Taken are those of the same spider and watch that lie in its window, from crawls since the last one that covered
    all it was asked for and not older than two days, and only where a piece was first asked half an hour after its end
    or later: what was asked sooner may have grown. The hours at the edges of a window count only where the earlier
    crawl asked for all of them that this one wants.
    """
    row = Crawl.objects.get(pk=crawl)
    if row.watch_id is None:
        return ()
    same = Crawl.objects.filter(spider=row.spider, watch_id=row.watch_id, pk__lt=crawl)
    covered = same.filter(outcome__in=[one.value for one in COVERING]).order_by("-pk").values_list("pk", flat=True)
    earlier = same.filter(pk__gt=covered.first() or 0, started_at__gte=now - TAKEN_OVER_WITHIN)
    with transaction.atomic():
        found = SliceRow.objects.filter(
            ~Q(state=SliceState.OPEN.value),
            Q(start__gte=F("crawl__since")) | Q(crawl__since__lte=row.since),
            Q(end__lte=F("crawl__until")) | Q(crawl__until__gte=row.until),
            crawl__in=earlier.values("pk"),
            start__gte=row.since - timedelta(hours=1),
            end__lte=row.until + timedelta(hours=1),
            asked_at__gte=F("end") + LAG,
        )
        newest: dict[tuple[object, ...], SliceRow] = {}
        for piece in found.order_by("crawl_id"):
            newest[piece.query, piece.start, piece.end, piece.region] = piece
        for piece in newest.values():
            piece.taken_from_id = piece.taken_from_id or piece.crawl_id
            piece.crawl_id = crawl
        SliceRow.objects.bulk_update(newest.values(), ["crawl", "taken_from"], batch_size=200)
    return tuple(_noun(piece) for piece in newest.values())


def forget(before: datetime) -> None:
    """Delete the pieces of crawls that began before a moment; the crawls themselves stay."""
    SliceRow.objects.filter(crawl__started_at__lt=before).delete()
    RequestCount.objects.filter(day__lt=day_of(before)).delete()


def counts(crawls: Sequence[int]) -> Mapping[int, SliceCount]:
    """For each of these crawls that has pieces, how they stand, in one query."""
    rows = SliceRow.objects.filter(crawl_id__in=crawls, region="").order_by().values("crawl_id")
    told = rows.annotate(
        pieces=Count("pk"),
        done=Count("pk", filter=Q(state=SliceState.DONE.value)),
        expected_sum=Sum("expected", default=0),
        fetched_sum=Sum("fetched", default=0),
        unknown=Count("pk", filter=Q(expected=None)),
    )
    return {
        row["crawl_id"]: SliceCount(
            pieces=row["pieces"],
            done=row["done"],
            expected=row["expected_sum"],
            fetched=row["fetched_sum"],
            unknown=row["unknown"],
        )
        for row in told
    }


def _row(crawl: int, one: CrawlSlice) -> SliceRow:
    return SliceRow(
        crawl_id=crawl,
        query=clean(one.query)[:200],
        start=one.start,
        end=one.end,
        region=one.region,
        place=one.place,
        announced=one.announced,
        read=one.read,
        expected=one.expected,
        fetched=one.fetched,
        outcome=one.outcome.value if one.outcome else "",
        state=one.state.value,
        asked_at=one.asked_at,
        closed_at=one.closed_at,
        mids=pack(f">{len(one.mids)}Q", *sorted(one.mids)),
    )


def _noun(row: SliceRow) -> CrawlSlice:
    mids = bytes(row.mids)
    return CrawlSlice(
        query=row.query,
        start=row.start,
        end=row.end,
        region=row.region,
        place=row.place,
        announced=row.announced,
        read=row.read,
        expected=row.expected,
        fetched=row.fetched,
        outcome=CrawlOutcome(row.outcome) if row.outcome else None,
        state=SliceState(row.state),
        asked_at=row.asked_at,
        closed_at=row.closed_at,
        mids=frozenset(unpack(f">{len(mids) // 8}Q", mids)),
    )
