"""Counts for reports, read from roll-ups where they hold them and from mentions where they do not.

`first` and `last` are buckets, half open. Distinct authors cannot be summed from roll-ups, so they are counted anew; a
post whose author is not known counts as an author of its own. Noise (adverts, lotteries, copies) is in no count but
its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Sum

from domain.day import HOUR_SECONDS
from domain.post import Channel, Verification
from domain.score import Complaint, Polarity
from storage.models import Baseline, KeywordPost, Mention, Rollup
from storage.rollups import HEARD
from storage.scores import heard


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Posts of one channel; posts = negative + neutral + positive + unknown + not yet scored; `noise` stands apart."""

    channel: Channel
    hour: int
    posts: int
    negative: int
    neutral: int
    positive: int
    unknown: int = 0
    noise: int = 0


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What was to be expected of one hour."""

    posts: float
    negative: float


@dataclass(frozen=True, kw_only=True)
class KeywordTally:
    """How much a keyword was spoken of."""

    keyword: int
    key: str
    authors: int
    posts: int
    negative: int


@dataclass(frozen=True, kw_only=True)
class Negative:
    """One negative post with what weighs it; unknown counts are None."""

    post: int
    channel: Channel
    title: str
    text: str
    quoted: str
    url: str
    author_key: str
    author: str
    followers: int | None
    verification: Verification | None
    published_at: datetime
    reposts: int | None
    comments: int | None
    likes: int | None
    reads: int | None
    negativity: float
    complaint: Complaint | None = None


COLUMNS = (
    *("title", "text", "quoted", "url", "author_key", "author_name", "followers", "verification"),
    *("published_at", "reposts", "comments", "likes", "reads"),
)

AUTHOR = "CASE WHEN p.author_key = '' THEN 'post ' || p.id ELSE p.channel || ' ' || p.author_key END"

AUTHORS = f"""
SELECT COUNT(DISTINCT {AUTHOR})
FROM storage_mention m CROSS JOIN storage_post p LEFT JOIN storage_score s ON s.post_id = p.id
WHERE m.watch_id = %s AND m.bucket >= %s AND m.bucket < %s AND p.id = m.post_id AND {HEARD}
"""  # noqa: S608

# CROSS JOIN keeps SQLite to this order: the day's mentions first, then what hangs on them.
KEYWORDS = f"""
SELECT k.id, k.key, COUNT(DISTINCT {AUTHOR}), COUNT(*), COUNT(CASE WHEN s.polarity = 'negative' THEN 1 END)
FROM storage_mention m CROSS JOIN storage_keywordpost kp CROSS JOIN storage_keyword k CROSS JOIN storage_post p
LEFT JOIN storage_score s ON s.post_id = p.id
WHERE m.watch_id = %s AND m.bucket >= %s AND m.bucket < %s
  AND kp.post_id = m.post_id AND k.id = kp.keyword_id AND k.watch_id = m.watch_id AND p.id = m.post_id AND {HEARD}
GROUP BY k.id, k.key
HAVING COUNT(*) > 1
ORDER BY 3 DESC, 4 DESC, k.key
LIMIT %s
"""  # noqa: S608

KEYWORD_AUTHORS = f"""
SELECT COUNT(DISTINCT {AUTHOR})
FROM storage_keywordpost kp CROSS JOIN storage_post p LEFT JOIN storage_score s ON s.post_id = p.id
WHERE kp.keyword_id = %s AND kp.bucket >= %s AND kp.bucket < %s AND p.id = kp.post_id AND {HEARD}
"""  # noqa: S608

POSTS = f"""
SELECT COUNT(DISTINCT m.post_id), COUNT(DISTINCT CASE WHEN s.polarity = 'negative' THEN m.post_id END),
       COUNT(DISTINCT CASE WHEN s.polarity IN ('negative', 'neutral', 'positive') THEN m.post_id END)
FROM storage_mention m LEFT JOIN storage_score s ON s.post_id = m.post_id
WHERE m.watch_id IN ({{watches}}) AND m.bucket >= %s AND m.bucket < %s AND {HEARD}
"""  # noqa: S608


def tallies(watch: int, first: int, last: int) -> list[Tally]:
    """Posts per hour and channel, hours without posts left out."""
    hours = Rollup.objects.filter(watch_id=watch, bucket__gte=first, bucket__lt=last)
    rows = (
        hours.annotate(hour=F("bucket") - F("bucket") % HOUR_SECONDS)
        .values_list("channel", "hour")
        .annotate(Sum("posts"), Sum("negative"), Sum("neutral"), Sum("positive"), Sum("unknown"), Sum("noise"))
        .order_by("hour", "channel")
    )
    return [
        Tally(
            channel=Channel(channel),
            hour=hour,
            posts=posts,
            negative=negative,
            neutral=neutral,
            positive=positive,
            unknown=unknown,
            noise=noise,
        )
        for channel, hour, posts, negative, neutral, positive, unknown, noise in rows
    ]


def authors(watch: int, first: int, last: int) -> int:
    """How many different accounts wrote."""
    return _number(AUTHORS, [watch, first, last])


def distinct_posts(watches: Sequence[int], first: int, last: int) -> tuple[int, int, int]:
    """(posts, negative ones, ones with a verdict) of several watches, a post of two watches counted once."""
    if not watches:
        return 0, 0, 0
    with connection.cursor() as cursor:
        cursor.execute(POSTS.format(watches=", ".join(["%s"] * len(watches))), [*watches, first, last])
        posts, negative, scored = cursor.fetchone()
    return int(posts), int(negative), int(scored)


def expected(watch: int, first: int, last: int) -> dict[int, Expected]:
    """What was to be expected of each hour, by the hour's start; hours without a baseline left out."""
    rows = Baseline.objects.filter(watch_id=watch, bucket__gte=first, bucket__lt=last)
    return {row.bucket: Expected(posts=row.posts, negative=row.negative) for row in rows}


def keywords(watch: int, first: int, last: int, limit: int) -> list[KeywordTally]:
    """The keywords that most different accounts spoke of, in more than one post."""
    with connection.cursor() as cursor:
        cursor.execute(KEYWORDS, [watch, first, last, limit])
        return [
            KeywordTally(keyword=keyword, key=key, authors=writers, posts=posts, negative=negative)
            for keyword, key, writers, posts, negative in cursor.fetchall()
        ]


def keyword_posts(keywords: Sequence[int], first: int, last: int) -> dict[int, set[int]]:
    """The posts of each keyword."""
    posts: dict[int, set[int]] = {keyword: set() for keyword in keywords}
    rows = KeywordPost.objects.filter(heard("post__"), keyword_id__in=keywords, bucket__gte=first, bucket__lt=last)
    for keyword, post in rows.values_list("keyword_id", "post_id"):
        posts[keyword].add(post)
    return posts


def keyword_authors(keyword: int, first: int, last: int) -> int:
    """How many different accounts spoke of a keyword."""
    return _number(KEYWORD_AUTHORS, [keyword, first, last])


def negatives(watch: int, first: int, last: int) -> Iterator[Negative]:
    """Every negative post of a watch, as the newest edition has it, in order of publication."""
    mentions = Mention.objects.filter(
        watch_id=watch, bucket__gte=first, bucket__lt=last, post__score__polarity=Polarity.NEGATIVE.value
    ).filter(post__score__noise="")
    fields = ("channel", *(f"post__{name}" for name in COLUMNS), "post__score__negativity", "post__score__complaint")
    for row in mentions.order_by("bucket", "post_id").values_list("post_id", *fields).iterator(chunk_size=2000):
        yield _negative(row)


def _negative(row: tuple[Any, ...]) -> Negative:
    post, channel, *facts, negativity, complaint = row
    known = dict(zip(COLUMNS, facts, strict=True))
    verification = known.pop("verification")
    return Negative(
        post=post,
        channel=Channel(channel),
        author=known.pop("author_name"),
        verification=Verification(verification) if verification else None,
        negativity=negativity,
        complaint=Complaint(complaint) if complaint else None,
        **known,
    )


def _number(sql: str, values: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (number,) = cursor.fetchone()
    return int(number)
