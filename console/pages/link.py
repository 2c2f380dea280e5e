"""The signed link of a mail: without log-in, GET shows two buttons and changes nothing, POST acts.

Mail scanners and chat previews open links, so that only a pressed button counts. The page names no customer and quotes
no post; it runs no script and works without cookies (the token itself is the permission, so there is no CSRF token).
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alerts import handling, links
from console import clock, headers
from domain.alert import AlertState
from storage import alerts
from storage.models import Alert, Notice

STILL_ON = "仍在处理"
OPEN_TO_LINK = frozenset({AlertState.FIRING, AlertState.ACKNOWLEDGED})


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "OPTIONS", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Whatever the method, a bad token gets a plain page; only POST acts."""
    now = clock.now()
    try:
        notice = links.read_token(token, now)
    except links.BadLink as bad:
        return _plain(request, {"bad": str(bad)}, status=410)
    if notice.alert is None:
        return _plain(request, {"bad": "这个链接不对应任何预警，请登录后台查看。"}, status=410)
    if request.method == "POST":
        return _act(request, notice, notice.alert, now)
    return _page(request, notice.alert, {}, _actor(notice))


def _has_it(alert: Alert, actor: str) -> bool:
    return alert.state == AlertState.ACKNOWLEDGED.value and alert.acknowledged_by == actor[:80]


def _actor(notice: Notice) -> str:
    return notice.person.name if notice.person else notice.address


def _act(request: HttpRequest, notice: Notice, alert: Alert, now: datetime) -> HttpResponse:
    actor = _actor(notice)
    act, reason = request.POST.get("action", ""), request.POST.get("reason", "").strip()[:500]
    if act == "dismiss" and not reason:
        return _page(request, alert, {"problem": "请写一句为什么判为误报，再提交一次。"}, actor, status=400)
    if act not in {"acknowledge", "carry_on", "dismiss"}:
        return _page(request, alert, {"problem": "没有认出要做的操作，请点下面的按钮。"}, actor, status=400)
    problem = ""
    try:
        _do(alert, act, actor=actor, reason=reason, to=notice.address, now=now)
    except handling.Refused as refused:
        problem = str(refused)
    alert.refresh_from_db()
    context = {"problem": problem, "done": "" if problem else act}
    return _page(request, alert, context, actor, status=409 if problem else 200)


def _do(alert: Alert, act: str, *, actor: str, reason: str, to: str, now: datetime) -> None:
    """Act, and note in the history that it was done by link: a mail may have been passed on."""
    with transaction.atomic():
        before = alerts.stands_at(alert.pk)
        if act == "acknowledge":
            handling.acknowledge(alert.pk, actor=actor, now=now)
        elif act == "carry_on":
            if not _has_it(alert, actor):
                raise handling.Refused("这条预警现在不是由您认领，请登录后台查看")
            handling.carry_on(alert.pk, actor=actor, reason=reason or STILL_ON, now=now)
        else:
            handling.dismiss(alert.pk, actor=actor, reason=reason, now=now)
        if act == "carry_on" or alerts.stands_at(alert.pk) is not before:
            alerts.note(alert.pk, actor=actor, text=f"以上操作通过发给 {to} 的邮件链接完成，没有登录", now=now)


def _page(request: HttpRequest, alert: Alert, context: dict[str, Any], actor: str, status: int = 200) -> HttpResponse:
    state = AlertState(alert.state)
    shown = {
        "alert": alert,
        "can_acknowledge": state is AlertState.FIRING,
        "can_carry_on": _has_it(alert, actor),
        "can_dismiss": state in OPEN_TO_LINK,
        "waiting": clock.now() - alert.waiting_since,
    }
    return _plain(request, {**shown, **context}, status=status)


def _plain(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, "console/link.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    headers.strict(response)
    return response
