"""Incidents: the list, and one incident with its state, grade, whole timeline, and what may be done."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alerts import handling
from console import acts, clock, history, shell
from domain.alert import Grade
from domain.incident import INCIDENT_MOVES, IncidentState
from storage import topics
from storage.models import Incident

PER_PAGE = 30


def _reason(placeholder: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2, "placeholder": placeholder})
    return forms.CharField(label="理由", max_length=500, widget=area)


class MoveForm(forms.Form):
    """The next state and why; only states that may follow are offered."""

    to = forms.ChoiceField(label="推进到")
    reason = _reason("依据是什么，例如：根因已定位并回滚")

    def __init__(self, *args: Any, state: IncidentState, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        following = [move for move in IncidentState if move in INCIDENT_MOVES[state]]
        self.fields["to"].choices = [(move.value, move.shown) for move in following]  # type: ignore[attr-defined]


class RegradeForm(forms.Form):
    """Another grade and why."""

    to = forms.TypedChoiceField(
        label="改为", coerce=lambda value: Grade(int(value)), choices=[(g.value, g.shown) for g in Grade]
    )
    reason = _reason("为什么升级或降级")


class NoteForm(forms.Form):
    """A line for the timeline."""

    text = forms.CharField(
        label="记录",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "刚做了什么、得知了什么，会带上时间和姓名"}),
    )


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """All incidents, newest first, some at a time."""
    rows = Incident.objects.select_related("alert__watch").order_by("-started_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return shell.page(request, "console/incidents.html", "突发事件", {"now": clock.now(), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, key: int) -> HttpResponse:
    """GET shows the incident, POST acts on it and comes back."""
    row = get_object_or_404(Incident.objects.select_related("alert__watch"), pk=key)
    if request.method != "POST":
        return _show(request, row, {})
    acts.need(request, "incident")
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, acts.NOT_KNOWN)
        return _back(row)
    return act(request, row, clock.now())


def _show(request: HttpRequest, row: Incident, forms_given: Mapping[str, forms.Form]) -> HttpResponse:
    now = clock.now()
    state = IncidentState(row.state)
    context = {
        "now": now,
        "incident": row,
        "alert": row.alert,
        "topic": topics.of_alerts([row.alert_id]).get(row.alert_id),
        "open_for": (row.restored_at or now) - row.occurred_at,
        "states": _steps(state),
        "history": history.of_incident(row),
        "notices": row.notices.select_related("person").order_by("created_at", "pk"),
        "may": shell.may(request.user, "incident"),
        "movable": bool(INCIDENT_MOVES[state]),
        "move_form": MoveForm(prefix="move", state=state),
        "regrade_form": RegradeForm(prefix="regrade", initial={"to": row.grade}),
        "note_form": NoteForm(prefix="note"),
        **forms_given,
    }
    return shell.page(request, "console/incident.html", "突发事件", context)


def _steps(state: IncidentState) -> list[tuple[str, str]]:
    """Every state with "done", "here" or "ahead"."""
    order = list(IncidentState)
    here = order.index(state)
    return [(step.shown, "done" if at < here else "here" if at == here else "ahead") for at, step in enumerate(order)]


def _move(request: HttpRequest, row: Incident, now: datetime) -> HttpResponse:
    form = MoveForm(request.POST, prefix="move", state=IncidentState(row.state))
    if not form.is_valid():
        return _show(request, row, {"move_form": form})
    to, reason = IncidentState(form.cleaned_data["to"]), form.cleaned_data["reason"]
    done = f"已推进到“{to.shown}”。"
    acts.attempt(request, done, lambda actor: handling.move(row.pk, to=to, actor=actor, reason=reason, now=now))
    return _back(row)


def _regrade(request: HttpRequest, row: Incident, now: datetime) -> HttpResponse:
    form = RegradeForm(request.POST, prefix="regrade")
    if not form.is_valid():
        return _show(request, row, {"regrade_form": form})
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    done = f"级别已改为{to.shown}。"
    acts.attempt(request, done, lambda actor: handling.regrade(row.pk, to=to, actor=actor, reason=reason, now=now))
    return _back(row)


def _note(request: HttpRequest, row: Incident, now: datetime) -> HttpResponse:
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _show(request, row, {"note_form": form})
    text = form.cleaned_data["text"]
    acts.attempt(request, "已记入时间线。", lambda actor: handling.note(row.pk, actor=actor, text=text, now=now))
    return _back(row)


ACTS: Mapping[str, Callable[[HttpRequest, Incident, datetime], HttpResponse]] = {
    "move": _move,
    "regrade": _regrade,
    "note": _note,
}


def _back(row: Incident) -> HttpResponse:
    return HttpResponseRedirect(reverse("incident", args=[row.pk]))
