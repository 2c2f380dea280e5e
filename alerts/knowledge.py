"""What was known at each moment of a walk through time: counts as the posts came in, coverage as the crawls ended.

The roll-ups say what is known now. Posts that were collected after the walk's first moment are taken out of them and
put back when their time comes, so that a late post is late in a look back too. Imported posts have no such history:
they count as known when they were published.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np

from alerts.coverage import Window, merged, shares
from alerts.table import Pair, Table
from domain.day import BUCKET_SECONDS, bucket_of, bucket_time
from domain.post import Channel
from domain.watch import Watch
from storage import evidence, heard_posts
from storage.evidence import CrawlRow
from storage.heard_posts import HeardPost

LATELY = timedelta(days=1)


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


@dataclass
class Knowledge:
    """A table that goes forward in time; `at` says from which column on it has changed."""

    table: Table
    beginnings: Beginnings
    _coming: list[HeardPost]
    _crawls: list[CrawlRow]
    _older: Collection[int]
    _authors: set[tuple[int, str, int, str]]
    _windows: dict[Pair, list[Window]] = field(default_factory=dict)
    _lately: dict[Pair, list[Window]] = field(default_factory=dict)
    _lately_from: float = 0.0
    _heard: int = 0
    _ended: int = 0
    _done: int = 0
    _crawled: set[Pair] = field(default_factory=set)

    def at(self, now: datetime) -> int:
        """Bring the table to this moment, which must not go back; the first column that is new or different."""
        last = self.table.place(bucket_of(now - timedelta(microseconds=1)))
        changed = min(self._done, last)
        changed = min(changed, self._hear(now))
        changed = min(changed, self._cover(now, last, changed))
        self._done = last + 1
        return changed

    def _hear(self, now: datetime) -> int:
        first = len(self.table.posts[0]) if len(self.table.posts) else 0
        places = {pair: place for place, pair in enumerate(self.table.pairs)}
        while self._heard < len(self._coming) and self._coming[self._heard].known_at <= now:
            post = self._coming[self._heard]
            self._heard += 1
            row, column = places[post.watch, post.channel], self.table.place(post.bucket)
            if not 0 <= column < self.table.posts.shape[1]:
                continue
            _count(self.table, row, column, post, self._authors, 1)
            first = min(first, column)
        return first

    def _cover(self, now: datetime, last: int, changed: int) -> int:
        """Coverage of all that has passed, by the crawls that have ended."""
        since = dict.fromkeys(self.table.pairs, min(changed, self._done))
        ended = self._ended
        while self._ended < len(self._crawls) and self._crawls[self._ended].ended_at <= now:
            crawl = self._crawls[self._ended]
            self._ended += 1
            pair = crawl.watch, crawl.channel
            window = crawl.since.timestamp(), min(crawl.until, now).timestamp()
            self._windows.setdefault(pair, []).append(window)
            self._lately.setdefault(pair, []).append(window)
            since[pair] = min(since.get(pair, last), self.table.place(bucket_of(crawl.since)))
        if ended != self._ended or not self._done:
            self._forget(now)
        first = last
        for row, pair in enumerate(self.table.pairs):
            began = self.beginnings.of.get(pair)
            crawled = began is not None and began[0] <= now
            if crawled and began is not None and pair not in self._crawled:
                self._crawled.add(pair)
                since[pair] = min(since[pair], self.table.place(bucket_of(began[1])))
            start = max(0, min(since[pair], self._done))
            self._shares(row, pair, start, last, now, began[1] if crawled and began is not None else now)
            first = min(first, start)
        return first

    def _shares(self, row: int, pair: Pair, start: int, last: int, now: datetime, imported: datetime) -> None:
        left = float(self.table.first + start * BUCKET_SECONDS)
        lately = self._lately.get(pair, [])
        known = lately if left >= self._lately_from else self._windows.get(pair, [])
        windows = [window for window in known if window[1] > left]
        filled = np.flatnonzero(self.table.posts[row, : last + 1])
        if filled.size:
            begin = 0 if pair[0] in self._older else int(filled[0])
            windows.append((float(self.table.first + begin * BUCKET_SECONDS), imported.timestamp()))
        first = self.table.first + start * BUCKET_SECONDS
        self.table.coverage[row, start : last + 1] = shares(windows, first, last + 1 - start)

    def _forget(self, now: datetime) -> None:
        """Which pairs are crawled by now, with the windows of the last day."""
        self._lately_from = (now - LATELY).timestamp()
        self._lately = {
            pair: [window for window in windows if window[1] > self._lately_from]
            for pair, windows in self._lately.items()
        }
        self.table.crawled = {
            pair: (began[0], tuple(merged(self._lately.get(pair, []))))
            for pair, began in self.beginnings.of.items()
            if began[0] <= now
        }


def load(watches: Sequence[Watch], first: int, since: datetime, now: datetime) -> Knowledge:
    """Everything known of the buckets from `first` to the one before `now` ends, brought back to before `since`."""
    keys = [watch.key for watch in watches]
    size = max(1, (bucket_of(now - timedelta(microseconds=1)) - first) // BUCKET_SECONDS + 1)
    rows = list(evidence.rollups(keys, first, first + size * BUCKET_SECONDS))
    beginnings = Beginnings(of=evidence.first_crawls(keys))
    learnt = heard_posts.learnt_after(keys, since, now + timedelta(days=365))
    coming = [post for post in learnt if not beginnings.imported(post.watch, post.channel, bucket_time(post.bucket))]
    held = {(watch, Channel(channel)) for watch, channel, *_ in rows} | {(post.watch, post.channel) for post in coming}
    pairs = tuple(sorted(held | beginnings.of.keys()))
    table = Table(
        first=first,
        pairs=pairs,
        **dict(zip(("posts", "authors", "negative", "scored"), _counts(rows, pairs, first, size), strict=True)),
        coverage=np.zeros((len(pairs), size)),
        crawled={},
    )
    authors = heard_posts.authors_in(keys, {post.bucket for post in coming}, since)
    _take_out(table, coming, authors)
    crawls = evidence.covering_windows(keys, bucket_time(first), now)
    return Knowledge(
        table=table,
        beginnings=beginnings,
        _coming=coming,
        _crawls=sorted(crawls, key=lambda crawl: crawl.ended_at),
        _older=evidence.counted_before(keys, first),
        _authors=authors,
    )


def _take_out(table: Table, coming: Sequence[HeardPost], known: set[tuple[int, str, int, str]]) -> None:
    """Undo what came later; an author who had written in the same bucket before stays counted."""
    places = {pair: place for place, pair in enumerate(table.pairs)}
    seen = set(known)
    for post in coming:
        column = table.place(post.bucket)
        if 0 <= column < table.posts.shape[1]:
            _count(table, places[post.watch, post.channel], column, post, seen, -1)


def _count(
    table: Table, row: int, column: int, post: HeardPost, seen: set[tuple[int, str, int, str]], sign: int
) -> None:
    """Add a post to its bucket, or take it out; `seen` are the authors that count there already."""
    author = post.watch, str(post.channel), post.bucket, post.author_key
    if not post.author_key or author not in seen:
        seen.add(author)
        table.authors[row, column] += sign
    table.posts[row, column] += sign
    table.negative[row, column] += sign * post.negative
    table.scored[row, column] += sign * post.scored


def _counts(
    rows: Sequence[evidence.RollupTuple], pairs: Sequence[Pair], first: int, size: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    counts = np.zeros((4, len(pairs), size))
    if not rows:
        return counts
    place_of = {pair: place for place, pair in enumerate(pairs)}
    places = [place_of[watch, Channel(channel)] for watch, channel, *_ in rows]
    figures = np.array([row[2:] for row in rows], dtype=np.float64)
    columns = ((figures[:, 0] - first) // BUCKET_SECONDS).astype(np.intp)
    for metric in range(4):
        counts[metric, places, columns] = figures[:, metric + 1]
    return counts
