"""The seasonal scan over every watch at once: negative posts and posts per watch, authors per channel."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from alerts.table import Floats, Table
from analysis.bursts import BurstScan, Sighting
from analysis.youth import NO_SCORE
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, BUCKETS_PER_HOUR, HOUR_SECONDS, hour_start
from domain.topic import Burst
from domain.watch import Watch

KEPT_SINGLY = 3 * BUCKETS_PER_HOUR  # columns; what changes is nearly always younger
KEPT_HOURLY = 2 * BUCKETS_PER_DAY


class Scan:
    """The scan of a table that goes forward in time, and back a little where an older bucket has changed.

    It is done only when somebody asks, and then up to the last column that `follow` told of. `lines` are the S at which
    negative posts count as rising.
    """

    def __init__(self, *, table: Table, watches: Sequence[Watch], lines: Sequence[float]) -> None:
        self.table, self.watches, self._lines = table, watches, tuple(dict.fromkeys(lines))
        self._owned = np.array(
            [[owner == watch.key for owner, _ in table.pairs] for watch in watches], dtype=np.float64
        )
        self._owned = self._owned.reshape(len(watches), len(table.pairs))
        self._each = np.maximum(self._owned.sum(axis=1), 1.0)[:, None]
        self._expected = np.zeros((2 * len(watches) + len(table.pairs), table.posts.shape[1]))
        self._surges: dict[int, dict[tuple[float, int], Burst]] = {}
        self._states: dict[int, BurstScan] = {}
        self._begun: int | None = None
        self._changed, self._last, self._scanned = 0, -1, -1

    def follow(self, last: int, changed: int) -> None:
        """There are columns up to `last` now; those from `changed` on are new or different since the last call."""
        self._changed = min(changed, self._changed)
        self._last = last

    def surge(self, line: float, watch: int, column: int) -> Burst | None:
        """The rise of a watch's negative posts that is on after a column."""
        self._catch_up()
        return self._surges.get(column, {}).get((line, watch))

    def surges(self, line: float, first: int, end: int) -> list[tuple[int, int, Burst]]:
        """(watch, column, rise) of every rise that was on after one of the columns [first, end)."""
        self._catch_up()
        return [
            (watch, column, burst)
            for column, seen in self._surges.items()
            if first <= column < end
            for (at, watch), burst in seen.items()
            if at == line
        ]

    def surged(self, line: float, watch: int, since: int) -> bool:
        """Whether any was on after a column or later."""
        self._catch_up()
        return any((line, watch) in self._surges.get(column, ()) for column in range(max(0, since), self._last + 1))

    @property
    def negative(self) -> Floats:
        """Expected negative posts by watch, of each column as if all had been collected."""
        self._catch_up()
        return self._expected[: len(self.watches)]

    @property
    def posts(self) -> Floats:
        """Expected posts by watch."""
        self._catch_up()
        return self._expected[len(self.watches) : 2 * len(self.watches)]

    @property
    def authors(self) -> Floats:
        """Expected authors by pair."""
        self._catch_up()
        return self._expected[2 * len(self.watches) :]

    def _catch_up(self) -> None:
        if self._changed > self._last:
            return
        begun = self._first_collected()
        if begun is None:
            return  # nothing is learnt before anything was collected
        if begun != self._begun:
            self._begun = begun
            self._states = {begun: self.fresh()}
            self._expected[:] = 0
        start = self._state_before(max(self._changed, begun))
        for column in range(start, self._scanned + 1):
            self._states.pop(column + 1, None)
            self._surges.pop(column, None)
        self._run(start, self._last)
        self._thin(self._last)
        self._changed, self._scanned = self._last + 1, self._last

    def _first_collected(self) -> int | None:
        """The first column of which anything was collected; once there is one, it moves only where it is looked at."""
        if self._begun is not None and self._changed > self._begun:
            return self._begun
        collected = np.flatnonzero(self.table.coverage[:, : self._last + 1].any(axis=0))
        return int(collected[0]) if collected.size else None

    def fresh(self) -> BurstScan:
        """A scan of these series that knows nothing yet."""
        return BurstScan(len(self._expected), threshold=self._lines[0], also=self._lines[1:])

    def _state_before(self, column: int) -> int:
        """The newest column at or before this one that a state was kept for."""
        near = (one for one in range(column, column - KEPT_SINGLY, -1) if one in self._states)
        found = next(near, None)
        return max(one for one in self._states if one <= column) if found is None else found

    def _run(self, start: int, last: int) -> None:
        """From the state before column `start`, keeping states on the way."""
        singly = max(start, last - KEPT_SINGLY)
        edges = [*range(start, singly, BUCKETS_PER_DAY), *range(singly, last + 1), last + 1]
        state = self._states[start].copy()
        counts, coverage = self.columns(start, last + 1)
        for left, right in pairwise(edges):
            part = slice(left - start, right - start)
            replay = state.replay(self.table.first + left * BUCKET_SECONDS, counts[:, part].T, coverage[:, part].T)
            self._expected[:, left:right] = replay.expected.T
            self._note(replay.sightings)
            self._states[right] = state.copy()

    def _note(self, sightings: Iterable[Sighting]) -> None:
        for sighting in sightings:
            if sighting.series < len(self.watches):
                column = self.table.place(sighting.bucket)
                key = sighting.threshold, self.watches[sighting.series].key
                self._surges.setdefault(column, {})[key] = sighting.burst

    def columns(self, left: int, right: int) -> tuple[Floats, Floats]:
        """Counts and coverage of the series: negative posts by watch, posts by watch, then authors by pair."""
        table, part = self.table, slice(left, right)
        before, coverage = table.before[:, part], table.coverage[:, part]
        total = self._owned @ before
        known = self._owned @ (before * coverage) / np.maximum(total, 1e-9)
        share = np.clip(np.where(total > 0, known, self._owned @ coverage / self._each), 0.0, 1.0)
        counts = (self._owned @ table.negative[:, part], self._owned @ table.posts[:, part], table.authors[:, part])
        return np.vstack(counts), np.vstack((share, share, coverage))

    def _thin(self, last: int) -> None:
        """Keep every state of the last hours, one an hour of the last days, and one a day before."""
        daily = last - KEPT_HOURLY
        for column in range(self._scanned - KEPT_SINGLY, last - KEPT_SINGLY + 1):
            if column % BUCKETS_PER_HOUR and column != self._begun and column % BUCKETS_PER_DAY:
                self._states.pop(column, None)
        for column in range(self._scanned - KEPT_HOURLY, daily + 1):
            if column != self._begun and column % BUCKETS_PER_DAY:
                self._states.pop(column, None)


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
    start = hour_start(max(first, table.first))
    hours = range(start, table.first + size * BUCKET_SECONDS, HOUR_SECONDS)
    places = [(hour, max(0, table.place(hour)), min(size, table.place(hour + HOUR_SECONDS))) for hour in hours]
    return [(hour, slice(left, right)) for hour, left, right in places if right > left]
