"""What came to a post in the hour before its newest reading, by the readings that there are."""

from collections.abc import Sequence
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
FRESH = timedelta(hours=2)  # an older reading says nothing of now
SHORTEST = timedelta(minutes=10)  # between two readings that a speed is taken from


def gained(published_at: datetime, counts: Sequence[tuple[datetime, float]]) -> float | None:
    """Growth of a count over the hour before the last of `counts` (when read, how many), which are in order of time.

    Taken from the last reading at the hour's beginning or before it, by the hour; where there is none, from the first,
    which must be ten minutes old. All of it where the post is younger than an hour; never less than 0; None where no
    reading tells.
    """
    if not counts:
        return None
    newest, count = counts[-1]
    if newest - published_at <= HOUR:
        return count
    known = [(at, value) for at, value in counts[:-1] if newest - at >= SHORTEST]
    if not known:
        return None
    at, value = next(((at, value) for at, value in reversed(known) if at <= newest - HOUR), known[0])
    return max(0.0, (count - value) / max((newest - at) / HOUR, 1.0))
