"""Negative posts that grow over half a day or a day, hour by hour, beside the days before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from alerts.evidence import SlowRise
from alerts.rules.slow_rise import LINE
from alerts.scanning import Scan
from alerts.spread import MOST_POSTS, Spread
from alerts.table import Floats, Table
from analysis import slow_rise
from domain.day import BUCKETS_PER_HOUR, HOUR_SECONDS, bucket_of, bucket_time, hour_start
from domain.watch import Watch

HOURS = (slow_rise.PAST_DAYS + 1) * slow_rise.DAY
LEAST_STRENGTH = min(LINE.values)


@dataclass
class Slowly:
    """The rises at the newest whole hour, of all watches at once; worked out again only where an hour has changed.

    What a surge at S >= `line` has told of already counts as not collected: a rise must stand without it.
    """

    table: Table
    watches: Sequence[Watch]
    scan: Scan
    spread: Spread
    line: float

    def __post_init__(self) -> None:
        self._asked: datetime | None = None
        self._mark = b""
        self._last: dict[int, slow_rise.SlowRise] = {}
        self._found = self._last
        keys = [watch.key for watch in self.watches]
        owners = [[owner == key for owner, _ in self.table.pairs] for key in keys]
        self._owned = np.array(owners, dtype=float).reshape(len(keys), len(self.table.pairs))

    def at(self, watch: Watch, bucket: int, now: datetime) -> SlowRise | None:
        """What rises slowly at the newest whole hour that has passed by `now`; None where nothing does."""
        end = hour_start(bucket_of(now))
        if now != self._asked:
            self._asked, self._found = now, self._rises(end)
        found = self._found.get(watch.key)
        if found is None:
            return None
        rows = self.spread.negatives(watch.key, end - found.hours * HOUR_SECONDS, bucket, now)
        return SlowRise(
            rise=found,
            at=bucket_time(end),
            authors=len({row.writer for row in rows}),
            measures=self.spread.measures(rows, now),
            posts=tuple(row.post for row in reversed(rows[-MOST_POSTS:])),
        )

    def _rises(self, end: int) -> dict[int, slow_rise.SlowRise]:
        counts, coverage = self._hours(end)
        mark = counts.tobytes() + coverage.tobytes() + end.to_bytes(8, "big")
        if mark != self._mark:
            found = slow_rise.slow_rises(counts, coverage, last=end - HOUR_SECONDS, threshold=LEAST_STRENGTH)
            pairs = zip(self.watches, found, strict=True)
            self._mark, self._last = mark, {watch.key: rise for watch, rise in pairs if rise is not None}
        return self._last

    def _hours(self, end: int) -> tuple[Floats, Floats]:
        """Negative posts and the share collected by watch and hour, up to eight days that end at `end`."""
        stop = self.table.place(end)
        size = min(HOURS, max(0, stop) // BUCKETS_PER_HOUR)
        part = slice(stop - size * BUCKETS_PER_HOUR, stop)
        negative, posts, coverage = (
            one[:, part].reshape(len(self.table.pairs), size, BUCKETS_PER_HOUR).sum(axis=2)
            for one in (self.table.negative, self.table.posts, self.table.coverage)
        )
        weights = self._owned * _rates(posts.sum(axis=1), coverage.sum(axis=1))
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
        counts, shares = self._owned @ negative, weights @ coverage / BUCKETS_PER_HOUR
        for place, hours in self._surged(part):
            counts[place, hours] = shares[place, hours] = 0.0
        return counts, shares

    def _surged(self, part: slice) -> list[tuple[int, slice]]:
        """(place of the watch, hours) of every surge within these columns, from its beginning on."""
        places = {watch.key: place for place, watch in enumerate(self.watches)}
        return [
            (places[key], slice(max(0, since - part.start) // BUCKETS_PER_HOUR, _hour_after(column - part.start)))
            for key, column, burst in self.scan.surges(self.line, part.start, part.stop)
            if (since := self.table.place(burst.since)) < part.stop
        ]


def _hour_after(column: int) -> int:
    return column // BUCKETS_PER_HOUR + 1


def _rates(posts: Floats, covered: Floats) -> Floats:
    """Posts of each pair per bucket that was collected: what a channel weighs when it is missing."""
    rates: Floats = posts / np.maximum(covered, 1.0)
    return rates
