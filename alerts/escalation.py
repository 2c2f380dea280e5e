"""Nobody answers: the next one is told, and the one after, until somebody does."""

from datetime import datetime, timedelta

from django.db import transaction

from alerts.matrix import ESCALATION
from alerts.people import roster_at
from alerts.rota import Recipient, Roster, from_rung
from domain.alert import Grade
from domain.day import spoken_span
from domain.notice import Role, Stage
from storage import alerts, notices, outbox
from storage.alerts import SYSTEM, Unanswered


def due_step(grade: Grade, since: datetime, now: datetime, done: int) -> int | None:
    """The highest step of the matrix whose time has come and that is beyond the last one taken; None where none is.

    After a sleep this goes straight to the highest due step: those between are not made up for.
    """
    due, waited = None, timedelta()
    for number, (wait, _) in enumerate(ESCALATION[grade], 1):
        waited += wait
        if now - since >= waited and number > done:
            due = number
    return due


def escalate_due(now: datetime) -> int:
    """Queue what is due for every alert that nobody has claimed; returns how many notices were written."""
    roster = roster_at(now)
    return sum(_escalate(candidate, roster, now) for candidate in alerts.unanswered() if _next(candidate, now))


def _next(alert: Unanswered, now: datetime) -> int | None:
    return due_step(alert.grade, alert.since, now, _last_taken(alert))


def _last_taken(alert: Unanswered) -> int:
    """Number of the last step taken at the grade that the alert has.

    A raised grade starts its own chain, and so does an alert that went back to wait for somebody.
    """
    taken = [step.split("-") for step in outbox.escalation_steps(alert.key, alert.since)]
    return max((int(number) for grade, number, *_ in taken if grade == str(alert.grade.value)), default=0)


def _escalate(candidate: Unanswered, roster: Roster, now: datetime) -> int:
    """One step of one alert, in one transaction that no acknowledgement can slip into."""
    with transaction.atomic():
        for alert in alerts.unanswered(candidate.key):
            step = _next(alert, now)
            recipients = () if step is None else _recipients(alert, step, roster, now)
            if step is None or not recipients:
                continue
            waited = spoken_span(now - alert.since)
            tellings = [_telling(alert, step, each, waited) for each in recipients]
            alerts.note(alert.key, actor=SYSTEM, text=_history(alert, step, recipients, waited), now=now)
            return notices.queue(tellings, now)
    return 0


def _recipients(alert: Unanswered, step: int, roster: Roster, now: datetime) -> tuple[Recipient, ...]:
    _, rung = ESCALATION[alert.grade][step - 1]
    told = [each.address for each in outbox.told(alert.key)]
    waiting = outbox.waiting_escalations(alert.key)
    return from_rung(roster, rung, now, [*told, *waiting])


def _telling(alert: Unanswered, step: int, recipient: Recipient, waited: str) -> notices.Telling:
    return notices.Telling(
        stage=Stage.ESCALATED,
        step=f"{alert.grade.value}-{step}-{int(alert.since.timestamp())}",
        address=recipient.address,
        person=recipient.person,
        why=f"{waited}无人认领，逐级上报第 {step} 步：{recipient.why}",
        alert=alert.key,
    )


def _history(alert: Unanswered, step: int, recipients: tuple[Recipient, ...], waited: str) -> str:
    names = "、".join(each.name or each.address for each in recipients)
    skipped = step - _last_taken(alert) - 1
    late = f"（程序停顿，略过前面 {skipped} 步）" if skipped else ""
    _, rung = ESCALATION[alert.grade][step - 1]
    whom = rung.shown if isinstance(rung, Role) else "副班值班经理"
    return f"{waited}无人认领，逐级上报第 {step} 步（{whom}）{late}：{names}"
