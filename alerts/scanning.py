"""The seasonal scan over every watch at once: negative posts and posts per watch, authors per channel."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from alerts.table import Floats, Table
from analysis.bursts import BurstScan
from analysis.youth import NO_SCORE
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, BUCKETS_PER_HOUR
from domain.topic import Burst
from domain.watch import Watch

HOUR = BUCKETS_PER_HOUR * BUCKET_SECONDS
KEPT_SINGLY = 3 * BUCKETS_PER_HOUR  # columns; what changes is nearly always younger
KEPT_HOURLY = 2 * BUCKETS_PER_DAY


@dataclass
class Scan:
    """The scan of a table that goes forward in time, and back a little where an older bucket has changed.

    `surges` holds, by column, the watches whose negative posts are rising after it; `negative`, `posts` (by watch) and
    `authors` (by pair) what was to be expected of each column if all had been collected.
    """

    table: Table
    watches: Sequence[Watch]
    line: float
    surges: dict[int, dict[int, Burst]] = field(default_factory=dict)
    _states: dict[int, BurstScan] = field(default_factory=dict)
    _begun: int | None = None

    def __post_init__(self) -> None:
        rows = 2 * len(self.watches) + len(self.table.pairs)
        self._expected = np.zeros((rows, self.table.posts.shape[1]))

    @property
    def negative(self) -> Floats:
        """Expected negative posts by watch."""
        return self._expected[: len(self.watches)]

    @property
    def posts(self) -> Floats:
        """Expected posts by watch."""
        return self._expected[len(self.watches) : 2 * len(self.watches)]

    @property
    def authors(self) -> Floats:
        """Expected authors by pair."""
        return self._expected[2 * len(self.watches) :]

    def follow(self, last: int, changed: int) -> None:
        """Scan up to column `last`; columns from `changed` on are new or different since the last call."""
        collected = np.flatnonzero(self.table.coverage[:, : last + 1].any(axis=0))
        if not collected.size:
            return  # nothing is learnt before anything was collected
        begun = int(collected[0])
        if begun != self._begun:
            self._begun = begun
            self._states = {begun: BurstScan(len(self._expected), threshold=self.line)}
            self._expected[:] = 0
        start = max(column for column in self._states if column <= max(changed, begun))
        self._states = {column: state for column, state in self._states.items() if column <= start}
        self.surges = {column: seen for column, seen in self.surges.items() if column < start}
        self._run(start, last)
        self._thin(last)

    def _run(self, start: int, last: int) -> None:
        """From the state before column `start`, keeping states on the way."""
        singly = max(start, last - KEPT_SINGLY)
        edges = [*range(start, singly, BUCKETS_PER_DAY), *range(singly, last + 1), last + 1]
        state = deepcopy(self._states[start])
        for left, right in pairwise(edges):
            counts, coverage = self._columns(left, right)
            replay = state.replay(self.table.first + left * BUCKET_SECONDS, counts.T, coverage.T)
            self._expected[:, left:right] = replay.expected.T
            for sighting in replay.sightings:
                if sighting.series < len(self.watches):
                    column = self.table.place(sighting.bucket)
                    self.surges.setdefault(column, {})[self.watches[sighting.series].key] = sighting.burst
            self._states[right] = deepcopy(state)

    def _columns(self, left: int, right: int) -> tuple[Floats, Floats]:
        """Counts and coverage of the series: negative posts by watch, posts by watch, then authors by pair."""
        table = self.table
        part, owners = slice(left, right), [table.rows_of(watch.key) for watch in self.watches]
        totals = [counts[rows, part].sum(axis=0) for counts in (table.negative, table.posts) for rows in owners]
        share = [table.share_of(watch.key, left, right) for watch in self.watches]
        return np.vstack([*totals, table.authors[:, part]]), np.vstack([*share, *share, table.coverage[:, part]])

    def _thin(self, last: int) -> None:
        """Keep every state of the last hours, one an hour of the last days, and one a day before."""
        hourly, daily = last - KEPT_SINGLY, last - KEPT_HOURLY
        self._states = {
            column: state
            for column, state in self._states.items()
            if column > hourly
            or column == self._begun
            or (column > daily and column % BUCKETS_PER_HOUR == 0)
            or column % BUCKETS_PER_DAY == 0
        }


def hourly(table: Table, watches: Sequence[Watch], scan: Scan, first: int) -> list[tuple[int, int, float, float]]:
    """(watch, hour, expected posts, expected negative) for each hour from `first` on that was known well enough.

    The last hour may have begun only just: what is missing of it is taken to be like what there is.
    """
    rows = []
    edges = _hours(table, first)
    for place, watch in enumerate(watches):
        known = np.cumsum(table.share_of(watch.key) > 0)
        for hour, part in edges:
            if known[part.start] >= NO_SCORE:
                posts, negative = scan.posts[place, part], scan.negative[place, part]
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
