"""What colleagues report becomes an alert, or joins the open one of the same matter; and who will hear of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from alerts import standard
from alerts.grading import propose
from alerts.inbound.finding import of_front_line, told_again
from alerts.inbound.sameness import same_matter
from alerts.matters import Found
from alerts.people import roster_at
from alerts.raising import apply
from alerts.rota import first_told, on_duty
from domain.inbound import FrontLineReport
from storage import alerts, arrivals, front_line

JOINED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What the reporter is told: the number of the report, its alert, and who is told by mail (nobody: an empty tuple).

    `joined` says that others had reported the matter before, `stand_in` that these people are not on duty by the rota
    but come next where nobody is. `alert` is None only where the alert is deleted since.
    """

    number: int
    alert: int | None
    joined: bool
    people: tuple[str, ...]
    stand_in: bool


def take_front_line(source: int, place: str, watch: int | None, report: FrontLineReport, now: datetime) -> Reached:
    """Store a report and raise or join its alert in one transaction; one that is sent twice is taken once."""
    with transaction.atomic():
        known = front_line.known(source, report.key)
        if known is not None:
            return _reached(known.number, known.alert, now, joined=False)
        finding = of_front_line(report, place, watch, now)
        same = _same(report, now)
        if same is not None:
            finding = replace(finding, fingerprint=same.fingerprint, rule=same.rule, watch=same.watch)
        version = standard.current(now)
        proposal = propose(finding.measures, version.rows, version.number)
        raised = apply(Found(finding=finding, proposal=proposal), now, tell=True)
        assert raised is not None  # only what was judged false is muted, and this is new or joins what is open
        kept = front_line.add(source, report, raised.alert, now)
        arrivals.arrived(source, [now], now)
        if same is not None:
            line = told_again(report, front_line.told_of(same.key))
            alerts.note(same.key, actor=report.by or "一线同事", text=line, now=now)
        return _reached(kept.number, kept.alert, now, joined=same is not None)


def _same(report: FrontLineReport, now: datetime) -> alerts.OpenAlert | None:
    """The open alert of a report of the last hour that speaks of the same channel in much the same words."""
    lately = front_line.open_lately(report.channel, now, JOINED_WITHIN)
    found = next((one for one in lately if same_matter(one.what, report.what)), None)
    return None if found is None or found.alert is None else alerts.open_one(found.alert)


def _reached(number: int, alert: int | None, now: datetime, *, joined: bool) -> Reached:
    roster = roster_at(now)
    people = tuple(dict.fromkeys(one.name or "备用值守邮箱" for one in first_told(roster, now)))
    return Reached(number=number, alert=alert, joined=joined, people=people, stand_in=not on_duty(roster, 1, now))
