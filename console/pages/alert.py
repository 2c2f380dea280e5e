"""Alerts: the list, and one alert with all that speaks for it, who was told, and what may be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
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
Act = Callable[[HttpRequest, Alert, datetime], HttpResponse]
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


@dataclass(frozen=True, kw_only=True)
class Worded:
    """An act of handling that wants a few words: what about, what is said once it is done, and what does it."""

    label: str
    such_as: str
    done: str
    do: Callable[..., None]


WORDED: Mapping[str, Worded] = {
    "settle": Worded(
        label="怎么处理的",
        such_as="例如：已联系用户退款，话题在回落，不需要启动事件",
        done="已了结，其他收到通知的人会得知。",
        do=handling.settle,
    ),
    "dismiss": Worded(
        label="理由",
        such_as="例如：抽奖活动带来的转发，不是投诉",
        done="已记为误报。",
        do=handling.dismiss,
    ),
    "carry_on": Worded(
        label="进展",
        such_as="例如：已联系技术排查，预计一小时内恢复",
        done="已记下，认领时限重新计算。",
        do=handling.carry_on,
    ),
}


class WordsForm(forms.Form):
    """The words of such an act."""

    reason = forms.CharField(max_length=500)

    def __init__(self, act: str, data: QueryDict | None = None) -> None:
        """An empty form, or one that was sent."""
        super().__init__(data, prefix=act)
        field, worded = self.fields["reason"], WORDED[act]
        field.label, field.widget = worded.label, forms.Textarea(attrs={"rows": 2, "placeholder": worded.such_as})


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
        **{f"{act}_form": WordsForm(act) for act in WORDED},
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


def _with_words(act: str) -> Act:
    worded = WORDED[act]

    def do(request: HttpRequest, row: Alert, now: datetime) -> HttpResponse:
        acts.need(request, "alert")
        form = WordsForm(act, request.POST)
        if not form.is_valid():
            return _show(request, row, {f"{act}_form": form})
        reason = form.cleaned_data["reason"]
        acts.attempt(request, worded.done, lambda actor: worded.do(row.pk, actor=actor, reason=reason, now=now))
        return _back(row)

    return do


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


ACTS: Mapping[str, Act] = {
    "acknowledge": _acknowledge,
    **{act: _with_words(act) for act in WORDED},
    "start": _start,
    "judge": _judge,
}


def _back(row: Alert) -> HttpResponse:
    return HttpResponseRedirect(reverse("alert", args=[row.pk]))
