"""What a rule would have done on a stretch of the past."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Fired:
    """One alert that would have been raised; `known` says that one of the same matter really was, at that time.

    `grade` is the gravest that it reached; `ended_at` is None for one that was on when the time was up, `watch`
    for what concerns the whole company.
    """

    watch: int | None
    fingerprint: str
    title: str
    since: datetime
    detected_at: datetime
    ended_at: datetime | None
    grade: int
    known: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one rule would have done; `fired` are the last alerts, `alerts` the number of all.

    `mails` counts those of being raised, of becoming graver and of being over; no reminders. Of the `incidents` and of
    the alerts that people found `useful` in that time, so many were `met` by an alert of this rule; of those found
    false, so many came `again`. `days` is how much of the time
    there was data for.
    """

    rule: str
    alerts: int
    mails: int
    days: float
    incidents: int
    incidents_met: int
    useful: int
    useful_met: int
    false: int
    false_again: int
    fired: tuple[Fired, ...]

    @property
    def alerts_per_week(self) -> float | None:
        """Alerts a week; None where there was less than a day to go by."""
        return self.alerts * 7 / self.days if self.days >= 1 else None

    @property
    def mails_per_week(self) -> float | None:
        """Mails a week; None where there was less than a day to go by."""
        return self.mails * 7 / self.days if self.days >= 1 else None
