"""How fast single negative posts are being passed on, by their readings."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

import numpy as np

from alerts.evidence import Spreading
from alerts.grown import FRESH, HOUR, gained
from alerts.rules.single_post_spread import LINE, READS
from alerts.spread import FOR_EVER, Spread
from domain.alert import Measures
from domain.day import DAY_SECONDS
from domain.watch import Watch
from storage import heard_posts
from storage.heard_posts import HeardPost, ReadAt

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
        rows = self.spread.negatives(watch, self.first - DAY_SECONDS, self.last, FOR_EVER)
        imported = self.spread.beginnings.imported
        rows = [row for row in rows if not imported(row.watch, row.channel, row.published_at)]
        grew = heard_posts.reached([row.post for row in rows], shared=LEAST, reads=READS * LEAST)
        self.spread.read(grew)
        for row in rows:
            if row.post in grew:  # nearly none is
                readings = self.spread.readings(row.post)
                courses = [_spreading(row, readings[: place + 1]) for place in range(len(readings))]
                yield row, [one.read_at for one in courses], courses


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
    """What came of this count in the hour before the newest reading; None if unknown."""
    if getattr(readings[-1], name) is None:
        return None
    came = gained(post.published_at, [(one.read_at, n) for one in readings if (n := getattr(one, name)) is not None])
    return None if came is None else round(came)
