"""Who we are to the sites and how every source stands; those who may act log accounts in by code here."""

import base64
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from console import acts, clock, shell
from domain.identity import USABLE
from domain.job import JobName
from domain.login import ENDED_LOGINS, LoginState
from storage import identities, jobs, logins, route_checks, watches
from storage.models import Login
from storage.source_states import source_states
from storage.sources import source_standings

SHOWN_FOR = timedelta(minutes=10)
NOT_TAKEN = timedelta(seconds=30)
GONE = "这个身份已停用或已抹去，请重新扫码登录。"


@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """GET shows everything, POST acts and comes back."""
    if request.method == "POST":
        acts.need(request, "incident")
        _act(request)
        return HttpResponseRedirect(reverse("sources"))
    now = clock.now()
    known = identities.standings(now)
    names = {watch.key: watch.name for watch in watches.active()}
    context = {
        "now": now,
        "identities": [(one, one.health(now), one.advice(now)) for one in known],
        "usable": USABLE,
        "sources": source_standings(),
        "everything": [(one, names.get(one.source.watch or 0, "全部主题")) for one in source_states(now)],
        "routes": route_checks.standings(),
        "routes_at": route_checks.newest_at(),
        "may": shell.may(request.user, "incident"),
        **_login_context(),
    }
    return shell.page(request, "console/sources.html", "采集来源", context)


@require_safe
def login_state(request: HttpRequest) -> HttpResponse:
    """The log-in that is under way, for the page to ask again every two seconds; at its end the page is made anew."""
    acts.need(request, "incident")
    context = _login_context()
    response = render(request, "console/login_state.html", {**context, "may": True})
    if context["login"] is None or context["over"]:
        response.headers["HX-Refresh"] = "true"
    return response


def _login_context() -> dict[str, object]:
    now = clock.now()
    row = logins.newest(SHOWN_FOR, now)
    state = LoginState(row.state) if row else None
    return {
        "login": row,
        "login_state": state,
        "over": state in ENDED_LOGINS,
        "done": state is LoginState.DONE,
        "picture": _picture(row),
        "not_taken": row is not None and state is LoginState.ASKED and now - row.asked_at > NOT_TAKEN,
    }


def _picture(row: Login | None) -> str:
    """The code as an address that holds it; it is in no file and in no cache."""
    if row is None or not row.picture:
        return ""
    return f"data:image/png;base64,{base64.b64encode(bytes(row.picture)).decode('ascii')}"


def _act(request: HttpRequest) -> None:
    act, key = request.POST.get("act"), request.POST.get("key", "")
    if act == "login":
        _ask_for_login(request)
    elif act == "resume" and _is_number(key):
        _say(request, "已恢复使用，下一轮采集就会用到。", done=identities.resume(key))
    elif act == "retire" and _is_number(key):
        _say(request, "已停用，它的 Cookie 已抹去。", done=identities.retire(key, clock.now()))
    else:
        messages.error(request, acts.NOT_KNOWN)


def _ask_for_login(request: HttpRequest) -> None:
    """A log-in for the scheduler's process to carry out; one that is under way is joined."""
    now, by = clock.now(), shell.actor(request)
    login, made = logins.ask(by, now)
    if made:
        jobs.ask(JobName.LOGIN, now, arguments={"login": str(login)}, by=by)


def _say(request: HttpRequest, words: str, *, done: bool) -> None:
    if done:
        messages.success(request, words)
    else:
        messages.error(request, GONE)


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 19
