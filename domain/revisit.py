"""When a post that matters is asked for again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.post import Channel

PLAN = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 60, 120, 240, 480, 1_440, 2_880, 5_760, 10_080, 20_160))
"""Spans since a post began to matter, from ten minutes to a fortnight.

Reposting decays roughly with the logarithm of time, so that spans that double keep the error of the curve even.
"""


def next_visit(began: datetime, now: datetime) -> datetime | None:
    """The first moment of the plan that lies after now; None where the plan is over. Missed moments are not made up."""
    return next((began + span for span in PLAN if began + span > now), None)


@dataclass(frozen=True, kw_only=True)
class StillThere:
    """A post was asked for and shown."""

    channel: Channel
    native_id: str
