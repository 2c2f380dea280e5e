"""What is done, minute by minute, about alerts that nobody answers and about holders who fall silent."""

from dataclasses import dataclass
from datetime import datetime

from alerts.asking_again import ask_again_due
from alerts.claims import give_back_due, remind_due
from alerts.escalation import escalate_due


@dataclass(frozen=True, kw_only=True)
class Chased:
    """Holders reminded, alerts that wait for somebody again, and notices: to the next rung, and to everybody anew."""

    reminded: int
    returned: int
    escalated: int
    again: int


def chase(now: datetime) -> Chased:
    """Queue what is due. What goes back begins its ladder anew, and only where the ladder ends is everybody asked."""
    return Chased(
        reminded=remind_due(now),
        returned=give_back_due(now),
        escalated=escalate_due(now),
        again=ask_again_due(now),
    )
