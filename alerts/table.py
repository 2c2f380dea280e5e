"""Counts and coverage of every watch and channel, bucket by bucket, as arrays."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from alerts.coverage import Window
from domain.day import BUCKET_SECONDS
from domain.post import Channel

Pair = tuple[int, Channel]
Floats = NDArray[np.float64]


@dataclass(kw_only=True)
class Table:
    """Arrays of (pairs, buckets) from bucket `first` on; a pair is a watch's key and a channel.

    `coverage` is the share of each bucket that was collected. A pair that is in `crawled` has crawls: when the first
    began; `windows` are those that they covered. The others hold imported posts. The arrays hold what is known at one
    moment and are written by alerts.knowledge as time goes on; nobody looks at what lies ahead of it.
    """

    first: int
    pairs: tuple[Pair, ...]
    posts: Floats
    authors: Floats
    negative: Floats
    scored: Floats
    coverage: Floats
    crawled: dict[Pair, datetime]
    windows: dict[Pair, list[Window]]
    _rows: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = np.zeros((len(self.pairs), self.posts.shape[1] + 1))
        for place, (owner, _) in enumerate(self.pairs):
            self._rows.setdefault(owner, []).append(place)

    def rows_of(self, watch: int) -> list[int]:
        """Places of a watch's pairs."""
        return self._rows.get(watch, [])

    def add_up(self, start: int, end: int) -> None:
        """Bring `before`, the posts in front of each column, up to date for the columns (start, end]."""
        self.before[:, start + 1 : end + 1] = self.posts[:, start:end]
        np.cumsum(self.before[:, start : end + 1], axis=1, out=self.before[:, start : end + 1])

    def share_of(self, watch: int, start: int = 0, end: int | None = None) -> Floats:
        """Coverage of a whole watch over the columns [start, end): channels weighed by the posts that they had brought.

        A bucket is weighed by what came before it, so that no later post changes what was said of it.
        """
        rows = self.rows_of(watch)
        stop = self.posts.shape[1] if end is None else end
        if not rows:
            return np.zeros(stop - start)
        before, coverage = self.before[rows, start:stop], self.coverage[rows, start:stop]
        total = before.sum(axis=0)
        known = (before * coverage).sum(axis=0) / np.maximum(total, 1e-9)
        shared: Floats = np.clip(np.where(total > 0, known, coverage.sum(axis=0) / len(rows)), 0.0, 1.0)
        return shared

    def place(self, bucket: int) -> int:
        """Column of a bucket."""
        return (bucket - self.first) // BUCKET_SECONDS
