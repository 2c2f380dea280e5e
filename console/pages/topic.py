"""One topic: its sentences, who began and spread it, how hot it is and what of, its hours with what is to come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from console import clock, shell, topic_rows
from domain import topic_words
from domain.day import HOUR_SECONDS, bucket_of, bucket_time, hour_start
from domain.heat import Heat
from domain.topic import Topic
from reports.charts import hourly_volume
from reports.points import Foreseen, HourPoint
from storage import listing
from storage import topics as found
from storage.listing import Wanted
from storage.models import Watch

MOST_HOURS = 72
BEFORE = timedelta(hours=6)  # shown of what was said before it rose
AFTER = timedelta(hours=3)  # and of the quiet after its last post
FEW_POSTS = 10


@require_safe
def topic(request: HttpRequest, key: int) -> HttpResponse:
    """What is known of it, as it was told last; one that turned out to be another leads there."""
    try:
        one = found.one(key)
    except found.NoSuchTopic as missing:
        raise Http404("没有这个话题，可能已按保留期限清理") from missing
    if one.key != key:
        return HttpResponseRedirect(reverse("topic", args=[one.key]))
    now = clock.now()
    name = Watch.objects.values_list("name", flat=True).get(pk=one.watch)
    (row,) = topic_rows.told([one], {one.watch: name}, now)
    page = listing.page(Wanted(topic=key), size=FEW_POSTS)
    context = {
        "now": now,
        "row": row,
        "topic": one,
        "coming": [topic_words.foretold(forecast) for forecast in topic_words.ahead(one, now)],
        "parts": _parts(one.heat) if one.heat else [],
        "first": listing.one(one.first_post) if one.first_post else None,
        "chart": _chart(one, now),
        "page": page,
        "alerts": found.alerts_of(key),
    }
    return shell.page(request, "console/topic.html", "话题", context)


def _parts(heat: Heat) -> list[tuple[str, float | None]]:
    """The four parts that the heat is made of, as they are called, from 0 to 100."""
    known = ((shown, getattr(heat, name)) for name, shown in topic_words.PARTS)
    return [(shown, None if part is None else 100 * part) for shown, part in known]


def _chart(one: Topic, now: datetime) -> Mapping[str, Any] | None:
    """The last hours that the topic was spoken of; None where no post counts."""
    last = hour_start(bucket_of(min(now, one.last_at + AFTER))) + HOUR_SECONDS
    first = max(hour_start(bucket_of(one.since - BEFORE)), last - MOST_HOURS * HOUR_SECONDS)
    counted = {start: counts for start, *counts in found.hours(one.key, first, last)}
    if not counted:
        return None
    points = [_point(start, *counted.get(start, (0, 0, 0))) for start in range(min(counted), last, HOUR_SECONDS)]
    return hourly_volume(points, width=None, ahead=_foreseen(one, now))


def _point(start: int, posts: int, negative: int, scored: int) -> HourPoint:
    return HourPoint(at=bucket_time(start), posts=posts, negative=negative, scored=scored)


def _foreseen(one: Topic, now: datetime) -> Foreseen | None:
    """The nearest forecast, from the moment that it was made."""
    forecasts = topic_words.ahead(one, now)
    if not forecasts:
        return None
    nearest = min(forecasts, key=lambda forecast: forecast.hours)
    until = one.told_at + timedelta(hours=nearest.hours)
    return Foreseen(since=one.told_at, until=until, low=nearest.low, middle=nearest.middle, high=nearest.high)
