"""The history of an alert or an incident as lines that people read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.alert import AlertState, Grade
from domain.incident import IncidentState
from domain.shown import Shown
from storage.models import Alert, Incident, Transition


@dataclass(frozen=True, kw_only=True)
class Line:
    """One change: when, who, what became of it, why; `mark` tells alert, grade, note and incident apart."""

    at: datetime
    actor: str
    what: str
    reason: str
    mark: str


def of_alert(alert: Alert) -> list[Line]:
    """Everything that happened to an alert, oldest first."""
    return [_line(row, AlertState, "alert") for row in alert.history.all()]


def of_incident(incident: Incident) -> list[Line]:
    """The whole timeline: the alert's part and then the incident's, oldest first."""
    rows: Iterable[Transition] = incident.history.all()
    first = [replace(line, what=f"预警{line.what}") for line in of_alert(incident.alert)]
    then = [_line(row, IncidentState, "incident") for row in rows]
    return sorted([*first, *then], key=lambda line: line.at)


def _line(row: Transition, states: type[Shown], mark: str) -> Line:
    what = {"state": _state, "grade": _grade}.get(row.what)
    return Line(
        at=row.at,
        actor=row.actor,
        what=what(row, states) if what else "记录",
        reason=row.reason,
        mark=mark if row.what == "state" else row.what,
    )


def _state(row: Transition, states: type[Shown]) -> str:
    after = states(row.after).shown
    return f"状态：{states(row.before).shown} → {after}" if row.before else f"状态：{after}"


def _grade(row: Transition, states: type[Shown]) -> str:
    after = Grade(int(row.after)).shown
    return f"级别：{Grade(int(row.before)).shown} → {after}" if row.before else f"级别：{after}"
