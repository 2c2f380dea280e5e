"""Whether the share of negative posts of a watch has moved, hour by hour."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from alerts.evidence import ShareRise
from alerts.scanning import Scan
from alerts.spread import MOST_POSTS, Spread
from alerts.table import Table
from analysis.negativity import LEAST_NEGATIVE, WINDOWS, Shift, share_shifts
from domain.day import BUCKET_SECONDS, BUCKETS_PER_HOUR, HOUR_SECONDS, bucket_of, bucket_time, hour_start
from domain.watch import Watch

PAST_HOURS = 14 * 24
LEAST_RISE = 0.05


@dataclass
class Sharing:
    """The test at the newest whole hour of each watch; worked out again only where an hour's counts have changed."""

    table: Table
    scan: Scan
    spread: Spread
    _last: dict[int, tuple[bytes, Shift | None]] = field(default_factory=dict)

    def at(self, watch: Watch, now: datetime, line: float) -> ShareRise | None:
        """How the share stands, a surge having S >= `line`; None for too little to judge, or nothing like a rise."""
        end = hour_start(bucket_of(now))
        shift = self._shift(watch, end)
        if shift is None:
            return None
        rows = self.spread.negatives(watch.key, end - shift.hours * HOUR_SECONDS, end - BUCKET_SECONDS, now)
        return ShareRise(
            shift=shift,
            at=bucket_time(end),
            surged=self.scan.surged(line, watch.key, self.table.place(end - shift.hours * HOUR_SECONDS)),
            measures=self.spread.measures(rows, now),
            posts=tuple(row.post for row in reversed(rows[-MOST_POSTS:])),
        )

    def _shift(self, watch: Watch, end: int) -> Shift | None:
        scored, negative = self._hours(watch, end)
        recent = [(scored[-hours:].sum(), negative[-hours:].sum()) for hours in WINDOWS]
        usual = negative.sum() / max(scored.sum(), 1)
        if not any(part >= LEAST_NEGATIVE and part > (usual + LEAST_RISE) * whole for whole, part in recent):
            return None
        mark = scored.tobytes() + negative.tobytes() + end.to_bytes(8, "big")
        known = self._last.get(watch.key)
        if known is None or known[0] != mark:
            known = mark, share_shifts(scored.tolist(), negative.tolist())[-1]
            self._last[watch.key] = known
        return known[1]

    def _hours(self, watch: Watch, end: int) -> "tuple[np.ndarray[tuple[int, ...], np.dtype[np.int64]], ...]":
        """Scored and negative posts of the hours that end at `end`, as many as there are, 14 days at most."""
        rows, stop = self.table.rows_of(watch.key), self.table.place(end)
        many = min(PAST_HOURS, max(0, stop) // BUCKETS_PER_HOUR)
        part = slice(stop - many * BUCKETS_PER_HOUR, stop)
        sums = [counts[rows, part].sum(axis=0) for counts in (self.table.scored, self.table.negative)]
        scored, negative = (one.reshape(many, BUCKETS_PER_HOUR).sum(axis=1).astype(np.int64) for one in sums)
        return scored, np.minimum(negative, scored)
