"""Who spoke of which topic in which five minutes, noise left out; read only."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Q

from storage.models import Alert, Topic, TopicPost
from storage.scores import heard

TOPICS_AT_A_TIME = 400


def rows(watch: int, first: int, end: int) -> Iterator[tuple[int, int, str, int, str, datetime]]:
    """(topic, bucket, author, post, channel, collected at) of every post of the watch in the buckets [first, end).

    The author may be ''.

    The way is from the watch's mentions of that time to their topics: topics are too many to ask one by one.
    """
    found = TopicPost.objects.filter(
        heard("post__"),
        topic__watch_id=watch,
        post__mention__watch_id=watch,
        post__mention__bucket__gte=first,
        post__mention__bucket__lt=end,
    )
    fields = ("topic_id", "bucket", "post__author_key", "post_id", "post__channel", "post__collected_at")
    return found.values_list(*fields).iterator(chunk_size=5_000)


def used_before(topics: Sequence[int], first: int, end: int) -> set[int]:
    """Which of these topics were used in the buckets [first, end), noise or not."""
    found: set[int] = set()
    for start in range(0, len(topics), TOPICS_AT_A_TIME):
        some = topics[start : start + TOPICS_AT_A_TIME]
        used = TopicPost.objects.filter(topic_id__in=some, bucket__gte=first, bucket__lt=end)
        found |= set(used.order_by().values_list("topic_id", flat=True).distinct())
    return found


def authors(topics: Sequence[int], first: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(topic, bucket, distinct authors) of these topics in the buckets [first, end); authorless posts count singly."""
    known = Count("post__author_key", distinct=True, filter=~Q(post__author_key=""))
    blank = Count("post_id", filter=Q(post__author_key=""))
    for start in range(0, len(topics), TOPICS_AT_A_TIME):
        some = topics[start : start + TOPICS_AT_A_TIME]
        own = TopicPost.objects.filter(topic_id__in=some, bucket__gte=first, bucket__lt=end)
        found = own.filter(heard("post__")).order_by()
        grouped = found.values("topic_id", "bucket").annotate(known=known, blank=blank)
        for row in grouped.iterator(chunk_size=5_000):
            yield row["topic_id"], row["bucket"], row["known"] + row["blank"]


def keys(topics: Sequence[int]) -> dict[int, str]:
    """The keys of topics by id."""
    return dict(Topic.objects.filter(id__in=topics).values_list("id", "key"))


def names_in_use(rule: str, watch: int, since: datetime) -> frozenset[str]:
    """Keys that alerts of this rule went by, of this watch and seen since."""
    prefix = f"{rule}:{watch}:"
    found = Alert.objects.filter(rule=rule, watch_id=watch, last_seen_at__gt=since, fingerprint__startswith=prefix)
    return frozenset(mark.removeprefix(prefix) for mark in found.values_list("fingerprint", flat=True))
