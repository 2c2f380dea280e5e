"""How far the negative posts of a matter had gone by a moment, and which posts prove it; asked of the store seldom."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alerts.knowledge import Beginnings
from domain.alert import Measures
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, bucket_time
from storage import evidence, heard_posts
from storage.evidence import Matter
from storage.heard_posts import HeardPost, ReadAt

DAY = BUCKETS_PER_DAY * BUCKET_SECONDS
HALF_HOUR = 1800
MOST_POSTS = 20


@dataclass(frozen=True, kw_only=True)
class Witnesses:
    """Posts that prove a matter, gravest first, and how many people wrote."""

    posts: tuple[int, ...]
    authors: int


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many posts a matter has over a stretch, how many of them negative, and the largest counts among those."""

    posts: int
    negative: int
    measures: Measures


@dataclass
class Spread:
    """The negative posts of each watch from bucket `first` to `last`, as they became known."""

    watches: Sequence[int]
    beginnings: Beginnings
    first: int
    last: int
    _witnesses: dict[Matter, tuple[int, Witnesses]] = field(default_factory=dict)
    _topics: dict[int, tuple[int, dict[int, tuple[int, datetime]]]] = field(default_factory=dict)
    _readings: dict[int, list[ReadAt]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = heard_posts.negatives(self.watches, self.first, self.last + BUCKET_SECONDS)
        self._posts: dict[int, list[HeardPost]] = {watch: [] for watch in self.watches}
        for row in sorted(map(self.beginnings.known, rows), key=lambda row: row.bucket):
            self._posts[row.watch].append(row)
        self._buckets = {watch: [row.bucket for row in posts] for watch, posts in self._posts.items()}

    def negatives(self, watch: int, since: int, at: int, now: datetime) -> list[HeardPost]:
        """Negative posts of the buckets [since, at] that are known by now, oldest first."""
        buckets = self._buckets[watch]
        left, right = bisect_left(buckets, since), bisect_left(buckets, at + 1)
        return [row for row in self._posts[watch][left:right] if row.known_at <= now]

    def reach(self, matter: Matter, since: int, at: int, now: datetime) -> Reach:
        """Over the buckets from `since` (at most a day back) to `at`, both included."""
        since = max(since, at - DAY)
        rows = self.negatives(matter.watch, since, at, now)
        many = len(rows)
        if matter.topic is not None:
            of_topic = self._of_topic(matter.topic, since)
            rows = [row for row in rows if row.post in of_topic]
            many = sum(1 for bucket, known_at in of_topic.values() if since <= bucket <= at and known_at <= now)
        return Reach(posts=max(many, len(rows)), negative=len(rows), measures=self.measures(rows, now))

    def measures(self, rows: Sequence[HeardPost], now: datetime) -> Measures:
        """The largest counts among these posts, by what had been read by now."""
        self.read(row.post for row in rows)
        read = [one for row in rows if (one := self.reading(row, now)) is not None]
        return Measures(
            reposts=_largest(one.reposts for one in read),
            comments=_largest(one.comments for one in read),
            reads=_largest(one.reads for one in read),
            followers=_largest(row.followers for row in rows),
            media=True if any(row.media for row in rows) else None,
            channels=len({row.channel for row in rows}) or None,
        )

    def read(self, posts: Iterable[int]) -> None:
        """Have the readings of these posts at hand."""
        wanted = [post for post in posts if post not in self._readings]
        if wanted:
            self._readings.update({post: [] for post in wanted} | heard_posts.readings(wanted))

    def readings(self, post: int) -> list[ReadAt]:
        """All readings of a post that `read` was asked for, oldest first."""
        return self._readings[post]

    def reading(self, row: HeardPost, now: datetime) -> ReadAt | HeardPost | None:
        """The counts of a post by now: the newest of all where nothing was read later, or where they were imported."""
        every = self._readings[row.post]
        imported = self.beginnings.imported(row.watch, row.channel, bucket_time(row.bucket))
        if imported or not every or every[-1].read_at <= now:
            return row
        return next((one for one in reversed(every) if one.read_at <= now), None)

    def last_half_hour(self, matter: Matter, at: int, now: datetime) -> int:
        """Negative posts of the six buckets that end with `at`."""
        return self.reach(matter, at - HALF_HOUR + BUCKET_SECONDS, at, now).negative

    def witnesses(self, matter: Matter, since: int, at: int, now: datetime, *, negative_only: bool) -> Witnesses:
        """Asked anew every half hour of an episode."""
        since = max(since, at - DAY)
        asked = self._witnesses.get(matter)
        if asked is None or at - asked[0] >= HALF_HOUR:
            end = at + BUCKET_SECONDS
            crawled = any(watch == matter.watch for watch, _ in self.beginnings.of)
            known_by = now if crawled else None
            posts = evidence.gravest_posts(
                matter, since, end, MOST_POSTS, negative_only=negative_only, known_by=known_by
            )
            authors = evidence.authors(matter, since, end, negative_only=negative_only, known_by=known_by)
            asked = at, Witnesses(posts=posts, authors=authors)
            self._witnesses[matter] = asked
        return asked[1]

    def _of_topic(self, topic: int, since: int) -> dict[int, tuple[int, datetime]]:
        """Posts of a topic from `since` on, read once and once more where an older moment is asked for."""
        known = self._topics.get(topic)
        if known is None or since < known[0]:
            known = since, heard_posts.of_topic(topic, since, self.last + BUCKET_SECONDS)
            self._topics[topic] = known
        return known[1]


def _largest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)
