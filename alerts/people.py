"""The roster of a moment, read from the store and the configuration."""

from datetime import datetime

from django.conf import settings

from alerts.rota import Recipient, Roster
from domain.notice import Stage
from storage import outbox, people
from storage.notices import Telling

TOLD_BEFORE = "此前已收到这件事的通知，现告知进展"


def roster_at(now: datetime) -> Roster:
    """People in service, the shifts that hold this moment, and the configured fallback addresses."""
    return Roster(people=people.in_service(), shifts=people.shifts_at(now), fallback=tuple(settings.MAIL_FALLBACK))


def told_of(alert: int) -> tuple[Recipient, ...]:
    """Everybody who was told of an alert or its incident, to be told how it goes on."""
    return tuple(Recipient(address=each.address, person=each.person, why=TOLD_BEFORE) for each in outbox.told(alert))


def acting(actor: str) -> Recipient | None:
    """The person who acts, where the name tells which."""
    person = people.known_as(actor)
    return None if person is None else Recipient(address=person.email, person=person.key, name=person.name, why="")


def tellings(
    recipients: tuple[Recipient, ...],
    stage: Stage,
    *,
    step: str = "",
    alert: int | None = None,
    incident: int | None = None,
) -> list[Telling]:
    """One outbox row for each recipient."""
    return [
        Telling(
            stage=stage,
            step=step,
            address=each.address,
            person=each.person,
            why=each.why,
            alert=alert,
            incident=incident,
        )
        for each in recipients
    ]
