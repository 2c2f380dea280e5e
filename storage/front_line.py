"""Reports of the front line, each stored once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.inbound import FrontLineReport as ReportNoun
from storage.editions import clean
from storage.models import FrontLineReport
from storage.models.alert import OPEN_STATES


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A stored report: its number, and the alert that it raised or joined, None where a false alarm muted it."""

    number: int
    what: str
    alert: int | None


def known(source: int, key: str) -> Kept | None:
    """The report that was stored under this key."""
    row = FrontLineReport.objects.filter(source_id=source, key=key).first()
    return None if row is None else Kept(number=row.pk, what=row.what, alert=row.alert_id)


def open_lately(channel: str, now: datetime, within: timedelta) -> tuple[Kept, ...]:
    """Reports about a channel of this time, by any way, whose alert is open, the newest first."""
    rows = FrontLineReport.objects.filter(
        channel=clean(channel)[:40], received_at__gt=now - within, alert__state__in=OPEN_STATES
    )
    return tuple(Kept(number=row.pk, what=row.what, alert=row.alert_id) for row in rows.order_by("-received_at", "-pk"))


def add(source: int, report: ReportNoun, alert: int | None, now: datetime) -> Kept:
    """Store a report that is not known yet."""
    row = FrontLineReport.objects.create(
        source_id=source,
        key=report.key,
        what=clean(report.what),
        channel=clean(report.channel)[:40],
        affected=report.affected,
        since=report.since,
        contact=clean(report.contact)[:80],
        by=clean(report.by)[:80],
        links=[clean(link) for link in report.links],
        received_at=now,
        alert_id=alert,
    )
    return Kept(number=row.pk, what=row.what, alert=alert)


def forget(before: datetime) -> int:
    """Delete reports that came before a moment, names and telephone numbers with them; returns how many."""
    deleted, _ = FrontLineReport.objects.filter(received_at__lt=before).delete()
    return deleted


def told_of(alert: int) -> int:
    """How many reports speak of the matter of an alert."""
    return FrontLineReport.objects.filter(alert_id=alert).count()
