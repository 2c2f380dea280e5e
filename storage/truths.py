"""What really was: incidents, and alerts that people judged; what rules tried on the past are held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from domain.alert import AlertState
from domain.day import bucket_of, bucket_time, day_of
from domain.feedback import Feedback, Tally
from storage.models import Alert, AlertFeedback, Incident, Rollup


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A matter from `first` to `last` with the word of people on it; of an incident it is 有用.

    `watch` is None for what concerns the whole company.
    """

    rule: str
    watch: int | None
    fingerprint: str
    first: datetime
    last: datetime
    verdict: Feedback


def give(alert: int, verdict: Feedback, *, by: str, now: datetime) -> None:
    """Note what somebody thinks of an alert."""
    AlertFeedback.objects.create(alert_id=alert, verdict=verdict.value, by=by[:80], at=now)


def judged(first: datetime, last: datetime, watch: int | None = None) -> list[Judged]:
    """Alerts of this time that people judged: by the newest word, else by what became of them.

    Dismissed is false; settled, or with an incident of its own, is useful.
    """
    rows = Alert.objects.filter(detected_at__lte=last, last_seen_at__gte=first, told=True)
    if watch is not None:
        rows = rows.filter(watch_id=watch)
    verdicts = _verdicts(rows)
    return [
        Judged(
            rule=row.rule,
            watch=row.watch_id,
            fingerprint=row.fingerprint,
            first=row.detected_at,
            last=row.last_seen_at,
            verdict=verdicts[row.pk],
        )
        for row in rows.order_by("detected_at", "pk")
        if row.pk in verdicts
    ]


def incidents(first: datetime, last: datetime, watch: int | None = None) -> list[Judged]:
    """Incidents that occurred before `last` and were not restored before `first`."""
    open_then = Q(restored_at__isnull=True, alert__last_seen_at__gte=first) | Q(restored_at__gte=first)
    rows = Incident.objects.filter(open_then, occurred_at__lte=last).select_related("alert")
    if watch is not None:
        rows = rows.filter(alert__watch_id=watch)
    return [
        Judged(
            rule=row.alert.rule,
            watch=row.alert.watch_id,
            fingerprint=row.alert.fingerprint,
            first=row.occurred_at,
            last=row.restored_at or max(row.alert.last_seen_at, row.started_at),
            verdict=Feedback.USEFUL,
        )
        for row in rows.order_by("occurred_at", "pk")
    ]


def tallies(since: datetime) -> Mapping[str, Tally]:
    """How the alerts of each rule that were told of since then were judged; rules without any word are left out."""
    rows = Alert.objects.filter(detected_at__gte=since, told=True)
    verdicts = _verdicts(rows)
    counts: dict[str, dict[Feedback, int]] = {}
    for key, rule in rows.filter(pk__in=verdicts).values_list("pk", "rule"):
        own = counts.setdefault(rule, dict.fromkeys(Feedback, 0))
        own[verdicts[key]] += 1
    return {
        rule: Tally(useful=own[Feedback.USEFUL], false=own[Feedback.FALSE], repeated=own[Feedback.REPEATED])
        for rule, own in counts.items()
    }


def days_with_data(first: datetime, last: datetime, watch: int | None = None) -> float:
    """On how many days of this time anything was counted, the first and the last in part."""
    rows = Rollup.objects.filter(bucket__gte=bucket_of(first), bucket__lt=bucket_of(last))
    if watch is not None:
        rows = rows.filter(watch_id=watch)
    days = {day_of(bucket_time(bucket)) for bucket in rows.order_by().values_list("bucket", flat=True).distinct()}
    return min(float(len(days)), (last - first).total_seconds() / 86_400)


def _verdicts(rows: QuerySet[Alert]) -> dict[int, Feedback]:
    """The word on each alert that has one."""
    found = {}
    for alert, state, incident in rows.values_list("pk", "state", "incident"):
        if state == AlertState.DISMISSED.value:
            found[alert] = Feedback.FALSE
        elif incident is not None or state == AlertState.SETTLED.value:
            found[alert] = Feedback.USEFUL
    words = AlertFeedback.objects.filter(alert__in=rows).order_by("id").values_list("alert_id", "verdict")
    return found | {alert: Feedback(verdict) for alert, verdict in words}
