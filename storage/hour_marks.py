"""What tells whether anything has changed in an hour of a watch: which rows its roll-ups are; read only."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from domain.day import HOUR_SECONDS, hour_start


class Mark(NamedTuple):
    """The newest roll-up of an hour and how many it has; a bucket that is counted anew has a new row, or none."""

    newest: int
    rows: int


Marks = dict[tuple[int, int], Mark]

MARKS = """
SELECT watch_id, bucket - bucket %% 3600, MAX(id), COUNT(*)
FROM storage_rollup WHERE watch_id IN ({watches}) AND bucket >= %s AND bucket < %s
GROUP BY 1, 2
"""


def marks(watches: Collection[int], first: int, end: int) -> Marks:
    """The mark of every (watch, hour) that [first, end) touches and that has posts; hours by the second it starts.

    It is another once a post of the hour has come, gone, been judged, become noise or been told more of (counts, reach,
    region, time), and the roll-up has been counted anew.
    """
    if not watches:
        return {}
    begin, stop = hour_start(first), -(-end // HOUR_SECONDS) * HOUR_SECONDS
    with connection.cursor() as cursor:
        cursor.execute(MARKS.format(watches=", ".join(["%s"] * len(watches))), [*watches, begin, stop])
        return {(watch, hour): Mark(newest=newest, rows=rows) for watch, hour, newest, rows in cursor.fetchall()}
