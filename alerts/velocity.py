"""How fast single negative posts are being passed on, by their readings."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil

import numpy as np

from alerts.evidence import Spreading
from alerts.rules.single_post_spread import LINE, READS
from alerts.spread import Spread
from domain.alert import Measures
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY
from domain.watch import Watch
from storage.heard_posts import HeardPost, ReadAt

DAY = BUCKETS_PER_DAY * BUCKET_SECONDS
HOUR = timedelta(hours=1)
FRESH = timedelta(hours=2)  # an older reading says nothing of now
SHORTEST = timedelta(minutes=10)  # between two readings that a speed is taken from
AGES = (0.0, 0.5, 1.0, 3.0, 6.0, 24.0)  # hours since publication
REACHED = (0.05, 0.35, 0.48, 0.74, 0.88, 1.0)  # of a day's reposts and comments: medians of 1,649 threads
LEAST = min(LINE.values)


@dataclass
class Velocity:
    """The negative posts of a walk that were ever fast, with how they stood at each reading."""

    spread: Spread
    first: int
    last: int
    _courses: dict[int, list[tuple[HeardPost, list[datetime], list[Spreading]]]] = field(default_factory=dict)

    def at(self, watch: Watch, now: datetime) -> tuple[Spreading, ...]:
        """How each post stands whose newest reading by now is fresh."""
        if watch.key not in self._courses:
            self._courses[watch.key] = list(self._read(watch.key))
        found = []
        for post, moments, courses in self._courses[watch.key]:
            place = bisect_right(moments, now) - 1
            if post.known_at <= now and place >= 0 and now - moments[place] <= FRESH:
                found.append(courses[place])
        return tuple(found)

    def _read(self, watch: int) -> Iterator[tuple[HeardPost, list[datetime], list[Spreading]]]:
        rows = self.spread.negatives(watch, self.first - DAY, self.last, datetime.max.replace(tzinfo=UTC))
        imported = self.spread.beginnings.imported
        rows = [row for row in rows if not imported(row.watch, row.channel, row.published_at)]
        self.spread.read(row.post for row in rows)
        for row in rows:
            readings = self.spread.readings(row.post)
            if _grew(readings):
                courses = [_spreading(row, readings[: place + 1]) for place in range(len(readings))]
                yield row, [one.read_at for one in courses], courses


def _grew(readings: Sequence[ReadAt]) -> bool:
    """Whether a post ever had enough to be fast; nearly none has."""
    most = max(((one.reposts or 0) + (one.comments or 0) for one in readings), default=0)
    return most >= LEAST or any((one.reads or 0) >= READS * LEAST for one in readings)


def _spreading(post: HeardPost, readings: Sequence[ReadAt]) -> Spreading:
    newest = readings[-1]
    age = max(0.0, (newest.read_at - post.published_at) / HOUR)
    reached = float(np.interp(age, AGES, REACHED))
    return Spreading(
        post=post.post,
        channel=post.channel,
        author_name=post.author_name,
        published_at=post.published_at,
        read_at=newest.read_at,
        gained=Measures(
            reposts=_gained(post, readings, "reposts"),
            comments=_gained(post, readings, "comments"),
            reads=_gained(post, readings, "reads"),
        ),
        measures=Measures(
            reposts=newest.reposts,
            comments=newest.comments,
            reads=newest.reads,
            followers=post.followers,
            media=post.media or None,
            channels=1,
        ),
        expected=Measures(
            reposts=_coming(newest.reposts, reached),
            comments=_coming(newest.comments, reached),
            reads=_coming(newest.reads, reached),
        ),
    )


def _coming(count: int | None, reached: float) -> int | None:
    return None if count is None else ceil(count / reached)


def _gained(post: HeardPost, readings: Sequence[ReadAt], name: str) -> int | None:
    """What came in the hour before the newest reading, from the readings around its beginning; None if unknown."""
    newest = readings[-1]
    count: int | None = getattr(newest, name)
    if count is None or newest.read_at - post.published_at <= HOUR:
        return count
    known: list[tuple[datetime, int]] = [
        (one.read_at, value) for one in readings[:-1] if (value := getattr(one, name)) is not None
    ]
    known = [(at, value) for at, value in known if newest.read_at - at >= SHORTEST]
    if not known:
        return None
    start = newest.read_at - HOUR
    at, value = next(((at, value) for at, value in reversed(known) if at <= start), known[0])
    return max(0, round((count - value) / max((newest.read_at - at) / HOUR, 1.0)))
