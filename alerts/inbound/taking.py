"""Reports of systems are taken: counted once, raised as an alert or joined to one, noted or cleared when over."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alerts import standard
from alerts.grading import propose
from alerts.inbound.finding import of_system
from alerts.matters import Found
from alerts.raising import apply, clear
from domain.alert import Finding
from domain.grievance import Grievance
from domain.inbound import Matter, News, SystemReport
from storage import alerts, arrivals, grievances, matters
from storage.alerts import SYSTEM

OVER = "来源报告已恢复，且无人认领，系统自行解除"
OVER_NOTED = "来源报告已恢复（未恢复 0 条，已恢复 {resolved:,} 条）；处置是否结束由人决定"
AGAIN = "来源报告再次告警：{title}"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """How a matter stands after a report; the same report gives the same answer. `alert` is None where none was raised.

    `muted` says that a person judged it false within the last day, or settled it while it goes on.
    """

    key: str
    alert: int | None
    firing: int
    resolved: int
    muted: bool


def take_system(source: int, report: SystemReport | None, now: datetime) -> Taken | None:
    """Take a report of a system; None for a heartbeat, which shows that the source lives and nothing else."""
    if report is None:
        arrivals.arrived(source, [now], now)
        return None
    with transaction.atomic():
        matter, news = matters.take(source, report, now)
        arrivals.arrived(source, [now] * (news.on + news.ended), now)
        alert = _raised(matter, news, now) if matter.firing else _over(matter, news, now)
        muted = matters.is_closed(alert)
        return Taken(key=report.key, alert=alert, firing=matter.firing, resolved=matter.resolved, muted=muted)


def take_complaints(source: int, some: tuple[Grievance, ...], now: datetime) -> int:
    """Keep complaints that are not known yet, and count them by their own time; how many were new."""
    with transaction.atomic():
        new = grievances.store(source, some, now)
        arrivals.arrived(source, [one.at for one in new], now)
        return len(new)


def grade_again(now: datetime) -> int:
    """Hold every matter that goes on against the standard once more, since outages grow graver; how many there are."""
    going_on = matters.going_on()
    for matter in going_on:
        with transaction.atomic():
            apply(_found(of_system(matter, now), now), now, tell=True)
    return len(going_on)


def _raised(matter: Matter, news: News, now: datetime) -> int | None:
    """The alert of a matter that is on; only an alarm that is new or on again can raise one."""
    if not news.on and not matters.has_open_alert(matter):
        return matter.alert
    finding = of_system(matter, now)
    raised = apply(_found(finding, now), now, tell=True)
    if raised is None:
        return matter.alert
    if news.relapse and not raised.fresh:
        alerts.note(raised.alert, actor=SYSTEM, text=AGAIN.format(title=matter.report.title), now=now)
    alerts.restate(finding)
    matters.alert_of(matter.key, raised.alert)
    return raised.alert


def _over(matter: Matter, news: News, now: datetime) -> int | None:
    """Clear what nobody has touched; where a person has, note it and leave the end to them."""
    standing = alerts.open_alert(of_system(matter, now).fingerprint)
    if standing is not None and news.ended and not clear(standing, OVER, now):
        line = OVER_NOTED.format(resolved=matter.resolved)
        alerts.note(standing.key, actor=SYSTEM, text=line, now=now)
    return matter.alert


def _found(finding: Finding, now: datetime) -> Found:
    version = standard.current(now)
    return Found(finding=finding, proposal=propose(finding.measures, version.rows, version.number))
