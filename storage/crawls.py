"""What crawls did, what they cover, and the pages that they could not read."""

import gzip
import hashlib
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from domain.crawl import COVERING, CrawlEnd, CrawlPlan
from domain.day import bucket_of
from domain.post import Channel
from storage.editions import clean
from storage.models import Crawl, KeptPage, Mention, RequestCount

COVERING_VALUES = sorted(outcome.value for outcome in COVERING)
LONGEST_PAGE = 4_000_000


def begin(plan: CrawlPlan, channel: Channel, now: datetime, *, leads: bool = True) -> int:
    """Write the row of a crawl that starts now; its outcome stays empty until it ends."""
    row = Crawl.objects.create(
        spider=plan.spider,
        channel=channel.value,
        watch_id=plan.watch,
        leads=leads,
        since=plan.since,
        until=plan.until,
        started_at=now,
    )
    return row.pk


def end(crawl: int, result: CrawlEnd, now: datetime) -> None:
    """Write how a crawl ended; a crawl ends once, a later word is ignored."""
    Crawl.objects.filter(pk=crawl, outcome="").update(
        ended_at=now,
        outcome=result.outcome.value,
        reason=clean(result.reason),
        expected=result.expected,
        fetched=result.fetched,
        new=result.new,
        found_again=result.found_again,
        requests=result.requests,
        refusal=result.refusal,
        exhausted=result.exhausted,
    )


def keep_page(crawl: int, url: str, status: int, body: bytes, place: str, now: datetime) -> None:
    """Keep a page as it came, for people to look at; very long ones are cut, their hash is of the whole."""
    KeptPage.objects.create(
        crawl_id=crawl,
        url=clean(url)[:2000],
        status=status,
        place=clean(place)[:500],
        sha256=hashlib.sha256(body).hexdigest(),
        body=gzip.compress(body[:LONGEST_PAGE]),
        kept_at=now,
    )


def kept_page(page: int) -> tuple[bytes, str] | None:
    """The body of a kept page, as far as it was kept, and the SHA-256 of the whole; None where there is none."""
    row = KeptPage.objects.filter(pk=page).values_list("body", "sha256").first()
    return None if row is None else (gzip.decompress(bytes(row[0])), row[1])


def watermark(spider: str, watch: int) -> datetime | None:
    """End of the newest window that this spider fully covered for this watch; None where it never did.

    A window counts as well of which the site gave all that it ever gives, though something is missing.
    """
    asked = Crawl.objects.filter(Q(outcome__in=COVERING_VALUES) | Q(exhausted=True), spider=spider, watch_id=watch)
    return asked.order_by("-until").values_list("until", flat=True).first()


def newest(spider: str, watch: int | None) -> int | None:
    """The last crawl of a spider for a watch that was begun; None where there was none."""
    return _of(spider, watch).order_by("-pk").values_list("pk", flat=True).first()


def begun_since(spider: str, watch: int | None, moment: datetime) -> bool:
    """Whether a crawl of this spider for this watch began at a moment or later."""
    return _of(spider, watch).filter(started_at__gte=moment).exists()


def usual(watch: int, channel: Channel, since: datetime, until: datetime) -> int:
    """How many posts of the watch there were in the same hours of the day before or the week before, the more of both.

    0 where there is no past.
    """
    earlier = [timedelta(days=1), timedelta(days=7)]
    return max(
        Mention.objects.filter(
            watch_id=watch,
            channel=channel.value,
            bucket__gte=bucket_of(since - ago),
            bucket__lt=bucket_of(until - ago),
        ).count()
        for ago in earlier
    )


def spend(identity: str, day: date, requests: int) -> int:
    """Add to the requests that an identity has made on a day in China; returns how many there are now."""
    row, _ = RequestCount.objects.get_or_create(identity=identity[:80], day=day)
    if requests:
        RequestCount.objects.filter(pk=row.pk).update(requests=F("requests") + requests)
        row.refresh_from_db()
    return row.requests


def running_since(now: datetime) -> int:
    """How many crawls are on; rows of processes that died are closed by `abandon`."""
    return Crawl.objects.filter(outcome="", started_at__lte=now).count()


def abandon(before: datetime, now: datetime) -> int:
    """Close crawls that began before a moment and never ended, because their process was killed."""
    return Crawl.objects.filter(outcome="", started_at__lt=before).update(
        outcome="failed", ended_at=now, reason="采集进程中途被终止，已取得的帖文保留，缺口将由下一轮补采"
    )


def _of(spider: str, watch: int | None) -> QuerySet[Crawl]:
    return Crawl.objects.filter(Q(watch=None) if watch is None else Q(watch_id=watch), spider=spider)
