"""Single posts that rules look at, with the moment at which each became known; read only, noise left out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from domain.post import Channel, Verification
from domain.score import Polarity
from storage.models import Mention, Reading, TopicPost
from storage.scores import heard

NEGATIVE = Polarity.NEGATIVE.value
AT_A_TIME = 5_000
IDS_AT_A_TIME = 500


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


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadAt:
    """The counts of a post as read at one moment."""

    read_at: datetime
    reposts: int | None
    comments: int | None
    reads: int | None


FIELDS = (
    *("watch_id", "post_id", "channel", "bucket", "post__collected_at", "post__published_at", "post__author_key"),
    *("post__author_name", "post__followers", "post__verification", "post__region", "post__score__polarity"),
    *("post__reposts", "post__comments", "post__reads"),
)


def learnt_after(watches: Collection[int], moment: datetime, until: datetime) -> list[HeardPost]:
    """Posts that were collected in (moment, until], whenever they were published, in the order of collection."""
    rows = Mention.objects.filter(heard("post__"), watch_id__in=watches)
    return _posts(rows.filter(post__collected_at__gt=moment, post__collected_at__lte=until))


def negatives(watches: Collection[int], first: int, end: int) -> list[HeardPost]:
    """Negative posts of the buckets in [first, end), in the order of collection."""
    rows = Mention.objects.filter(heard("post__"), watch_id__in=watches, bucket__gte=first, bucket__lt=end)
    return _posts(rows.filter(post__score__polarity=NEGATIVE))


def of_topic(topic: int, first: int, end: int) -> dict[int, tuple[int, datetime]]:
    """(bucket, when it was collected) of each post of a topic in [first, end), by id."""
    rows = TopicPost.objects.filter(heard("post__"), topic_id=topic, bucket__gte=first, bucket__lt=end)
    return {post: (bucket, at) for post, bucket, at in rows.values_list("post_id", "bucket", "post__collected_at")}


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
        for post, at, reposts, comments, reads in rows.values_list(
            "post_id", "read_at", "reposts", "comments", "reads"
        ):
            found.setdefault(post, []).append(ReadAt(read_at=at, reposts=reposts, comments=comments, reads=reads))
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
    known_at: datetime,
    published_at: datetime,
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
        known_at=known_at,
        published_at=published_at,
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
