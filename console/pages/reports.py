"""Daily reports: the list, and one report drawn from its frozen content."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from console import clock, shell
from domain.report import Body
from domain.strict_json import UnreadableJson, read
from storage.models import Report

PER_PAGE = 30


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """All reports, newest day first, some at a time; only their headlines are read."""
    rows = Report.objects.order_by("-day", "-edition").values("day", "edition", "made_at", "body__headline")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return shell.page(request, "console/reports.html", "日报", {"now": clock.now(), "page": page})


@require_safe
def report(request: HttpRequest, day: str, edition: int) -> HttpResponse:
    """One edition; a report of another version of the program that cannot be read says so."""
    row = get_object_or_404(Report, day=_day(day), edition=edition)
    context: dict[str, Any] = {"now": clock.now(), "report": row}
    try:
        context["body"] = read(Body, row.body)
    except UnreadableJson as wrong:
        context["trouble"] = str(wrong)
    context["editions"] = Report.objects.filter(day=row.day).order_by("edition").values("edition", "made_at")
    context["notices"] = row.notices.select_related("person").order_by("created_at", "pk")
    return shell.page(request, "console/report.html", "日报", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404("日期写法不对，应为 2026-11-23 这样") from wrong
