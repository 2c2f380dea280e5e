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


def ask_again_due(now: datetime) -> int:
    """Queue what is due for every alert that nobody has claimed; returns how many notices were written."""
    roster = roster_at(now)
    return sum(_ask(alert.key, roster, now) for alert in alerts.unanswered() if _due_time(alert, now))


def _due_time(alert: Unanswered, now: datetime) -> int | None:
    """Which time it would be; None while the ladder or people have time left, and after the last."""
    ladder = sum((wait for wait, _ in ESCALATION[alert.grade]), timedelta())
    if now - alert.since < ladder:
        return None
    asked, times = outbox.last_asked(alert.key), 1 + _times_asked(alert)
    return times if asked is not None and now - asked >= REPEATS[alert.grade] and times <= MOST_REPEATS else None


def _times_asked(alert: Unanswered) -> int:
    """How often everybody was asked since the alert has asked for somebody at its grade."""
    return len({step for step in outbox.escalation_steps(alert.key, alert.since) if step.startswith(AGAIN)})


def _ask(key: int, roster: Roster, now: datetime) -> int:
    """Once more, in one transaction that no acknowledgement can slip into."""
    with transaction.atomic():
        for alert in alerts.unanswered(key):
            time = _due_time(alert, now)
            if time is None:
                continue
            why = f"{spoken_span(now - alert.since)}无人认领，第 {time} 次再通知"
            told = for_raised(roster, alert.grade, told_of(key), now)
            people = tuple(Recipient(address=each.address, person=each.person, why=why) for each in told)
            alerts.note(key, actor=SYSTEM, text=f"{why}收到过的人和当班的人", now=now)
            step = f"{AGAIN}-{int(now.timestamp())}"
            return notices.queue(tellings(people, Stage.ESCALATED, step=step, alert=key), now)
    return 0
