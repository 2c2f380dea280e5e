"""What a finding means for the alerts that there are; pure."""

from datetime import datetime, timedelta
from enum import Enum

from domain.alert import AlertState, Grade

MUTED_FOR = timedelta(hours=24)


class Verdict(Enum):
    """What is to be done with a finding."""

    NEW = "raise a new alert"
    SEEN = "the alert that is open has been seen again"
    GRAVER = "the alert that is open has become graver"
    MUTED = "a person judged it a false alarm less than a day ago"


def judge(proposed: Grade, standing: Grade | None, dismissed: Grade | None) -> Verdict:
    """`standing` is the grade of the open alert of this matter, `dismissed` that of a recent false alarm; or None.

    A grade is never lowered here; after a false alarm only a graver matter is raised again.
    """
    if standing is not None:
        return Verdict.GRAVER if proposed < standing else Verdict.SEEN
    if dismissed is not None and proposed >= dismissed:
        return Verdict.MUTED
    return Verdict.NEW


def is_over(state: AlertState, last_seen: datetime, now: datetime, hold: timedelta) -> bool:
    """Whether an alert that nobody has touched has been quiet long enough to be cleared without a person."""
    return state is AlertState.FIRING and now - last_seen >= hold
