"""What rules are judged on: roll-ups, crawl windows, loud posts, keywords and the gravest posts; read only.

Noise (adverts, lotteries, copies) is left out everywhere: it must raise no alarm and prove none.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Case, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from domain.post import Channel, Verification
from domain.refusal import Refusal, refusal_of
from domain.score import Polarity
from storage.authors import authors as distinct_authors
from storage.crawls import COVERING_VALUES
from storage.models import Baseline, Crawl, KeywordPost, Mention, Rollup
from storage.scores import heard
from storage.seconds import as_text, seconds

NEGATIVE = Polarity.NEGATIVE.value


@dataclass(frozen=True, kw_only=True)
class CrawlRow:
    """One crawl that has ended."""

    watch: int
    channel: Channel
    outcome: str
    refusal: Refusal | None
    reason: str
    since: datetime
    until: datetime
    ended_at: datetime


@dataclass(frozen=True, kw_only=True)
class LoudRow:
    """A negative post of an author with many followers or a weighty verification."""

    watch: int
    post: int
    channel: Channel
    author_key: str
    author_name: str
    followers: int | None
    verification: Verification | None
    published_at: datetime
    known_at: datetime
    negativity: float


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What posts are asked for: a watch, or one of its keywords."""

    watch: int
    keyword: int | None = None


RollupTuple = tuple[int, str, int, int, int, int, int]
AT_ONCE = 20_000
ROLLUPS = """
SELECT watch_id, channel, bucket, posts, authors, negative, negative + neutral + positive
FROM storage_rollup WHERE watch_id IN ({watches}) AND bucket >= %s AND bucket < %s
"""


def rollups(watches: Collection[int], first: int, end: int) -> Iterator[RollupTuple]:
    """(watch, channel, bucket, posts, authors, negative, scored) of the buckets in [first, end)."""
    if not watches:
        return
    with connection.cursor() as cursor:
        cursor.execute(ROLLUPS.format(watches=", ".join(["%s"] * len(watches))), [*watches, first, end])
        while some := cursor.fetchmany(AT_ONCE):
            yield from some


def counted_before(watches: Collection[int], bucket: int) -> set[int]:
    """Which watches have posts in older buckets."""
    return {watch for watch in watches if Rollup.objects.filter(watch_id=watch, bucket__lt=bucket).exists()}


def first_crawls(watches: Collection[int]) -> dict[tuple[int, Channel], tuple[datetime, datetime]]:
    """For each watch and channel that was ever crawled: when the first crawl began, and the oldest moment asked for."""
    rows = Crawl.leading.filter(watch_id__in=watches).order_by().values_list("watch_id", "channel")
    found = rows.annotate(first=Min("started_at"), oldest=Min("since"))
    return {(watch, Channel(channel)): (first, oldest) for watch, channel, first, oldest in found}


CoveringRow = tuple[int, str, float, float, float]


def covering_windows(watches: Collection[int], since: datetime, now: datetime) -> list[CoveringRow]:
    """(watch, channel, from, to, ended at) of crawls that missed nothing and ended by `now`, in that order.

    Their windows reach past `since`; moments are seconds since 1970.
    """
    rows = Crawl.leading.filter(watch_id__in=watches, outcome__in=COVERING_VALUES, until__gt=since, ended_at__lte=now)
    moments = [as_text(name) for name in ("since", "until", "ended_at")]
    found = rows.order_by().values_list("watch_id", "channel", *moments).iterator(chunk_size=5_000)
    read = [(watch, channel, *map(seconds, moments)) for watch, channel, *moments in found]
    return sorted(read, key=lambda row: row[4])


def ended_crawls(watches: Collection[int], since: datetime, now: datetime) -> list[CrawlRow]:
    """Crawls that ended in (since, now], newest first, whatever came of them."""
    return _crawls(Crawl.leading.filter(watch_id__in=watches, ended_at__gt=since), now)


def newest_crawls(watch: int, channel: Channel, now: datetime, limit: int) -> list[CrawlRow]:
    """The last crawls of one watch and channel that ended by `now`, newest first."""
    return _crawls(Crawl.leading.filter(watch_id=watch, channel=channel.value), now, limit)


def covered_until(watch: int, channel: Channel, now: datetime) -> datetime | None:
    """End of the newest window that a crawl ended by `now` fully covered."""
    rows = Crawl.leading.filter(watch_id=watch, channel=channel.value, outcome__in=COVERING_VALUES)
    return rows.filter(ended_at__lte=now).order_by("-until").values_list("until", flat=True).first()


def _crawls(rows: QuerySet[Crawl], now: datetime, limit: int | None = None) -> list[CrawlRow]:
    done = rows.filter(ended_at__lte=now).exclude(outcome="").order_by("-ended_at", "-id")[:limit]
    found = []
    for row in done:
        assert row.ended_at is not None
        assert row.watch_id is not None
        found.append(
            CrawlRow(
                watch=row.watch_id,
                channel=Channel(row.channel),
                outcome=row.outcome,
                refusal=refusal_of(row.refusal),
                reason=row.reason,
                since=row.since,
                until=row.until,
                ended_at=row.ended_at,
            )
        )
    return found


def loud_negatives(
    watches: Collection[int], first: int, end: int, followers: int, verifications: Iterable[Verification]
) -> list[LoudRow]:
    """Negative posts of the buckets in [first, end) by authors of such reach or standing, oldest first."""
    loud = Q(post__followers__gte=followers) | Q(post__verification__in=[value.value for value in verifications])
    rows = Mention.objects.filter(loud, watch_id__in=watches, bucket__gte=first, bucket__lt=end)
    rows = rows.filter(post__score__polarity=NEGATIVE, post__score__noise="").select_related("post", "post__score")
    return [_loud(row) for row in rows.order_by("post__published_at", "post_id")]


def _loud(row: Mention) -> LoudRow:
    post = row.post
    assert post.score.negativity is not None
    return LoudRow(
        watch=row.watch_id,
        post=post.pk,
        channel=Channel(post.channel),
        author_key=post.author_key,
        author_name=post.author_name,
        followers=post.followers,
        verification=Verification(post.verification) if post.verification else None,
        published_at=post.published_at,
        known_at=post.collected_at,
        negativity=post.score.negativity,
    )


def authors(matter: Matter, first: int, end: int, *, negative_only: bool, known_by: datetime | None = None) -> int:
    """Distinct authors of the matter's posts in [first, end); a post without an author counts as one of its own.

    `known_by` leaves out what was collected later.
    """
    rows = _posts_of(matter, first, end, known_by)
    if negative_only:
        rows = rows.filter(post__score__polarity=NEGATIVE)
    return int(rows.aggregate(many=distinct_authors())["many"])


def gravest_posts(
    matter: Matter, first: int, end: int, limit: int, *, negative_only: bool, known_by: datetime | None = None
) -> tuple[int, ...]:
    """Posts of [first, end) that prove the matter: negative ones first, then by how many reposted or commented.

    `known_by` leaves out what was collected later.
    """
    rows = _posts_of(matter, first, end, known_by)
    if negative_only:
        rows = rows.filter(post__score__polarity=NEGATIVE)
    mood = Case(When(post__score__polarity=NEGATIVE, then=Value(0)), default=Value(1))
    engaged = sum((Coalesce(F(f"post__{name}"), 0) for name in ("comments", "likes")), Coalesce(F("post__reposts"), 0))
    ordered = rows.annotate(mood=mood, engaged=engaged).order_by(
        "mood", "-engaged", F("post__score__negativity").desc(nulls_last=True), "-post_id"
    )
    return tuple(ordered.values_list("post_id", flat=True)[:limit])


def _posts_of(
    matter: Matter, first: int, end: int, known_by: datetime | None
) -> "QuerySet[Mention] | QuerySet[KeywordPost]":
    within = Q(bucket__gte=first, bucket__lt=end)
    if known_by is not None:
        within &= Q(post__collected_at__lte=known_by)
    if matter.keyword is None:
        return Mention.objects.filter(heard("post__"), within, watch_id=matter.watch)
    return KeywordPost.objects.filter(heard("post__"), within, keyword_id=matter.keyword)


def save_baselines(rows: Iterable[tuple[int, int, float, float]]) -> None:
    """Store (watch, hour's start, expected posts, expected negative); what was there before is replaced."""
    Baseline.objects.bulk_create(
        [Baseline(watch_id=watch, bucket=hour, posts=posts, negative=bad) for watch, hour, posts, bad in rows],
        update_conflicts=True,
        unique_fields=["watch", "bucket"],
        update_fields=["posts", "negative"],
        batch_size=1_000,
    )
