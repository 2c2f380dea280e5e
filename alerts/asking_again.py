"""The ladder has nobody left: those who were told and whoever is on duty are asked again, a few times."""

from datetime import datetime, timedelta

from django.db import transaction

from alerts.matrix import ESCALATION, MOST_REPEATS, REPEATS
from alerts.people import roster_at, tellings, told_of
from alerts.rota import Recipient, Roster
from alerts.routing import for_raised
from domain.day import spoken_span
from domain.notice import Stage
from storage import alerts, notices, outbox
from storage.alerts import SYSTEM, Unanswered

AGAIN = "again"  # begins the name of such a step


def ask_again(now: datetime) -> int:
    """Queue what is due for every alert that nobody has claimed; returns how many notices were written."""
    roster = roster_at(now)
    return sum(_ask(alert.key, roster, now) for alert in alerts.unanswered() if _is_due(alert, now))


def _is_due(alert: Unanswered, now: datetime) -> bool:
    """Whether the whole ladder has had its time, and nobody was asked for as long as people get to answer."""
    ladder = sum((wait for wait, _ in ESCALATION[alert.grade]), timedelta())
    asked = outbox.last_asked(alert.key)
    return (
        now - alert.since >= ladder
        and asked is not None
        and now - asked >= REPEATS[alert.grade]
        and len(_repeats(alert)) < MOST_REPEATS
    )


def _repeats(alert: Unanswered) -> set[str]:
    """The steps of asking again that were taken since the alert has asked for somebody at its grade."""
    return {step for step in outbox.escalation_steps(alert.key, alert.since) if step.startswith(AGAIN)}


def _ask(key: int, roster: Roster, now: datetime) -> int:
    """Once more, in one transaction that no acknowledgement can slip into."""
    with transaction.atomic():
        for alert in alerts.unanswered(key):
            if not _is_due(alert, now):
                continue
            time, waited = len(_repeats(alert)) + 1, spoken_span(now - alert.since)
            people = tuple(
                Recipient(address=each.address, person=each.person, why=f"{waited}无人认领，第 {time} 次再通知")
                for each in for_raised(roster, alert.grade, told_of(key), now)
            )
            alerts.note(key, actor=SYSTEM, text=f"{waited}无人认领，第 {time} 次再通知收到过的人和当班的人", now=now)
            step = f"{AGAIN}-{int(now.timestamp())}"
            return notices.queue(tellings(people, Stage.ESCALATED, step=step, alert=key), now)
    return 0
