"""The seasonal scan over every watch at once: negative posts and posts per watch, authors per channel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alerts.table import Floats, Table
from analysis.bursts import BurstScan
from analysis.youth import NO_SCORE
from domain.day import BUCKET_SECONDS, BUCKETS_PER_HOUR
from domain.topic import Burst
from domain.watch import Watch

HOUR = BUCKETS_PER_HOUR * BUCKET_SECONDS


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """What one scan over a table saw; arrays are (rows, buckets), as if everything had been collected.

    `surges` holds, by bucket from the first that is judged, the watches whose negative posts are rising.
    """

    surges: dict[int, dict[int, Burst]]
    negative: Floats
    posts: Floats
    authors: Floats


def scan(table: Table, watches: Sequence[Watch], judged_from: int) -> Scanned:
    """Replay the table once. Series are negative posts by watch, posts by watch, then authors by pair."""
    many, size = len(watches), table.posts.shape[1]
    shares = [table.share_of(watch.key) for watch in watches]
    counts = np.vstack([*_totals(table, watches, table.negative), *_totals(table, watches, table.posts), table.authors])
    coverage = np.vstack([*shares, *shares, table.coverage])
    collected = np.flatnonzero(coverage.any(axis=0))
    begun = int(collected[0]) if collected.size else size  # nothing is learnt before anything was collected
    start = table.first + begun * BUCKET_SECONDS
    replay = BurstScan(len(counts)).replay(start, counts.T[begun:], coverage.T[begun:])
    surges: dict[int, dict[int, Burst]] = {}
    for sighting in replay.sightings:
        if sighting.series < many and sighting.bucket >= judged_from:
            surges.setdefault(sighting.bucket, {})[watches[sighting.series].key] = sighting.burst
    expected = np.zeros((len(counts), size))
    expected[:, begun:] = replay.expected.T
    return Scanned(
        surges=surges, negative=expected[:many], posts=expected[many : 2 * many], authors=expected[2 * many :]
    )


def _totals(table: Table, watches: Sequence[Watch], counts: Floats) -> list[Floats]:
    """One row per watch: its channels added up."""
    return [counts[table.rows_of(watch.key)].sum(axis=0) for watch in watches]


def hourly(table: Table, watches: Sequence[Watch], scanned: Scanned, first: int) -> list[tuple[int, int, float, float]]:
    """(watch, hour, expected posts, expected negative) for each hour from `first` on that was known well enough.

    The last hour may have begun only just: what is missing of it is taken to be like what there is.
    """
    rows = []
    edges = _hours(table, first)
    for place, watch in enumerate(watches):
        known = np.cumsum(table.share_of(watch.key) > 0)
        for hour, part in edges:
            if known[part.start] >= NO_SCORE:
                posts, negative = scanned.posts[place, part], scanned.negative[place, part]
                rows.append(
                    (
                        watch.key,
                        hour,
                        float(posts.mean() * BUCKETS_PER_HOUR),
                        float(negative.mean() * BUCKETS_PER_HOUR),
                    )
                )
    return rows


def _hours(table: Table, first: int) -> list[tuple[int, slice]]:
    """The hours from `first` to the table's end with their columns; an hour starts at a whole hour of the clock."""
    size = table.posts.shape[1]
    start = max(first, table.first) // HOUR * HOUR
    hours = range(start, table.first + size * BUCKET_SECONDS, HOUR)
    places = [(hour, max(0, table.place(hour)), min(size, table.place(hour + HOUR))) for hour in hours]
    return [(hour, slice(left, right)) for hour, left, right in places if right > left]
