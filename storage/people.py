"""People in service and their shifts."""

from datetime import datetime

from django.db.models import Q

from domain.notice import Role
from domain.person import Person as PersonNoun
from domain.person import Shift as ShiftNoun
from storage.models import Person, Shift


def in_service() -> tuple[PersonNoun, ...]:
    """Everybody who is active, by name."""
    return tuple(_noun(row) for row in Person.objects.filter(active=True).order_by("name", "id"))


def shifts_at(now: datetime) -> tuple[ShiftNoun, ...]:
    """Shifts of active people that hold this moment."""
    rows = Shift.objects.filter(starts_at__lte=now, ends_at__gt=now, person__active=True).order_by("id")
    return tuple(
        ShiftNoun(person=row.person_id, tier=row.tier, starts_at=row.starts_at, ends_at=row.ends_at) for row in rows
    )


def known_as(actor: str) -> PersonNoun | None:
    """The person whom a recorded actor names, by name, address or log-in; None where nobody is, or more than one."""
    if not actor:
        return None
    named = Q(name=actor) | Q(email__iexact=actor) | Q(user__username=actor)
    found = list(Person.objects.filter(named).distinct()[:2])
    return _noun(found[0]) if len(found) == 1 else None


def _noun(row: Person) -> PersonNoun:
    return PersonNoun(key=row.pk, name=row.name, email=row.email, role=Role(row.role))
