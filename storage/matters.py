"""Matters that systems report: each alarm counted once, each matter as its newest report leaves it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.alert import AlertState
from domain.inbound import Matter as MatterNoun
from domain.inbound import News, SystemReport
from domain.strict_json import read, written
from storage.bulk import insert
from storage.models import Alert, Matter, MatterPart
from storage.models.alert import OPEN_STATES

SAME_EPISODE = timedelta(hours=1)
AT_A_TIME = 5_000


def take(source: int, report: SystemReport, now: datetime) -> tuple[MatterNoun, News]:
    """Note what is reported; the matter as it stands then, and what of it is new.

    Part of the caller's transaction. A report that is given twice changes nothing the second time.
    """
    digest = hashlib.sha256(report.key.encode("utf-8", "replace")).hexdigest()
    since = min(report.since or now, now)
    Matter.objects.get_or_create(
        source_id=source,
        digest=digest,
        defaults={"report": _kept(report), "since": since, "first_at": now, "last_at": now},
    )
    row = Matter.objects.select_for_update().select_related("source").get(source_id=source, digest=digest)
    news = _count(row, report)
    if news.relapse:
        _relapse(row, since, now)
    elif report.since is not None:
        row.since = min(row.since, since)
    row.firing = row.parts.filter(over=False).count()
    row.resolved = row.parts.filter(over=True).count()
    if not row.firing and row.over_at is None:
        row.over_at = now
    row.report, row.last_at = _kept(report), now
    row.save()
    return _noun(row), news


def _relapse(row: Matter, since: datetime, now: datetime) -> None:
    """On again: what was over for long and is still in somebody's hands is a matter of its own."""
    if _stands(row.alert_id, OPEN_STATES) and row.over_at is not None and now - row.over_at >= SAME_EPISODE:
        row.episode += 1
    row.since, row.over_at = since, None


def alert_of(matter: int, alert: int) -> None:
    """Note which alert a matter raised."""
    Matter.objects.filter(pk=matter).update(alert_id=alert)


def going_on() -> tuple[MatterNoun, ...]:
    """Matters that are not over and whose alert is open."""
    rows = Matter.objects.filter(over_at__isnull=True, alert__state__in=OPEN_STATES).select_related("source")
    return tuple(_noun(row) for row in rows.order_by("pk"))


def has_open_alert(matter: MatterNoun) -> bool:
    """Whether the alert that a matter raised is still open."""
    return _stands(matter.alert, OPEN_STATES)


def is_closed(alert: int | None) -> bool:
    """Whether a person judged this alert to be false, or settled it."""
    return _stands(alert, [AlertState.DISMISSED.value, AlertState.SETTLED.value])


def forget(before: datetime) -> None:
    """Delete matters that were over before a moment, with their alarms; alerts that they raised stay."""
    Matter.objects.filter(over_at__lt=before).delete()


def _stands(alert: int | None, states: Sequence[str]) -> bool:
    return alert is not None and Alert.objects.filter(pk=alert, state__in=states).exists()


def _count(row: Matter, report: SystemReport) -> News:
    """Write the alarms down, each once; where all is over, so are those that the report leaves out."""
    named = {part.occurrence: part for part in report.parts}
    known = dict(row.parts.values_list("occurrence", "over"))
    new = [part for part in named.values() if part.occurrence not in known]
    insert(MatterPart, ("matter_id", "occurrence", "over"), [(row.pk, part.occurrence, part.over) for part in new])
    ended = [name for name, over in known.items() if not over and (report.over or (name in named and named[name].over))]
    again = [name for name, part in named.items() if part.reopens and not part.over and known.get(name)]
    for names, over in ((ended, True), (again, False)):
        for first in range(0, len(names), AT_A_TIME):
            row.parts.filter(occurrence__in=names[first : first + AT_A_TIME]).update(over=over)
    on = sum(not part.over for part in new) + len(again)
    return News(on=on, ended=len(ended), relapse=bool(on) and row.over_at is not None)


def _kept(report: SystemReport) -> object:
    return written(replace(report, parts=()))


def _report(row: Matter) -> SystemReport:
    return read(SystemReport, row.report)


def _noun(row: Matter) -> MatterNoun:
    return MatterNoun(
        key=row.pk,
        source=row.source_id,
        source_name=row.source.name,
        watch=row.source.watch_id,
        report=_report(row),
        since=row.since,
        episode=row.episode,
        firing=row.firing,
        resolved=row.resolved,
        alert=row.alert_id,
    )
