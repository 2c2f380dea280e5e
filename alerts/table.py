"""Counts and coverage of every watch and channel, bucket by bucket, as arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from alerts.coverage import Window, merged, shares
from domain.day import BUCKET_SECONDS, bucket_time
from domain.post import Channel
from domain.watch import Watch
from storage import evidence

Pair = tuple[int, Channel]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Arrays of (pairs, buckets) from bucket `first` on; a pair is a watch's key and a channel.

    `coverage` is the share of each bucket that was collected. A pair that is in `crawled` has crawls, with the windows
    that they covered; the others hold imported posts, which cover from their first post to `now`.
    """

    first: int
    pairs: tuple[Pair, ...]
    posts: Floats
    authors: Floats
    negative: Floats
    scored: Floats
    coverage: Floats
    crawled: Mapping[Pair, tuple[datetime, tuple[Window, ...]]]

    def rows_of(self, watch: int) -> list[int]:
        """Places of a watch's pairs."""
        return [place for place, (owner, _) in enumerate(self.pairs) if owner == watch]

    def share_of(self, watch: int) -> Floats:
        """Coverage of a whole watch: its channels weighed by the posts that they bring."""
        rows = self.rows_of(watch)
        if not rows:
            return np.zeros(self.posts.shape[1])
        weights = self.posts[rows].sum(axis=1)
        weights = weights if weights.sum() else np.ones(len(rows))
        shared: Floats = np.clip((weights / weights.sum()) @ self.coverage[rows], 0.0, 1.0)
        return shared

    def place(self, bucket: int) -> int:
        """Column of a bucket."""
        return (bucket - self.first) // BUCKET_SECONDS


def load(watches: Sequence[Watch], first: int, now: datetime) -> Table:
    """Everything known of the buckets from `first` to the one before `now` ends, at the moment `now`."""
    keys = [watch.key for watch in watches]
    size = max(1, -(-(int(now.timestamp()) - first) // BUCKET_SECONDS))
    rows = list(evidence.rollups(keys, first, first + size * BUCKET_SECONDS))
    crawls = evidence.first_crawls(keys)
    pairs = tuple(sorted({(watch, Channel(channel)) for watch, channel, *_ in rows} | crawls.keys()))
    counts = _counts(rows, pairs, first, size)
    windows = _windows(keys, first, now)
    older = evidence.counted_before(keys, first)
    coverage = np.zeros((len(pairs), size))
    for place, pair in enumerate(pairs):
        covered = list(windows.get(pair, ()))
        imported = _imported(counts[0][place], first, now, crawls.get(pair), older=pair[0] in older)
        coverage[place] = shares([*covered, *imported], first, size)
    return Table(
        first=first,
        pairs=pairs,
        posts=counts[0],
        authors=counts[1],
        negative=counts[2],
        scored=counts[3],
        coverage=coverage,
        crawled={pair: (began, tuple(merged(windows.get(pair, ())))) for pair, (began, _) in crawls.items()},
    )


def _counts(rows: Sequence[evidence.RollupTuple], pairs: Sequence[Pair], first: int, size: int) -> Floats:
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


def _windows(keys: Sequence[int], first: int, now: datetime) -> dict[Pair, list[Window]]:
    windows: dict[Pair, list[Window]] = {}
    for crawl in evidence.covering_windows(keys, bucket_time(first), now):
        window = crawl.since.timestamp(), min(crawl.until, now).timestamp()
        windows.setdefault((crawl.watch, crawl.channel), []).append(window)
    return windows


def _imported(
    posts: Floats, first: int, now: datetime, crawled: tuple[datetime, datetime] | None, *, older: bool
) -> list[Window]:
    """The stretch that holds posts which no crawl brought: up to what the first crawl was asked for, or to `now`."""
    filled = np.flatnonzero(posts)
    if not filled.size:
        return []
    start = first if older else first + int(filled[0]) * BUCKET_SECONDS
    end = now.timestamp() if crawled is None else crawled[1].timestamp()
    return [(float(start), end)]
