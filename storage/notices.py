"""The outbox's writing side."""

from dataclasses import dataclass
from datetime import datetime

from domain.notice import Stage
from storage.models import Notice


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One person to be told of one stage of one subject, and why that person; exactly one subject id is given.

    `step` tells repeats of a stage apart (the grade risen to, the escalation's number).
    """

    stage: Stage
    address: str
    why: str
    person: int | None = None
    step: str = ""
    alert: int | None = None
    incident: int | None = None
    report: int | None = None
    notifier: str = "email"

    @property
    def key(self) -> str:
        """What makes this telling the same telling after a restart."""
        subjects = (("alert", self.alert), ("incident", self.incident), ("report", self.report))
        subject = next(f"{name}-{number}" for name, number in subjects if number is not None)
        return f"{subject}:{self.stage}{self.step and '-' + self.step}:{self.notifier}:{self.address.casefold()}"[:160]


def queue(tellings: list[Telling], now: datetime) -> int:
    """Write the rows that are not there yet, inside the caller's transaction; returns how many were asked for."""
    rows = [
        Notice(
            key=telling.key,
            alert_id=telling.alert,
            incident_id=telling.incident,
            report_id=telling.report,
            person_id=telling.person,
            address=telling.address,
            notifier=telling.notifier,
            stage=telling.stage.value,
            step=telling.step,
            why=telling.why[:200],
            created_at=now,
            next_try_at=now,
        )
        for telling in tellings
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
