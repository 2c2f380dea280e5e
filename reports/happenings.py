"""The alerts of a day and the incidents that came of them, as they stand when the report is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from domain.alert import AlertState, Grade
from domain.incident import IncidentState
from domain.notice import NoticeState
from reports.facts import Span
from reports.trouble import ReportTrouble
from storage.models import Alert, Incident


@dataclass(frozen=True, kw_only=True)
class Handling:
    """The incident that a person made of an alert."""

    incident: int
    state: IncidentState
    grade: Grade
    started_at: datetime
    started_by: str
    restored_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One alert; `told` is to how many addresses a mail about it was handed over."""

    alert: int
    title: str
    watch: str
    state: AlertState
    grade: Grade
    since: datetime
    detected_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    returned_at: datetime | None
    ended_at: datetime | None
    told: int
    handling: Handling | None

    @property
    def standing(self) -> Grade:
        """The incident's grade where there is one, else the proposed one."""
        return self.handling.grade if self.handling else self.grade

    @property
    def unclaimed(self) -> bool:
        """Whether nobody has it."""
        return self.state is AlertState.FIRING


def of_day(span: Span) -> list[Happening]:
    """Alerts that came up on the day or were open on it, the gravest first."""
    touching = Q(detected_at__gte=span.since) | Q(ended_at__isnull=True) | Q(ended_at__gte=span.since)
    rows = Alert.objects.filter(touching, detected_at__lt=span.until).select_related("watch")
    try:
        found = list(_happenings(rows))
    except ValueError as error:
        raise ReportTrouble(f"预警记录里有不认识的值：{error}") from error
    return sorted(found, key=lambda one: (one.standing, not one.unclaimed, one.detected_at))


def _happenings(rows: QuerySet[Alert]) -> Iterable[Happening]:
    accepted = Q(notices__state=NoticeState.ACCEPTED.value)
    alerts = list(rows.annotate(told_to=Count("notices__address", filter=accepted, distinct=True)))
    handlings = {row.alert_id: _handling(row) for row in Incident.objects.filter(alert__in=[one.pk for one in alerts])}
    for row in alerts:
        yield Happening(
            alert=row.pk,
            title=row.title,
            watch=row.concerns,
            state=AlertState(row.state),
            grade=Grade(row.grade),
            since=row.since,
            detected_at=row.detected_at,
            acknowledged_at=row.acknowledged_at,
            acknowledged_by=row.acknowledged_by,
            returned_at=row.returned_at,
            ended_at=row.ended_at,
            told=row.told_to,
            handling=handlings.get(row.pk),
        )


def _handling(row: Incident) -> Handling:
    return Handling(
        incident=row.pk,
        state=IncidentState(row.state),
        grade=Grade(row.grade),
        started_at=row.started_at,
        started_by=row.started_by,
        restored_at=row.restored_at,
    )
