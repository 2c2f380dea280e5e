"""Alerts: the list, and one alert with all that speaks for it, who was told, and what may be done."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alerts import handling
from alerts.kinds import likely_kind
from alerts.rulebook import BY_NAME
from console import acts, clock, history, shell
from domain.alert import ALERT_MOVES, AlertState, Grade
from domain.feedback import Feedback
from domain.incident import IncidentKind
from storage import listing, topics, truths
from storage.models import Alert
from storage.models.alert import OPEN_STATES

PER_PAGE = 30
SCOPES = {"": "全部", "open": "未结束", "over": "已结束", "past": "回溯"}


class StartForm(forms.Form):
    """Starting an incident: what kind, which grade, and why."""

    kind = forms.ChoiceField(label="类别", choices=IncidentKind.choices())
    grade = forms.TypedChoiceField(
        label="级别", coerce=lambda value: Grade(int(value)), choices=[(g.value, g.shown) for g in Grade]
    )
    reason = forms.CharField(
        label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2, "placeholder": "核实了什么，为什么启动"})
    )


class SettleForm(forms.Form):
    """Ending an alert that was true without an incident, and what was done."""

    reason = forms.CharField(
        label="怎么处理的",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "例如：已联系用户退款，话题在回落，不需要启动事件"}),
    )


class GoingForm(forms.Form):
    """How the work on a claimed alert goes."""

    text = forms.CharField(
        label="进展",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "例如：已联系技术排查，预计一小时内恢复"}),
    )


class DismissForm(forms.Form):
    """Judging an alert false, and why."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "例如：抽奖活动带来的转发，不是投诉"}),
    )


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """All alerts, newest first, some at a time."""
    scope = request.GET.get("scope", "")
    rows = Alert.objects.select_related("watch", "incident").defer("coverage", "measures", "grade_reasons")
    chosen = {
        "open": rows.filter(state__in=OPEN_STATES),
        "over": rows.exclude(state__in=OPEN_STATES).filter(told=True),
        "past": rows.filter(told=False),
    }.get(scope, rows)
    page = Paginator(chosen.order_by("-detected_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"now": clock.now(), "page": page, "scope": scope, "scopes": SCOPES}
    return shell.page(request, "console/alerts.html", "预警", context)


@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, key: int) -> HttpResponse:
    """GET shows the alert, POST acts on it and comes back."""
    row = get_object_or_404(Alert.objects.select_related("watch", "incident"), pk=key)
    if request.method == "POST":
        return _act(request, row)
    return _show(request, row, {})


def _show(request: HttpRequest, row: Alert, forms_given: Mapping[str, forms.Form]) -> HttpResponse:
    moves = ALERT_MOVES[AlertState(row.state)]
    incident = getattr(row, "incident", None)
    posts = listing.evidence(row.pk)
    kind = likely_kind(post.complaint for post in posts)
    context = {
        "now": clock.now(),
        "alert": row,
        "incident": incident,
        "posts": posts,
        "topic": topics.of_alerts([row.pk]).get(row.pk),
        "notices": row.notices.select_related("person").order_by("created_at", "pk"),
        "history": history.of_alert(row),
        "feedback": list(Feedback),
        "known_rules": BY_NAME,
        "judged": row.feedback.first(),
        "may": shell.may(request.user, "alert"),
        "may_start": shell.may(request.user, "incident"),
        "can": {move.name.lower(): True for move in moves},
        "dismiss_form": DismissForm(prefix="dismiss"),
        "settle_form": SettleForm(prefix="settle"),
        "going_form": GoingForm(prefix="going"),
        "start_form": StartForm(prefix="start", initial={"grade": row.grade, "kind": kind.value}),
        **forms_given,
    }
    return shell.page(request, "console/alert.html", "预警", context)


def _act(request: HttpRequest, row: Alert) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, acts.NOT_KNOWN)
        return _back(row)
    return act(request, row, clock.now())


def _acknowledge(request: HttpRequest, row: Alert, now: datetime) -> HttpResponse:
    acts.need(request, "alert")
    acts.attempt(
        request, "已认领，其他收到通知的人会得知。", lambda actor: handling.acknowledge(row.pk, actor=actor, now=now)
    )
    return _back(row)


def _dismiss(request: HttpRequest, row: Alert, now: datetime) -> HttpResponse:
    acts.need(request, "alert")
    form = DismissForm(request.POST, prefix="dismiss")
    if not form.is_valid():
        return _show(request, row, {"dismiss_form": form})
    reason = form.cleaned_data["reason"]
    acts.attempt(request, "已记为误报。", lambda actor: handling.dismiss(row.pk, actor=actor, reason=reason, now=now))
    return _back(row)


def _settle(request: HttpRequest, row: Alert, now: datetime) -> HttpResponse:
    acts.need(request, "alert")
    form = SettleForm(request.POST, prefix="settle")
    if not form.is_valid():
        return _show(request, row, {"settle_form": form})
    reason = form.cleaned_data["reason"]
    acts.attempt(
        request,
        "已了结，其他收到通知的人会得知。",
        lambda actor: handling.settle(row.pk, actor=actor, reason=reason, now=now),
    )
    return _back(row)


def _carry_on(request: HttpRequest, row: Alert, now: datetime) -> HttpResponse:
    acts.need(request, "alert")
    form = GoingForm(request.POST, prefix="going")
    if not form.is_valid():
        return _show(request, row, {"going_form": form})
    text = form.cleaned_data["text"]
    acts.attempt(
        request, "已记下，认领时限重新计算。", lambda actor: handling.carry_on(row.pk, actor=actor, text=text, now=now)
    )
    return _back(row)


def _start(request: HttpRequest, row: Alert, now: datetime) -> HttpResponse:
    acts.need(request, "incident")
    form = StartForm(request.POST, prefix="start")
    if not form.is_valid():
        return _show(request, row, {"start_form": form})
    given = form.cleaned_data
    kind, grade, reason = IncidentKind(given["kind"]), given["grade"], given["reason"]

    def start(actor: str) -> object:
        return handling.start(row.pk, actor=actor, kind=kind, grade=grade, reason=reason, now=now)

    acts.attempt(request, "事件已启动，相关人员会收到通知。", start)
    return _back(row)


def _judge(request: HttpRequest, row: Alert, now: datetime) -> HttpResponse:
    acts.need(request, "alert")
    verdict = request.POST.get("verdict", "")
    if verdict not in set(Feedback):
        messages.error(request, acts.NOT_KNOWN)
    else:
        truths.give(row.pk, Feedback(verdict), by=shell.actor(request), now=now)
        messages.success(request, f"已记为“{Feedback(verdict).shown}”，计入规则的准确率。")
    return _back(row)


ACTS: Mapping[str, Callable[[HttpRequest, Alert, datetime], HttpResponse]] = {
    "acknowledge": _acknowledge,
    "carry_on": _carry_on,
    "dismiss": _dismiss,
    "settle": _settle,
    "start": _start,
    "judge": _judge,
}


def _back(row: Alert) -> HttpResponse:
    return HttpResponseRedirect(reverse("alert", args=[row.pk]))
