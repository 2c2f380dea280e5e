"""Incidents: opened once per alert, changed only by compare-and-set, every change with its row of history."""

from datetime import datetime

from django.db import IntegrityError, transaction

from domain.alert import Grade
from domain.incident import IncidentKind, IncidentState
from storage.models import Alert, Incident, Transition


def open_incident(
    alert: Alert, *, kind: IncidentKind, grade: Grade, actor: str, reason: str, now: datetime
) -> Incident | None:
    """Open the incident of an alert with the first row of its timeline; None where it has one already."""
    row = Incident(
        alert=alert,
        title=alert.title,
        kind=kind.value,
        grade=grade.value,
        standard=alert.standard,
        occurred_at=alert.since,
        detected_at=alert.detected_at,
        started_at=now,
        started_by=actor[:80],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    record(row.pk, what="state", before="", after=IncidentState.STARTED.value, actor=actor, reason=reason, now=now)
    return row


def locked(incident: int) -> Incident:
    """The incident, held against other changes until the caller's transaction ends; raises Incident.DoesNotExist."""
    return Incident.objects.select_for_update().get(pk=incident)


def set_state(row: Incident, to: IncidentState, *, actor: str, reason: str, now: datetime) -> int | None:
    """Change the state if it is still the one that was read; the history row's id, or None where it is not."""
    changes: dict[str, object] = {"state": to.value}
    if to in {IncidentState.STARTED, IncidentState.RESTORED}:
        changes["restored_at"] = now if to is IncidentState.RESTORED else None
    if not Incident.objects.filter(pk=row.pk, state=row.state).update(**changes):
        return None
    return record(row.pk, what="state", before=row.state, after=to.value, actor=actor, reason=reason, now=now)


def set_grade(row: Incident, to: Grade, *, actor: str, reason: str, now: datetime) -> int | None:
    """Change the grade if it is still the one that was read; the history row's id, or None where it is not."""
    open_rows = Incident.objects.filter(pk=row.pk, grade=row.grade).exclude(state=IncidentState.ARCHIVED.value)
    if not open_rows.update(grade=to.value):
        return None
    before, after = str(row.grade), str(to.value)
    return record(row.pk, what="grade", before=before, after=after, actor=actor, reason=reason, now=now)


def record(incident: int, *, what: str, before: str, after: str, actor: str, reason: str, now: datetime) -> int:
    """Add a row to the timeline; returns its id."""
    row = Transition.objects.create(
        incident_id=incident, at=now, actor=actor[:80], what=what, before=before, after=after, reason=reason
    )
    return row.pk
