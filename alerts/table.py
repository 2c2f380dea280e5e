"""Counts and coverage of every watch and channel, bucket by bucket, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    began, and the windows of late that they covered; the others hold imported posts. The arrays hold what is known at
    one moment and are written by alerts.knowledge as time goes on; nobody looks at what lies ahead of it.
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

    def share_of(self, watch: int, start: int = 0, end: int | None = None) -> Floats:
        """Coverage of a whole watch over the columns [start, end): channels weighed by the posts that they had brought.

        A bucket is weighed by what came before it, so that no later post changes what was said of it.
        """
        rows = self.rows_of(watch)
        stop = self.posts.shape[1] if end is None else end
        if not rows:
            return np.zeros(stop - start)
        inside = self.posts[rows, start:stop]
        before = self.posts[rows, :start].sum(axis=1)[:, None] + np.cumsum(inside, axis=1) - inside
        total = before.sum(axis=0)
        weights = np.where(total > 0, before / np.maximum(total, 1e-9), 1 / len(rows))
        shared: Floats = np.clip((weights * self.coverage[rows, start:stop]).sum(axis=0), 0.0, 1.0)
        return shared

    def place(self, bucket: int) -> int:
        """Column of a bucket."""
        return (bucket - self.first) // BUCKET_SECONDS
