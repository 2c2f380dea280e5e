"""What a finding means for the alerts that there are; pure."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from domain.alert import AlertState, Grade
from domain.rule_settings import RuleSettings

MUTED_FOR = timedelta(hours=24)
BREAK = timedelta(minutes=15)  # a matter that was not seen for longer begins anew
TOLD_BREAK = timedelta(hours=2)  # the same for one that a surge told of, or that a person has in hand or settled


class Verdict(Enum):
    """What is to be done with a finding."""

    NEW = "raise a new alert"
    SEEN = "the alert that is open has been seen again"
    GRAVER = "the alert that is open has become graver"
    MUTED = "a person judged it false less than a day ago or settled it, or it is over and its rule cools down"
    JOINED = "the surge of its watch tells of it"
    WAITING = "it has not held long enough yet"
    NOTHING = "it is too little to begin with"


class Desk(Protocol):
    """What is remembered of matters: in the store, or in memory while the past is looked at again."""

    def standing(self, fingerprint: str) -> Grade | None:
        """The grade of the open alert of a matter."""

    def dismissed(self, fingerprint: str, now: datetime) -> Grade | None:
        """The gravest grade at which it was judged a false alarm lately."""

    def settled(self, fingerprint: str, now: datetime) -> Grade | None:
        """The grade at which a person settled it, where it has gone on since."""

    def ended(self, fingerprint: str, now: datetime, within: timedelta) -> Grade | None:
        """The gravest grade of its alerts that ended by themselves within this time."""

    def seen_since(self, fingerprint: str, now: datetime) -> datetime:
        """From when on it has been seen without a break, this moment included; remembered."""

    def joined(self, fingerprint: str, now: datetime) -> bool:
        """Whether a surge told of it, and it has gone on since."""

    def join(self, fingerprint: str, now: datetime) -> None:
        """A surge tells of it, or has told of it and it still goes on."""


def decide(desk: Desk, fingerprint: str, proposed: Grade, settings: RuleSettings, now: datetime) -> Verdict:
    """What becomes of a finding that its rule makes under these settings."""
    if (standing := desk.standing(fingerprint)) is not None:
        return judge(proposed, standing, None)
    if settings.for_minutes:
        held = now - desk.seen_since(fingerprint, now)
        if held < timedelta(minutes=settings.for_minutes):
            return Verdict.WAITING
    cooling = timedelta(minutes=settings.cooldown_minutes)
    muted = (
        desk.dismissed(fingerprint, now),
        desk.settled(fingerprint, now),
        desk.ended(fingerprint, now, cooling) if cooling else None,
    )
    return judge(proposed, None, min((grade for grade in muted if grade is not None), default=None))


def decide_eased(desk: Desk, fingerprint: str) -> Verdict:
    """What becomes of a finding that is only made under the eased settings: it keeps on what is on."""
    return Verdict.NOTHING if desk.standing(fingerprint) is None else Verdict.SEEN


def judge(proposed: Grade, standing: Grade | None, muted: Grade | None) -> Verdict:
    """`standing` is the grade of the open alert of this matter, `muted` that of one that was enough of it; or None.

    A grade is never lowered here; after a false alarm only a graver matter is raised again.
    """
    if standing is not None:
        return Verdict.GRAVER if proposed < standing else Verdict.SEEN
    if muted is not None and proposed >= muted:
        return Verdict.MUTED
    return Verdict.NEW


def comes_back(state: AlertState, last_seen: datetime, now: datetime) -> bool:
    """Whether what a person has in hand was away for so long that whoever has it must hear that it is on again."""
    return state in {AlertState.ACKNOWLEDGED, AlertState.STARTED} and now - last_seen > TOLD_BREAK


def is_over(state: AlertState, last_seen: datetime, now: datetime, hold: timedelta) -> bool:
    """Whether an alert that nobody has touched has been quiet long enough to be cleared without a person."""
    return state is AlertState.FIRING and now - last_seen >= hold
