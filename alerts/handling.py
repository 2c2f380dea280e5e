"""What people do with alerts and incidents; each act is one transaction of change, history row and notices."""

from datetime import datetime

from django.db import transaction

from alerts.matrix import CLAIM_HOLDS
from alerts.people import acting, roster_at, tellings, told_of
from alerts.routing import for_started, without
from domain.alert import ALERT_MOVES, AlertState, Grade
from domain.incident import INCIDENT_MOVES, IncidentKind, IncidentState
from domain.notice import Stage
from storage import alerts, brewing, incidents, notices
from storage.models import Alert, Incident


class Refused(Exception):
    """The act is not permitted as things stand; the message says why, in Chinese, fit for the screen."""


def acknowledge(alert: int, *, actor: str, now: datetime) -> None:
    """Claim an alert; the others are told. Claiming twice by the same person has one effect."""
    _named(actor)
    with transaction.atomic():
        row = _alert(alert)
        if row.state == AlertState.ACKNOWLEDGED.value and row.acknowledged_by == actor[:80]:
            return
        by = now + CLAIM_HOLDS[Grade(row.grade)]
        claim = {"acknowledged_at": now, "acknowledged_by": actor[:80], "answer_by": by}
        _move_alert(row, AlertState.ACKNOWLEDGED, actor=actor, reason="", now=now, changes=claim)
        _tell_others(alert, Stage.ACKNOWLEDGED, actor, now)


def carry_on(alert: int, *, actor: str, reason: str, now: datetime) -> None:
    """Note how the work on a claimed alert goes; the time that the claim holds begins anew. Nobody is mailed."""
    _named(actor)
    line = _needed(reason, "请写一句现在进展如何")
    with transaction.atomic():
        row = _alert(alert)
        if row.state != AlertState.ACKNOWLEDGED.value:
            raise Refused(f"这条预警现在是“{AlertState(row.state).shown}”，只有认领着的预警可以记进展")
        alerts.note(alert, actor=actor, text=line, now=now)
        alerts.expect_word(alert, now + CLAIM_HOLDS[Grade(row.grade)])


def dismiss(alert: int, *, actor: str, reason: str, now: datetime) -> None:
    """Judge an alert a false alarm, with a reason; the others are told."""
    _named(actor)
    because = _needed(reason, "判为误报必须写明理由")
    with transaction.atomic():
        row = _alert(alert)
        if row.state == AlertState.DISMISSED.value:
            return
        _move_alert(row, AlertState.DISMISSED, actor=actor, reason=because, now=now, changes={"ended_at": now})
        _tell_others(alert, Stage.DISMISSED, actor, now)


def settle(alert: int, *, actor: str, reason: str, now: datetime) -> None:
    """End a claimed alert that was true and wants no incident, with what was done; the others are told.

    While the matter goes on it raises nothing more, unless it becomes graver.
    """
    _named(actor)
    because = _needed(reason, "了结必须写明怎么处理的")
    with transaction.atomic():
        row = _alert(alert)
        if row.state == AlertState.SETTLED.value:
            return
        _move_alert(row, AlertState.SETTLED, actor=actor, reason=because, now=now, changes={"ended_at": now})
        brewing.settle(row.fingerprint, now)
        _tell_others(alert, Stage.SETTLED, actor, now)


def start(alert: int, *, actor: str, kind: IncidentKind, grade: Grade, reason: str, now: datetime) -> Incident:
    """Start handling: the alert becomes an incident of this grade; a grade below the proposed one wants a reason."""
    _named(actor)
    with transaction.atomic():
        row = _alert(alert)
        if grade > Grade(row.grade):
            _needed(reason, f"低于建议级别（{Grade(row.grade).shown}）启动必须写明理由")
        claim = {} if row.acknowledged_at else {"acknowledged_at": now, "acknowledged_by": actor[:80]}
        _move_alert(row, AlertState.STARTED, actor=actor, reason=reason.strip(), now=now, changes=claim)
        incident = incidents.open_incident(row, kind=kind, grade=grade, actor=actor, reason=reason.strip(), now=now)
        if incident is None:
            raise Refused("这条预警已经启动过事件，请打开原有事件继续处理")
        people = for_started(roster_at(now), grade, told_of(alert), acting(actor))
        notices.queue(tellings(people, Stage.STARTED, incident=incident.pk), now)
        return incident


def move(incident: int, *, to: IncidentState, actor: str, reason: str, now: datetime) -> None:
    """Take an incident to its next state; closing it wants a reason and clears the alert that it came from."""
    _named(actor)
    with transaction.atomic():
        row = _incident(incident)
        state = IncidentState(row.state)
        if state is to:
            return
        if to not in INCIDENT_MOVES[state]:
            raise Refused(f"事件现在是“{state.shown}”，不能直接改为“{to.shown}”；{_permitted(INCIDENT_MOVES[state])}")
        if to is IncidentState.ARCHIVED:
            _needed(reason, "归档必须写明理由")
        change = incidents.set_state(row, to, actor=actor, reason=reason.strip(), now=now)
        _told_change(row, change, actor, now)
        if to is IncidentState.ARCHIVED:
            _clear_alert(row, actor, now)


def regrade(incident: int, *, to: Grade, actor: str, reason: str, now: datetime) -> None:
    """Change an incident's grade; lowering it wants a reason."""
    _named(actor)
    with transaction.atomic():
        row = _incident(incident)
        grade = Grade(row.grade)
        if grade is to:
            return
        if row.state == IncidentState.ARCHIVED.value:
            raise Refused("事件已归档，不能再改级别，只能补充记录")
        if to > grade:
            _needed(reason, "下调级别必须写明理由")
        change = incidents.set_grade(row, to, actor=actor, reason=reason.strip(), now=now)
        _told_change(row, change, actor, now)


def note(incident: int, *, actor: str, text: str, now: datetime) -> None:
    """Add a line to the timeline; nobody is mailed."""
    _named(actor)
    line = _needed(text, "记录内容不能为空")
    with transaction.atomic():
        row = _incident(incident)
        incidents.record(row.pk, what="note", before="", after="", actor=actor, reason=line, now=now)


def _alert(alert: int) -> Alert:
    row = Alert.objects.select_for_update().filter(pk=alert).first()
    if row is None:
        raise Refused("没有这条预警")
    return row


def _incident(incident: int) -> Incident:
    try:
        return incidents.locked(incident)
    except Incident.DoesNotExist:
        raise Refused("没有这起事件") from None


def _move_alert(
    row: Alert, to: AlertState, *, actor: str, reason: str, now: datetime, changes: dict[str, object]
) -> None:
    before = {state for state, allowed in ALERT_MOVES.items() if to in allowed}
    done = alerts.move(row.pk, before=before, after=to, actor=actor, reason=reason, now=now, changes=changes)
    if done is None:
        raise Refused(_why_not(row, to))


def _why_not(row: Alert, to: AlertState) -> str:
    state = AlertState(row.state)
    if state is AlertState.ACKNOWLEDGED and to is AlertState.ACKNOWLEDGED:
        return f"这条预警已由{row.acknowledged_by}认领"
    return f"这条预警现在是“{state.shown}”，不能改为“{to.shown}”；{_permitted(ALERT_MOVES[state])}"


def _permitted(moves: frozenset[AlertState] | frozenset[IncidentState]) -> str:
    words = "、".join(sorted(f"“{state.shown}”" for state in moves))
    return f"现在可以改为{words}" if words else "它已经结束，不能再改"


def _clear_alert(row: Incident, actor: str, now: datetime) -> None:
    alerts.move(
        row.alert_id,
        before={AlertState.STARTED},
        after=AlertState.CLEARED,
        actor=actor,
        reason="事件已归档",
        now=now,
        changes={"ended_at": now},
    )


def _told_change(row: Incident, change: int | None, actor: str, now: datetime) -> None:
    if change is None:
        raise Refused("刚刚有人改动了这起事件，请刷新后再操作")
    people = without(told_of(row.alert_id), acting(actor))
    notices.queue(tellings(people, Stage.CHANGED, step=str(change), incident=row.pk), now)


def _tell_others(alert: int, stage: Stage, actor: str, now: datetime) -> None:
    people = without(told_of(alert), acting(actor))
    notices.queue(tellings(people, stage, alert=alert), now)


def _named(actor: str) -> None:
    if not actor.strip():
        raise Refused("必须写明操作人")


def _needed(text: str, message: str) -> str:
    if not text.strip():
        raise Refused(message)
    return text.strip()
