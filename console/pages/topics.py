"""What is spoken of now about each watch: found topics, the rising and negative ones first."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from console import clock, shell, topic_rows
from storage import topics as found
from storage.models import Watch

PER_PAGE = 30
MOST = 600  # a store of millions of posts has some hundred topics in two weeks
SPANS = {"6": "近 6 小时", "24": "近 24 小时", "72": "近 3 天", "336": "近 14 天"}
USUAL = "24"


class Filters(forms.Form):
    """Which topics: of one watch, spoken of within so many hours."""

    watch = forms.ChoiceField(label="监测主题", required=False)
    hours = forms.ChoiceField(label="最近有人谈论", required=False, choices=list(SPANS.items()))

    def __init__(self, data: Mapping[str, Any], watches: Sequence[tuple[int, str]]) -> None:
        super().__init__({"hours": USUAL, **data})
        self.fields["watch"].choices = [("", "不限"), *((str(key), name) for key, name in watches)]  # type: ignore[attr-defined]


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Some at a time; what stands above them is said of all that are asked for."""
    watches = list(Watch.objects.filter(active=True).order_by("name").values_list("pk", "name"))
    form = Filters(request.GET.dict(), watches)
    context: dict[str, Any] = {"now": clock.now(), "watches": watches, "form": form}
    if form.is_valid():
        given = form.cleaned_data
        watch, hours = int(given["watch"]) if given["watch"] else None, int(given["hours"] or USUAL)
        context |= _listed(request, dict(watches), watch, hours)
    return shell.page(request, "console/topics.html", "话题", context)


def _listed(request: HttpRequest, names: Mapping[int, str], watch: int | None, hours: int) -> dict[str, Any]:
    now = clock.now()
    asked = {key: name for key, name in names.items() if watch in {None, key}}
    some = [one for one in found.lately(now - timedelta(hours=hours), watch, MOST) if one.watch in asked]
    rows = topic_rows.told(some, names, now)
    return {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "sentence": topic_rows.sentence(rows),
        "first": topic_rows.first_of(rows),
        "tone": _tone(rows),
        "doubts": topic_rows.doubts(found.looked_until(), asked, now),
    }


def _tone(rows: Sequence[topic_rows.Row]) -> str:
    rising = [row for row in rows if row.rising]
    return "alarm" if any(row.bad for row in rising) else "handled" if rising else "calm"
