"""The first page: is something wrong, since when, how sure are we, who has it; then the figures behind the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from console import clock, coverage, shell, topic_rows
from console.verdict import (
    OpenAlert,
    count_doubts,
    identity_doubts,
    is_awake,
    is_late,
    job_doubts,
    judge,
    source_doubts,
)
from domain.alert import AlertState, Grade
from domain.crawl import COVERING
from domain.day import HOUR_SECONDS, bucket_of, bucket_time, hour_start
from domain.job import DAILY
from reports.charts import hourly_volume, negative_share
from reports.points import Gap, HourPoint
from storage import identities, standing, topics
from storage.models import Alert
from storage.models.alert import OPEN_STATES
from storage.standing import Hour, Source

HOURS_SHOWN = 24
MOST_WATCHES = 12
MOST_TOPICS = 5
LOOKED_AT = 100  # topics of the day, those that rise first


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The 24 whole hours of one watch in numbers, with its two charts; expected is None without enough past."""

    watch: int
    name: str
    posts: int
    negative: int
    scored: int
    unscored: int
    noise: int
    expected_posts: float | None
    expected_share: float | None
    this_hour: int
    volume: Mapping[str, Any]
    mood: Mapping[str, Any]

    @property
    def share(self) -> float | None:
        """Negative posts among those with a verdict; None where there are none."""
        return self.negative / self.scored if self.scored else None

    @property
    def volume_id(self) -> str:
        """What the volume chart's data is called on the page."""
        return f"chart-volume-{self.watch}"

    @property
    def mood_id(self) -> str:
        """What the negative share chart's data is called on the page."""
        return f"chart-mood-{self.watch}"


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Everything is read anew for each request; the page asks again every minute."""
    now = clock.now()
    sources = standing.sources(now)
    jobs = standing.jobs()
    notices = standing.undelivered(now)
    figures = _figures(sources, now)
    alerts = open_alerts()
    ailing = identity_doubts(identities.standings(now), now)
    doubts = [
        *source_doubts(sources, now),
        *ailing,
        *job_doubts(jobs, now),
        *count_doubts(
            posts=sum(one.posts for one in figures),
            unscored=sum(one.unscored for one in figures),
            undelivered=len(notices),
        ),
    ]
    watches = len({source.watch for source in sources})
    context = {
        "now": now,
        "verdict": judge(alerts, doubts, watches=watches, now=now),
        "alerts": alerts,
        "rising": _rising(sources, now),
        "figures": figures[:MOST_WATCHES],
        "more_figures": figures[MOST_WATCHES:],
        "sources": sources,
        "covering": COVERING,
        "jobs": jobs,
        "awake": is_awake(jobs, now),
        "daily": DAILY,
        "ailing": bool(ailing) or any(is_late(one, now) for one in sources),
        "notices": notices,
    }
    return shell.page(request, "console/today.html", "今天", context)


def open_alerts() -> list[OpenAlert]:
    """What is not over, the gravest and oldest first; alerts of a look back in time tell nobody and are left out."""
    rows = Alert.objects.filter(state__in=OPEN_STATES, told=True).select_related("incident").order_by("grade", "since")
    return [_open_alert(row) for row in rows]


def _open_alert(row: Alert) -> OpenAlert:
    incident = getattr(row, "incident", None)
    return OpenAlert(
        alert=row.pk,
        title=row.title,
        grade=Grade(incident.grade if incident else row.grade),
        state=AlertState(row.state),
        since=row.since,
        detected_at=row.detected_at,
        waiting_since=row.waiting_since,
        holder=row.acknowledged_by or (incident.started_by if incident else ""),
        incident=incident.pk if incident else None,
        answer_by=row.answer_by if row.state == AlertState.ACKNOWLEDGED.value else None,
    )


def _rising(sources: Sequence[Source], now: datetime) -> list[topic_rows.Row]:
    """Rising topics of the watches, the mostly negative ones first."""
    names = {source.watch: source.watch_name for source in sources}
    some = topics.lately(now - timedelta(hours=HOURS_SHOWN), limit=LOOKED_AT)
    rows = topic_rows.told([one for one in some if one.watch in names], names, now)
    return [row for row in rows if row.rising][:MOST_TOPICS]


def _figures(sources: Sequence[Source], now: datetime) -> list[Figures]:
    """Figures of every watch, the busiest first."""
    names = {source.watch: source.watch_name for source in sources}
    this_hour = hour_start(bucket_of(now))
    first = this_hour - HOURS_SHOWN * HOUR_SECONDS
    hours = standing.hours(names, first, this_hour + HOUR_SECONDS)
    gaps = coverage.gaps(sources, bucket_time(first), now)
    made = [_figure(watch, name, hours[watch], gaps.get(watch, ())) for watch, name in names.items()]
    return sorted(made, key=lambda one: -one.posts)


def _figure(watch: int, name: str, hours: Sequence[Hour], gaps: Sequence[Gap]) -> Figures:
    whole = hours[:-1]
    points = [_point(hour) for hour in whole] + [_unfinished(hours[-1])]
    posts, scored = sum(hour.posts for hour in whole), sum(hour.scored for hour in whole)
    expected, expected_negative = _sum([h.expected_posts for h in whole]), _sum([h.expected_negative for h in whole])
    return Figures(
        watch=watch,
        name=name,
        posts=posts,
        negative=sum(hour.negative for hour in whole),
        scored=scored,
        unscored=posts - scored - sum(hour.unknown for hour in whole),
        noise=sum(hour.noise for hour in whole),
        expected_posts=expected,
        expected_share=expected_negative / expected if expected and expected_negative is not None else None,
        this_hour=hours[-1].posts,
        volume=hourly_volume(points, gaps, width=None),
        mood=negative_share(points, gaps, width=None),
    )


def _sum(numbers: Sequence[float | None]) -> float | None:
    """The sum, unknown where one of the numbers is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _point(hour: Hour) -> HourPoint:
    return HourPoint(
        at=hour.at,
        posts=hour.posts,
        negative=hour.negative,
        scored=hour.scored,
        expected_posts=hour.expected_posts,
        expected_negative=hour.expected_negative,
    )


def _unfinished(hour: Hour) -> HourPoint:
    """The hour that is still running: what there is so far, held against nothing."""
    return HourPoint(at=hour.at, posts=hour.posts, negative=hour.negative, scored=hour.scored)
