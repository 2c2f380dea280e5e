"""The outbox's sending side: who holds a due notice, and how its sending ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from domain.alert import AlertState
from domain.notice import ASKING, NoticeState, Stage
from storage.models import Alert, Notice

LEASE = timedelta(seconds=60)
UNSENT = (NoticeState.PENDING.value, NoticeState.HANDING_OVER.value)
REACHED = (NoticeState.HANDING_OVER.value, NoticeState.ACCEPTED.value)


@dataclass(frozen=True, kw_only=True)
class Told:
    """An address that was told of an alert or its incident, and why."""

    address: str
    why: str
    person: int | None
    stage: Stage
    state: NoticeState


def due(now: datetime, limit: int) -> list[int]:
    """Notices that want sending now and are held by nobody, oldest first."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    rows = Notice.objects.filter(free, state__in=UNSENT, next_try_at__lte=now)
    return list(rows.order_by("created_at", "id").values_list("id", flat=True)[:limit])


def take(notice: int, now: datetime) -> Notice | None:
    """Hold a due notice for a minute and mark it as being handed over; None where it is no longer to be sent.

    A notice that a newer one of the same matter to the same address has overtaken, or that asks for an answer which
    came meanwhile, is put aside as superseded. A notice whose holder died is taken again as it is, with the same key.
    """
    with transaction.atomic():
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        row = Notice.objects.select_for_update().filter(free, pk=notice, state__in=UNSENT, next_try_at__lte=now).first()
        if row is None:
            return None
        if _is_answered(row) or _is_overtaken(row):
            _mine(row).update(state=NoticeState.SUPERSEDED.value, leased_until=None)
            return None
        held = _mine(row).update(
            state=NoticeState.HANDING_OVER.value, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
        if not held:
            return None
        row.refresh_from_db()
        return row


def _mine(row: Notice) -> QuerySet[Notice]:
    """The row as it was read; empty where somebody else has taken or changed it."""
    return Notice.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts, leased_until=row.leased_until)


def _is_answered(row: Notice) -> bool:
    """Whether this asks for an answer that has been given; the alert is held so that no answer slips by."""
    asked_in = {Stage.ESCALATED.value: AlertState.FIRING, Stage.REMINDED.value: AlertState.ACKNOWLEDGED}.get(row.stage)
    if asked_in is None or row.alert_id is None:
        return False
    alert = Alert.objects.select_for_update().get(pk=row.alert_id)
    return alert.state != asked_in.value


def _is_overtaken(row: Notice) -> bool:
    """Whether a newer notice of the same alert or its incident waits for or has reached the same address."""
    if row.report_id is not None:
        return False
    alert = row.alert_id if row.incident is None else row.incident.alert_id
    newer = about(alert).filter(address__iexact=row.address, notifier=row.notifier, id__gt=row.pk)
    return newer.exclude(state__in=(NoticeState.SUPERSEDED.value, NoticeState.FAILED.value)).exists()


def about(alert: int | None) -> QuerySet[Notice]:
    """Every notice of an alert or of the incident that came of it."""
    return Notice.objects.filter(Q(alert_id=alert) | Q(incident__alert_id=alert))


def told(alert: int) -> tuple[Told, ...]:
    """Who was or will be told of an alert, each address once with its first reason; failed and put-aside ones are not.

    An escalation that has not left yet has told nobody.
    """
    unique: dict[str, Told] = {}
    for row in about(alert).order_by("id"):
        waiting = row.state == NoticeState.PENDING.value and row.stage != Stage.ESCALATED.value
        if row.state in REACHED or waiting:
            unique.setdefault(row.address.casefold(), _told(row))
    return tuple(unique.values())


def _told(row: Notice) -> Told:
    return Told(
        address=row.address,
        why=row.why,
        person=row.person_id,
        stage=Stage(row.stage),
        state=NoticeState(row.state),
    )


def accepted(row: Notice, now: datetime) -> None:
    """The server took it; true also where the lease has run out meanwhile."""
    Notice.objects.filter(pk=row.pk, state__in=UNSENT).update(
        state=NoticeState.ACCEPTED.value, accepted_at=now, leased_until=None, error=""
    )


def try_again(row: Notice, at: datetime, error: str) -> None:
    """It did not go this time; try again at that moment."""
    _held(row).update(state=NoticeState.PENDING.value, next_try_at=at, leased_until=None, error=error)


def failed(row: Notice, error: str) -> None:
    """It will never go; people can see it."""
    _held(row).update(state=NoticeState.FAILED.value, leased_until=None, error=error)


def _held(row: Notice) -> QuerySet[Notice]:
    """The row while this holder still has it: the count of attempts is the holder's number."""
    return Notice.objects.filter(pk=row.pk, state=NoticeState.HANDING_OVER.value, attempts=row.attempts)


def escalation_steps(alert: int, since: datetime) -> tuple[str, ...]:
    """The steps that were queued for an alert from a moment on."""
    rows = Notice.objects.filter(alert_id=alert, stage=Stage.ESCALATED.value, created_at__gte=since).order_by("id")
    return tuple(rows.values_list("step", flat=True))


def last_asked(alert: int) -> datetime | None:
    """When somebody was last asked to claim an alert; None where nobody was."""
    rows = Notice.objects.filter(alert_id=alert, stage__in=[stage.value for stage in ASKING])
    return rows.order_by("-created_at", "-id").values_list("created_at", flat=True).first()


def is_written(alert: int, stage: Stage, step: str) -> bool:
    """Whether somebody is or will be told of this step of an alert."""
    return Notice.objects.filter(alert_id=alert, stage=stage.value, step=step).exists()


def waiting_escalations(alert: int) -> tuple[str, ...]:
    """Addresses that an escalation is already queued for."""
    rows = Notice.objects.filter(alert_id=alert, stage=Stage.ESCALATED.value, state=NoticeState.PENDING.value)
    return tuple(rows.values_list("address", flat=True))
