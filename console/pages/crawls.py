"""Crawls: what every statement about coverage opens, and why a crawl got less than it should."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from console import clock, shell
from domain.crawl import COVERING, CrawlOutcome
from domain.day import day_bounds
from domain.post import Channel
from domain.refusal import OWN_ADVICE, cure_for, refusal_of, word_for
from storage import crawl_slices
from storage.crawl_slices import SliceCount
from storage.models import Crawl, Watch

ANY = ("", "不限")
PER_PAGE = 50


class Filters(forms.Form):
    """What may be asked for; `day` is a day of publication times."""

    watch = forms.ModelChoiceField(Watch.objects.order_by("name"), label="监测主题", required=False, empty_label="不限")
    channel = forms.ChoiceField(label="渠道", required=False, choices=[ANY, *Channel.choices()])
    outcome = forms.ChoiceField(label="结果", required=False, choices=[ANY, *CrawlOutcome.choices()])
    day = forms.DateField(
        label="发布日", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@require_safe
def crawls(request: HttpRequest) -> HttpResponse:
    """Crawls that touch the day, newest first, some at a time."""
    form = Filters(request.GET)
    context: dict[str, Any] = {"now": clock.now(), "form": form, "covering": COVERING}
    if form.is_valid():
        rows = Crawl.objects.filter(**_wanted(form.cleaned_data)).select_related("watch")
        page = Paginator(rows.order_by("-started_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": _told(list(page.object_list))}
    return shell.page(request, "console/crawls.html", "采集记录", context)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A crawl as the table shows it: `word` for how it ended, `cure` for what to do, `pieces` of a split search."""

    crawl: Crawl
    word: str
    cure: str
    pieces: SliceCount | None


def _told(crawls: Sequence[Crawl]) -> list[Told]:
    counts = crawl_slices.counts([crawl.pk for crawl in crawls])
    return [_tell(crawl, counts.get(crawl.pk)) for crawl in crawls]


def _tell(crawl: Crawl, pieces: SliceCount | None) -> Told:
    if not crawl.outcome:
        return Told(crawl=crawl, word="", cure="", pieces=pieces)
    outcome, refusal = CrawlOutcome(crawl.outcome), refusal_of(crawl.refusal)
    cure = cure_for(outcome, refusal) and OWN_ADVICE.get(crawl.spider, cure_for(outcome, refusal))
    return Told(crawl=crawl, word=word_for(outcome, refusal), cure=cure, pieces=pieces)


def _wanted(given: dict[str, Any]) -> dict[str, Any]:
    wanted = {name: given[name] for name in ("watch", "channel", "outcome") if given[name]}
    if given["day"]:
        since, until = day_bounds(given["day"])
        wanted |= {"until__gt": since, "since__lt": until}
    return wanted
