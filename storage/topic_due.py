"""Posts that discovery has not looked at yet, and how each of them looks to it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from domain.score import Noise
from storage.bulk import insert
from storage.models import KeywordPost, Mention, Score, TopicDue, TopicPost

AT_A_TIME = 5_000
IDS_AT_A_TIME = 10_000
OLDEST = 15 * 86_400  # seconds; topics are remembered for 14 days, and what is older finds none
UNHEARD = (Noise.ADVERT.value, Noise.LOTTERY.value)
FIELDS = (
    *("post_id", "bucket", "post__channel", "post__author_key", "post__collected_at", "post__score__noise"),
    "post__score__topic_keys",
)


class Known(NamedTuple):
    """One post of a watch: its five minutes, when it was collected, by whom it is ('' where unknown), its keys.

    A copy on order (`copied`) belongs to its topic and proves nothing.
    """

    post: int
    bucket: int
    collected_at: datetime
    channel: str
    author_key: str
    keys: tuple[str, ...]
    copied: bool


def add(mentions: Sequence[tuple[int, int, int]], now: datetime) -> None:
    """Let posts be looked at that were judged; `mentions` are (watch, post, bucket). Part of the caller's transaction.

    What was published more than 15 days ago is no topic of now, and an import of it is no work.
    """
    first = int(now.timestamp()) - OLDEST
    rows = sorted((watch, post) for watch, post, bucket in mentions if bucket >= first)
    insert(TopicDue, ("watch_id", "post_id"), rows)


def add_judged(watch: int, posts: Collection[int]) -> None:
    """The same for posts that belong to a watch since now and were judged before; others come with their verdict."""
    judged = Score.objects.filter(post_id__in=posts).values_list("post_id", flat=True) if posts else ()
    insert(TopicDue, ("watch_id", "post_id"), [(watch, post) for post in sorted(judged)])


def due(watch: int, limit: int) -> tuple[list[int], list[Known]]:
    """Ids of what is due, the oldest first, and the posts among it that discovery cares for; by bucket."""
    waiting = TopicDue.objects.filter(watch_id=watch).order_by("post__published_at", "post_id")
    posts = list(waiting.values_list("post_id", flat=True)[:limit])
    return posts, [known for some in _parts(posts) for known in _known(_of(watch).filter(post_id__in=some))]


def done(watch: int, posts: Sequence[int]) -> None:
    """Strike posts off; part of the caller's transaction."""
    for some in _parts(posts):
        TopicDue.objects.filter(watch_id=watch, post_id__in=some).delete()


def again(watch: int, posts: Sequence[int]) -> None:
    """Put posts back."""
    insert(TopicDue, ("watch_id", "post_id"), [(watch, post) for post in posts])


def everything_due(watch: int) -> list[int]:
    """Ids of all that is due."""
    return list(TopicDue.objects.filter(watch_id=watch).values_list("post_id", flat=True))


def newest(watch: int, now: datetime) -> int | None:
    """The newest five minutes of the watch, none of which are to come."""
    rows = Mention.objects.filter(watch_id=watch, bucket__lte=int(now.timestamp()))
    return rows.order_by("-bucket").values_list("bucket", flat=True).first()


def since(watch: int, first: int) -> Iterator[Known]:
    """Judged posts of the watch from a bucket on, by bucket."""
    return _known(_of(watch).filter(bucket__gte=first))


def how_many(watch: int, first: int) -> int:
    """How many `since` gives at most."""
    return Mention.objects.filter(watch_id=watch, bucket__gte=first).count()


def homeless(watch: int, first: int, end: int) -> Iterator[Known]:
    """Those of the buckets [first, end) that are in no topic."""
    placed = TopicPost.objects.filter(post_id=OuterRef("post_id"), topic__watch_id=watch)
    return _known(_of(watch).filter(~Exists(placed), bucket__gte=first, bucket__lt=end))


def _of(watch: int) -> QuerySet[Mention]:
    judged = Mention.objects.filter(watch_id=watch, post__score__isnull=False)
    return judged.exclude(post__score__noise__in=UNHEARD).order_by("bucket", "post_id")


def _known(rows: QuerySet[Mention]) -> Iterator[Known]:
    waiting: list[Known] = []
    for post, bucket, channel, author, collected_at, noise, keys in rows.values_list(*FIELDS).iterator(AT_A_TIME):
        waiting.append(
            Known(
                post=post,
                bucket=bucket,
                collected_at=collected_at,
                channel=channel,
                author_key=author,
                keys=tuple(keys or ()),
                copied=noise != "",
            )
        )
        if len(waiting) == AT_A_TIME:
            yield from _with_keys(waiting)
            waiting = []
    yield from _with_keys(waiting)


def _with_keys(posts: Sequence[Known]) -> Iterator[Known]:
    """Posts whose verdict is older than topic keys go by their keywords."""
    keyless = [known.post for known in posts if not known.keys]
    rows = KeywordPost.objects.filter(post_id__in=keyless).order_by("pk").values_list("post_id", "keyword__key")
    keys: dict[int, list[str]] = {}
    for post, key in rows:
        keys.setdefault(post, []).append(key)
    for known in posts:
        yield known if known.keys else known._replace(keys=tuple(dict.fromkeys(keys.get(known.post, ()))))


def _parts(posts: Sequence[int]) -> Iterator[Sequence[int]]:
    return (posts[start : start + IDS_AT_A_TIME] for start in range(0, len(posts), IDS_AT_A_TIME))
