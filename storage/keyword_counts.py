"""Who spoke of which keyword in which five minutes, noise left out; read only."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef

from storage.authors import authors as distinct_authors
from storage.models import Alert, Keyword, KeywordPost, Mention
from storage.scores import heard
from storage.seconds import as_text, seconds

AT_A_TIME, AT_ONCE = 400, 20_000


# CROSS JOIN keeps SQLite to this order: the mentions of that time first, then their keywords, which are too many to ask
# one by one.
USES = """
SELECT kp.keyword_id, kp.post_id
FROM storage_mention m CROSS JOIN storage_keywordpost kp CROSS JOIN storage_keyword k
WHERE m.watch_id = %s AND m.bucket >= %s AND m.bucket < %s
  AND kp.post_id = m.post_id AND k.id = kp.keyword_id AND k.watch_id = m.watch_id
"""


def posts(watch: int, first: int, end: int) -> Iterator[tuple[int, int, str, str, float]]:
    """(post, bucket, author, channel, collected at) of every post of the watch in the buckets [first, end), by id.

    The author may be ''; when it was collected is in seconds since 1970.
    """
    found = Mention.objects.filter(heard("post__"), watch_id=watch, bucket__gte=first, bucket__lt=end)
    fields = ("post_id", "bucket", "post__author_key", "channel", as_text("post__collected_at"))
    for *facts, at in found.order_by("post_id").values_list(*fields).iterator(chunk_size=AT_ONCE):
        yield *facts, seconds(at)


def uses(watch: int, first: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """(keyword, post) of every post of the watch in the buckets [first, end), noise or not, in pieces."""
    with connection.cursor() as cursor:
        cursor.execute(USES, [watch, first, end])
        while some := cursor.fetchmany(AT_ONCE):
            yield some


def used_before(keywords: Sequence[int], first: int, end: int) -> set[int]:
    """Which of these keywords were used in the buckets [first, end), noise or not; one look at the index for each."""
    found: set[int] = set()
    used = KeywordPost.objects.filter(keyword_id=OuterRef("id"), bucket__gte=first, bucket__lt=end)
    for start in range(0, len(keywords), AT_A_TIME):
        some = Keyword.objects.filter(Exists(used), id__in=keywords[start : start + AT_A_TIME])
        found |= set(some.values_list("id", flat=True))
    return found


def authors(keywords: Sequence[int], first: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(keyword, bucket, distinct authors) in the buckets [first, end); posts without an author count singly."""
    for start in range(0, len(keywords), AT_A_TIME):
        some = keywords[start : start + AT_A_TIME]
        own = KeywordPost.objects.filter(keyword_id__in=some, bucket__gte=first, bucket__lt=end)
        found = own.filter(heard("post__")).order_by()
        grouped = found.values("keyword_id", "bucket").annotate(many=distinct_authors())
        for row in grouped.iterator(chunk_size=5_000):
            yield row["keyword_id"], row["bucket"], row["many"]


def keys(keywords: Sequence[int]) -> dict[int, str]:
    """The keys of keywords by id."""
    return dict(Keyword.objects.filter(id__in=keywords).values_list("id", "key"))


def names_in_use(rule: str, watch: int, since: datetime) -> frozenset[str]:
    """Keys that alerts of this rule went by, of this watch and seen since."""
    prefix = f"{rule}:{watch}:"
    found = Alert.objects.filter(rule=rule, watch_id=watch, last_seen_at__gt=since, fingerprint__startswith=prefix)
    return frozenset(mark.removeprefix(prefix) for mark in found.values_list("fingerprint", flat=True))
