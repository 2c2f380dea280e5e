"""How far the negative posts of a matter had gone by a moment, and which posts prove it; asked of the store seldom."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import numpy as np

from alerts.kept import Kept
from alerts.knowledge import Beginnings, Ints
from alerts.table import Floats
from domain.alert import Measures
from domain.day import BUCKET_SECONDS, DAY_SECONDS, HOUR_SECONDS, bucket_time, hour_start
from storage import evidence, heard_posts
from storage.evidence import Matter
from storage.heard_posts import HeardPost, ReadAt

FOR_EVER = datetime.max.replace(tzinfo=UTC)  # for whoever asks of posts whenever they come to be known
HALF_HOUR = 1800
MOST_POSTS = 20


@dataclass(frozen=True, kw_only=True)
class Witnesses:
    """Posts that prove a matter, gravest first, and how many people wrote."""

    posts: tuple[int, ...]
    authors: int


NOBODY = Witnesses(posts=(), authors=0)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many posts a matter has over a stretch, and the negative ones, oldest first."""

    posts: int
    negative: tuple[HeardPost, ...]


@dataclass
class Spread:
    """The negative posts of each watch from bucket `first` to `last`, as they became known."""

    watches: Sequence[int]
    beginnings: Beginnings
    kept: Kept
    first: int
    last: int
    _witnesses: dict[Matter, tuple[int, Witnesses]] = field(default_factory=dict)
    _said: dict[int, "_Said"] = field(default_factory=dict)
    _readings: dict[int, list[ReadAt]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._posts = {watch: self._negatives(watch) for watch in self.watches}
        self._buckets = {watch: [row.bucket for row in posts] for watch, posts in self._posts.items()}

    def _negatives(self, watch: int) -> list[HeardPost]:
        """By bucket, in the order of collection."""
        end, known = self.last + BUCKET_SECONDS, self.beginnings.known
        hours = self.kept.negatives.of(watch, self.first, end, partial(_read, watch))
        return [known(post) for hour in hours for post in hour if self.first <= post.bucket < end]

    def negatives(self, watch: int, since: int, at: int, now: datetime) -> list[HeardPost]:
        """Negative posts of the buckets [since, at] that are known by now, oldest first."""
        buckets = self._buckets[watch]
        left, right = bisect_left(buckets, since), bisect_left(buckets, at + 1)
        return [row for row in self._posts[watch][left:right] if row.known_at <= now]

    def reach(self, matter: Matter, since: int, at: int, now: datetime) -> Reach:
        """Over the buckets from `since` (at most a day back) to `at`, both included."""
        since = max(since, at - DAY_SECONDS)
        rows = self.negatives(matter.watch, since, at, now)
        many = len(rows)
        if matter.keyword is not None:
            of_keyword = self._of_keyword(matter.keyword, since)
            rows = [row for row in rows if row.post in of_keyword.posts]
            many = of_keyword.many(since, at, now)
        return Reach(posts=max(many, len(rows)), negative=tuple(rows))

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
        if not every or every[-1].read_at <= now:
            return row
        if self.beginnings.imported(row.watch, row.channel, bucket_time(row.bucket)):
            return row
        return next((one for one in reversed(every) if one.read_at <= now), None)

    def last_half_hour(self, matter: Matter, at: int, now: datetime) -> int:
        """Negative posts of the six buckets that end with `at`."""
        return len(self.reach(matter, at - HALF_HOUR + BUCKET_SECONDS, at, now).negative)

    def witnesses(self, matter: Matter, since: int, at: int, now: datetime, *, negative_only: bool) -> Witnesses:
        """Asked anew every half hour of an episode."""
        since = max(since, at - DAY_SECONDS)
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

    def _of_keyword(self, keyword: int, since: int) -> "_Said":
        """Posts of a keyword from `since` on, read once and once more where an older moment is asked for."""
        said = self._said.get(keyword)
        if said is None or since < said.since:
            said = _Said.read(keyword, since, self.last + BUCKET_SECONDS)
            self._said[keyword] = said
        return said


@dataclass(frozen=True, kw_only=True)
class _Said:
    """The posts of a keyword from bucket `since` on, and by bucket when each came to be known."""

    since: int
    posts: frozenset[int]
    buckets: Ints
    known: Floats

    @classmethod
    def read(cls, keyword: int, since: int, end: int) -> "_Said":
        """Of the buckets [since, end)."""
        rows = heard_posts.of_keyword(keyword, since, end)
        found = np.array(sorted(row[1:] for row in rows), dtype=np.float64).reshape(-1, 2)
        return cls(
            since=since,
            posts=frozenset(row[0] for row in rows),
            buckets=found[:, 0].astype(np.int64),
            known=found[:, 1].copy(),
        )

    def many(self, since: int, at: int, now: datetime) -> int:
        """How many posts of the buckets [since, at] were known by now."""
        left, right = np.searchsorted(self.buckets, [since, at + 1])
        return int(np.count_nonzero(self.known[left:right] <= now.timestamp()))


def _read(watch: int, first: int, end: int) -> dict[int, list[HeardPost]]:
    found: dict[int, list[HeardPost]] = {hour: [] for hour in range(first, end, HOUR_SECONDS)}
    for post in sorted(heard_posts.negatives([watch], first, end), key=lambda post: post.bucket):
        found[hour_start(post.bucket)].append(post)
    return found


def _largest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)
