"""What was known at each moment of a walk through time: counts as the posts came in, coverage as the crawls ended.

The roll-ups say what is known now. Posts that were collected after the walk's first moment are taken out of them and
put back when their time comes, so that a late post is late in a look back too. Imported posts have no such history:
they count as known when they were published.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from alerts.coverage import Window, joined, shares
from alerts.table import Floats, Pair, Table
from domain.day import BUCKET_SECONDS, bucket_of, bucket_time
from domain.post import Channel
from storage.heard_posts import HeardPost

Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Beginnings:
    """When collecting began for each pair that was ever crawled: the first crawl, and the oldest moment asked for."""

    of: dict[Pair, tuple[datetime, datetime]]

    def imported(self, watch: int, channel: Channel, at: datetime) -> bool:
        """Whether what was published at a moment can only have come in from a file."""
        began = self.of.get((watch, channel))
        return began is None or at < began[1]

    def known(self, post: HeardPost) -> HeardPost:
        """The post with the moment at which it counts as known."""
        at = bucket_time(post.bucket)
        return replace(post, known_at=at) if self.imported(post.watch, post.channel, at) else post


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Posts by the moment at which they became known (seconds since 1970): where they count, and how much.

    `counts` is (posts, authors, negative, scored) by post.
    """

    known: Floats
    rows: Ints
    columns: Ints
    counts: Floats

    def within(self, after: float, left: int, right: int) -> "Coming":
        """Those that became known after a moment and lie in the columns [left, right), which are numbered from left."""
        part = (self.known > after) & (self.columns >= left) & (self.columns < right)
        return Coming(
            known=self.known[part],
            rows=self.rows[part],
            columns=self.columns[part] - left,
            counts=self.counts[:, part],
        )


@dataclass(frozen=True, kw_only=True)
class Covered:
    """A crawl that missed nothing, by the place of its pair; seconds since 1970."""

    row: int
    since: float
    until: float
    ended: float


@dataclass
class Knowledge:
    """A table that goes forward in time; `at` says from which column on it has changed.

    `older` are the watches with posts before the table begins.
    """

    table: Table
    beginnings: Beginnings
    coming: Coming
    crawls: Sequence[Covered]
    older: Collection[int]
    _filled: list[int] = field(default_factory=list)
    _heard: int = 0
    _ended: int = 0
    _done: int = 0

    def __post_init__(self) -> None:
        table, size = self.table, self.table.posts.shape[1]
        self._arrays = [counts.reshape(-1) for counts in (table.posts, table.authors, table.negative, table.scored)]
        self._filled = [int(row.argmax()) if row.any() else size for row in table.posts > 0]

    def at(self, now: datetime) -> int:
        """Bring the table to this moment, which must not go back; the first column that is new or different."""
        last = self.table.place(bucket_of(now - timedelta(microseconds=1)))
        heard, rows = self._hear(now.timestamp())
        changed = min(self._done, last, heard)
        covered = self._cover(now, last, rows)
        self.table.add_up(changed, last + 1)
        self._done = last + 1
        return min(changed, covered)

    def _hear(self, now: float) -> tuple[int, set[int]]:
        """Count what became known; the first column that it changed, and the pairs that have an older post now."""
        start = self._heard
        self._heard = end = int(np.searchsorted(self.coming.known, now, side="right"))
        size = self.table.posts.shape[1]
        if start == end:
            return size, set()
        part = slice(start, end)
        rows, columns = self.coming.rows[part], self.coming.columns[part]
        places = rows * size + columns
        for array, counts in zip(self._arrays, self.coming.counts[:, part], strict=True):
            np.add.at(array, places, counts)
        older = set()
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            if column < self._filled[row]:
                self._filled[row] = column
                older.add(row)
        return int(columns.min()), older

    def _cover(self, now: datetime, last: int, older: Collection[int]) -> int:
        """Coverage of all that has passed, by the crawls that have ended; the first column that it changed."""
        since = self._take_crawls(now, last)
        for row, pair in enumerate(self.table.pairs):
            began = self.beginnings.of.get(pair)
            crawled = began is not None and began[0] <= now
            if began is not None and crawled and pair not in self.table.crawled:
                self.table.crawled[pair] = began[0]
                since[row] = min(since.get(row, last), max(0, self.table.place(bucket_of(began[1]))))
            if not crawled or not self._done:
                since[row] = min(since.get(row, last), self._done)
            if row in older:
                since[row] = min(since.get(row, last), self._filled[row])
        return min((self._shares(row, start, last, now) for row, start in since.items()), default=last)

    def _take_crawls(self, now: datetime, last: int) -> dict[int, int]:
        """Take in the crawls that ended by now; from which column on each pair is to be looked at."""
        since: dict[int, int] = {}
        moment = now.timestamp()
        while self._ended < len(self.crawls) and self.crawls[self._ended].ended <= moment:
            crawl = self.crawls[self._ended]
            self._ended += 1
            window = crawl.since, min(crawl.until, moment)
            pair = self.table.pairs[crawl.row]
            self.table.windows[pair] = joined(self.table.windows.get(pair, []), window)
            place = self.table.place(int(crawl.since))
            since[crawl.row] = max(0, min(since.get(crawl.row, last), place))
        return since

    def _shares(self, row: int, start: int, last: int, now: datetime) -> int:
        """Write the coverage of a pair anew from a column on; the first column where it is another."""
        table, pair = self.table, self.table.pairs[row]
        left = table.first + start * BUCKET_SECONDS
        windows = _after(table.windows.get(pair, []), left)
        if self._filled[row] <= last:
            begin = 0 if pair[0] in self.older else self._filled[row]
            end = self.beginnings.of[pair][1] if pair in table.crawled else now
            windows.append((float(table.first + begin * BUCKET_SECONDS), end.timestamp()))
        fresh, there = shares(windows, left, last + 1 - start), table.coverage[row, start : last + 1]
        other = np.flatnonzero(fresh != there)
        there[:] = fresh
        return start + int(other[0]) if other.size else last


def _after(windows: Sequence[Window], left: float) -> list[Window]:
    """Those of the windows, which follow each other, that end after a moment."""
    place = len(windows)
    while place and windows[place - 1][1] > left:
        place -= 1
    return list(windows[place:])
