"""Counts per watch, channel and five minutes: marked where something changed, counted anew from the posts."""

from collections.abc import Iterable

from django.db import connection, transaction

from storage.bulk import insert
from storage.models import DirtyBucket, Mention, Rollup

MARKS_AT_A_TIME = 5_000

HEARD = "COALESCE(s.noise, '') = ''"

COUNT = f"""
INSERT INTO storage_rollup
       (watch_id, channel, bucket, posts, authors, negative, neutral, positive, unknown, noise, engagement)
SELECT m.watch_id, m.channel, m.bucket, COUNT(CASE WHEN {HEARD} THEN 1 END),
       COUNT(DISTINCT CASE WHEN NOT {HEARD} THEN NULL WHEN p.author_key = '' THEN 'post ' || p.id
            ELSE p.author_key END),
       COUNT(CASE WHEN {HEARD} AND s.polarity = 'negative' THEN 1 END),
       COUNT(CASE WHEN {HEARD} AND s.polarity = 'neutral' THEN 1 END),
       COUNT(CASE WHEN {HEARD} AND s.polarity = 'positive' THEN 1 END),
       COUNT(CASE WHEN {HEARD} AND s.polarity = 'unknown' THEN 1 END),
       COUNT(CASE WHEN NOT {HEARD} THEN 1 END),
       SUM(CASE WHEN {HEARD} THEN COALESCE(p.reposts, 0) + COALESCE(p.comments, 0) + COALESCE(p.likes, 0) ELSE 0 END)
FROM {{marks}} storage_mention m
JOIN storage_post p ON p.id = m.post_id
LEFT JOIN storage_score s ON s.post_id = m.post_id
WHERE {{where}}
GROUP BY m.watch_id, m.bucket, m.channel
"""  # noqa: S608
# CROSS JOIN keeps SQLite to this order: else it walks over every mention of the watch and asks whether it is marked.
MARKS = "(SELECT DISTINCT watch_id, bucket FROM storage_dirtybucket WHERE id IN ({ids})) d CROSS JOIN"
MARKED = "m.watch_id = d.watch_id AND m.bucket = d.bucket"
UNMARK = """
DELETE FROM storage_rollup
WHERE (watch_id, bucket) IN (SELECT watch_id, bucket FROM storage_dirtybucket WHERE id IN ({ids}))
"""


def mark(pairs: Iterable[tuple[int, int]]) -> None:
    """Say that the roll-ups of these (watch, bucket) pairs must be counted anew; part of the caller's transaction."""
    insert(DirtyBucket, ("watch_id", "bucket"), sorted(set(pairs)))


def refresh() -> int:
    """Work off the marks, some thousand in one transaction each; returns how many marks were worked off."""
    worked_off = 0
    while marks := _refresh_some():
        worked_off += marks
    return worked_off


def _refresh_some() -> int:
    with transaction.atomic():
        _alone()
        marks = list(DirtyBucket.objects.order_by("id").values_list("id", flat=True)[:MARKS_AT_A_TIME])
        if not marks:
            return 0
        ids = ", ".join(["%s"] * len(marks))
        with connection.cursor() as cursor:
            cursor.execute(UNMARK.format(ids=ids), marks)
            cursor.execute(COUNT.format(marks=MARKS.format(ids=ids), where=MARKED), marks)
        DirtyBucket.objects.filter(id__in=marks).delete()
    return len(marks)


def rebuild(watch: int | None = None) -> int:
    """Count every roll-up anew, of one watch or of all; returns how many rows there are now."""
    rows = Rollup.objects.all() if watch is None else Rollup.objects.filter(watch_id=watch)
    with transaction.atomic():
        _alone()
        rows.delete()
        with connection.cursor() as cursor:
            if watch is None:
                cursor.execute(COUNT.format(marks="", where="1 = 1"))
            else:
                cursor.execute(COUNT.format(marks="", where="m.watch_id = %s"), [watch])
    return rows.count()


def _alone() -> None:
    """One counter at a time: on PostgreSQL by an advisory lock; SQLite's IMMEDIATE transaction is one already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7316529)")


def mark_posts(posts: Iterable[int]) -> None:
    """Mark every bucket that these posts count in."""
    mark(Mention.objects.filter(post_id__in=list(posts)).values_list("watch_id", "bucket"))
