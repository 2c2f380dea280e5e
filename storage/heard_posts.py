"""Single posts that rules look at, with the moment at which each became known; read only, noise left out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from domain.day import bucket_of
from domain.post import Channel, Verification
from domain.score import Polarity
from storage.models import KeywordPost, Mention, Post, Reading
from storage.scores import heard
from storage.seconds import as_text, moment, seconds

NEGATIVE = Polarity.NEGATIVE.value
AT_A_TIME = 5_000
IDS_AT_A_TIME = 500
MOST_LATE = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class HeardPost:
    """One post of a watch: when it was published (`bucket`) and collected (`known_at`), and its verdict.

    The counts are the newest that were read.
    """

    watch: int
    post: int
    channel: Channel
    bucket: int
    known_at: datetime
    published_at: datetime
    author_key: str
    author_name: str
    followers: int | None
    media: bool
    region: str
    scored: bool
    negative: bool
    reposts: int | None
    comments: int | None
    reads: int | None

    @property
    def writer(self) -> str:
        """Who wrote it; a post of an unknown author is by somebody of its own."""
        return f"{self.channel}:{self.author_key}" if self.author_key else f"post-{self.post}"


LearntRow = tuple[int, str, int, str, str | None, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadAt:
    """The counts of a post as read at one moment."""

    read_at: datetime
    reposts: int | None
    comments: int | None
    reads: int | None


FIELDS = (
    *("watch_id", "post_id", "channel", "bucket"),
    *(as_text("post__collected_at"), as_text("post__published_at")),
    *("post__author_key", "post__author_name", "post__followers", "post__verification", "post__region"),
    *("post__score__polarity", "post__reposts", "post__comments", "post__reads"),
)


def learnt(watches: Collection[int], first: int, end: int, since: datetime) -> Iterator[LearntRow]:
    """(watch, channel, bucket, author, polarity, collected at) of posts of the buckets [first, end), in no order.

    Of the buckets before that of `since` only those that were collected after it. The author may be ''; when it was
    collected is in seconds since 1970.
    """
    rows = Mention.objects.filter(heard("post__"), watch_id__in=watches).order_by()
    here = bucket_of(since)
    older = rows.filter(bucket__gte=first, bucket__lt=min(end, here))
    fields = ("watch_id", "channel", "bucket", "post__author_key", "post__score__polarity")
    for some in (*_late(older, since), rows.filter(bucket__gte=here, bucket__lt=end)):
        found = some.values_list(*fields, as_text("post__collected_at")).iterator(chunk_size=AT_A_TIME)
        for watch, channel, bucket, author, polarity, at in found:
            yield watch, channel, bucket, author, polarity, seconds(at)


def _late(older: "QuerySet[Mention]", since: datetime) -> "list[QuerySet[Mention]]":
    """Those that were collected after a moment: found by that where they are few, else by when they were published."""
    collected = Post.objects.filter(collected_at__gt=since).order_by("collected_at")
    late = list(collected.values_list("id", flat=True)[: MOST_LATE + 1])
    if len(late) > MOST_LATE:
        return [older.filter(post__collected_at__gt=since)]
    pieces = [late[start : start + IDS_AT_A_TIME] for start in range(0, len(late), IDS_AT_A_TIME)]
    return [older.filter(post_id__in=piece) for piece in pieces]


def negatives(watches: Collection[int], first: int, end: int) -> list[HeardPost]:
    """Negative posts of the buckets in [first, end), in the order of collection."""
    rows = Mention.objects.filter(heard("post__"), watch_id__in=watches, bucket__gte=first, bucket__lt=end)
    return _posts(rows.filter(post__score__polarity=NEGATIVE))


def of_keyword(keyword: int, first: int, end: int) -> list[tuple[int, int, float]]:
    """(post, bucket, seconds since 1970 at which it was collected) of every post of a keyword in [first, end)."""
    rows = KeywordPost.objects.filter(heard("post__"), keyword_id=keyword, bucket__gte=first, bucket__lt=end)
    found = rows.values_list("post_id", "bucket", as_text("post__collected_at"))
    return [(post, bucket, seconds(at)) for post, bucket, at in found]


def authors_in(
    watches: Collection[int], buckets: Collection[int], known_by: datetime
) -> set[tuple[int, str, int, str]]:
    """(watch, channel, bucket, author) of posts of these buckets that were known by a moment."""
    found: set[tuple[int, str, int, str]] = set()
    wanted = sorted(buckets)
    for start in range(0, len(wanted), IDS_AT_A_TIME):
        rows = Mention.objects.filter(heard("post__"), watch_id__in=watches, post__collected_at__lte=known_by)
        some = rows.filter(bucket__in=wanted[start : start + IDS_AT_A_TIME])
        found |= set(some.exclude(post__author_key="").values_list("watch_id", "channel", "bucket", "post__author_key"))
    return found


def readings(posts: Collection[int]) -> dict[int, list[ReadAt]]:
    """Every reading of these posts, oldest first."""
    found: dict[int, list[ReadAt]] = {}
    wanted = list(posts)
    for start in range(0, len(wanted), IDS_AT_A_TIME):
        rows = Reading.objects.filter(post_id__in=wanted[start : start + IDS_AT_A_TIME]).order_by("read_at")
        fields = ("post_id", as_text("read_at"), "reposts", "comments", "reads")
        for post, at, reposts, comments, reads in rows.values_list(*fields):
            reading = ReadAt(read_at=moment(at), reposts=reposts, comments=comments, reads=reads)
            found.setdefault(post, []).append(reading)
    return found


def reached(posts: Collection[int], *, shared: float, reads: float) -> set[int]:
    """Those of these posts that were ever read with so many reposts and comments together, or so many reads."""
    found: set[int] = set()
    wanted, together = list(posts), Coalesce("reposts", 0) + Coalesce("comments", 0)
    for start in range(0, len(wanted), IDS_AT_A_TIME):
        rows = Reading.objects.filter(post_id__in=wanted[start : start + IDS_AT_A_TIME]).order_by()
        many = rows.annotate(shared=together).filter(Q(shared__gte=shared) | Q(reads__gte=reads))
        found |= set(many.values_list("post_id", flat=True))
    return found


def texts(watches: Collection[int], first: int, end: int) -> Iterator[tuple[HeardPost, str]]:
    """Posts of the buckets in [first, end) that are not positive, with title and text, in the order of collection."""
    rows = Mention.objects.filter(heard("post__"), watch_id__in=watches, bucket__gte=first, bucket__lt=end)
    rows = rows.exclude(post__score__polarity=Polarity.POSITIVE.value).order_by("post__collected_at", "post_id")
    for *fields, title, text in rows.values_list(*FIELDS, "post__title", "post__text").iterator(chunk_size=AT_A_TIME):
        yield _post(*fields), f"{title}\n{text}" if title else text


def _posts(rows: "QuerySet[Mention]") -> list[HeardPost]:
    ordered = rows.order_by("post__collected_at", "post_id")
    return [_post(*row) for row in ordered.values_list(*FIELDS).iterator(chunk_size=AT_A_TIME)]


def _post(
    watch: int,
    post: int,
    channel: str,
    bucket: int,
    known_at: str,
    published_at: str,
    author_key: str,
    author_name: str,
    followers: int | None,
    verification: str,
    region: str,
    polarity: str | None,
    reposts: int | None,
    comments: int | None,
    reads: int | None,
) -> HeardPost:
    return HeardPost(
        watch=watch,
        post=post,
        channel=Channel(channel),
        bucket=bucket,
        known_at=moment(known_at),
        published_at=moment(published_at),
        author_key=author_key,
        author_name=author_name,
        followers=followers,
        media=verification == Verification.MEDIA.value,
        region=region,
        scored=polarity not in {None, Polarity.UNKNOWN.value},
        negative=polarity == NEGATIVE,
        reposts=reposts,
        comments=comments,
        reads=reads,
    )
