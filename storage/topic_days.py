"""Topics counted by day, for reports: as many as the list of posts shows for the topic and the day.

`first` and `last` are buckets, half open. Noise is in no count, nor are editions that were replaced.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from domain.day import HOUR_SECONDS, bucket_time
from storage.figures import AUTHOR
from storage.models import Post, Topic
from storage.rollups import HEARD

# CROSS JOIN keeps SQLite to this order: the topic's posts of that time first, then what hangs on them.
COUNTED = f"""
SELECT {{columns}}
FROM storage_topicpost tp CROSS JOIN storage_mention m CROSS JOIN storage_post p
LEFT JOIN storage_score s ON s.post_id = p.id
WHERE tp.topic_id IN ({{topics}}) AND tp.bucket >= %s AND tp.bucket < %s
  AND m.post_id = tp.post_id AND m.watch_id = %s AND p.id = tp.post_id AND {HEARD}
GROUP BY {{groups}}
"""  # noqa: S608


WHOLE = f"tp.topic_id, COUNT(DISTINCT {AUTHOR}), COUNT(*), COUNT(CASE WHEN s.polarity = 'negative' THEN 1 END)"
HOURLY = f"tp.topic_id, tp.bucket - tp.bucket %% {HOUR_SECONDS}, COUNT(DISTINCT {AUTHOR})"


@dataclass(frozen=True, kw_only=True)
class TopicTally:
    """How much a topic was spoken of within a stretch of time."""

    topic: int
    authors: int
    posts: int
    negative: int


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who wrote a post; an unknown name is empty."""

    name: str
    followers: int | None


def of_watch(watch: int, first: int, last: int) -> list[TopicTally]:
    """Topics of a watch with posts in that time, those with most accounts first."""
    rows = Topic.objects.filter(watch_id=watch, since__lt=bucket_time(last), last_at__gte=bucket_time(first))
    found = tallies(watch, set(rows.values_list("pk", flat=True)), first, last)
    return sorted(found.values(), key=lambda one: (-one.authors, -one.posts, one.topic))


def tallies(watch: int, topics: Collection[int], first: int, last: int) -> dict[int, TopicTally]:
    """Counts of these topics of a watch; topics without posts in that time are left out."""
    rows = _counted(WHOLE, "tp.topic_id", watch, topics, first, last)
    return {
        topic: TopicTally(topic=topic, authors=authors, posts=posts, negative=negative)
        for topic, authors, posts, negative in rows
    }


def busiest(watch: int, topics: Collection[int], first: int, last: int) -> dict[int, int]:
    """How many accounts the busiest hour of each topic had."""
    found: dict[int, int] = {}
    for topic, _, authors in _counted(HOURLY, "1, 2", watch, topics, first, last):
        found[topic] = max(authors, found.get(topic, 0))
    return found


def _counted(
    columns: str, groups: str, watch: int, topics: Collection[int], first: int, last: int
) -> list[tuple[int, ...]]:
    if not topics:
        return []
    sql = COUNTED.format(topics=", ".join(["%s"] * len(topics)), columns=columns, groups=groups)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*topics, first, last, watch])
        return list(cursor.fetchall())


def writers(posts: Collection[int]) -> dict[int, Writer]:
    """Who wrote these posts; posts that are gone are left out."""
    rows = Post.objects.filter(pk__in=posts).values_list("pk", "author_name", "author_key", "followers")
    return {post: Writer(name=name or key, followers=followers) for post, name, key, followers in rows}
