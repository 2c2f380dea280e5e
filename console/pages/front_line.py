"""The front line's page: two fields are enough, on a phone, by a signed link or from the console.

It runs no script and needs no cookie; the link is the permission, so there is no CSRF token on it. A field that people
do not see catches those who fill in everything.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alerts.inbound.front_line import Reached, take_front_line
from console import clock, front_line_link, headers, inbound_door, shell
from domain.day import CHINA
from domain.inbound import FrontLineReport, InboundRefusal
from domain.source import SourceKind
from storage import arrivals, inbound

CHANNELS = ("App", "官网", "电话热线", "在线客服", "公众号", "小程序", "微博", "门店", "其他")
MOST_AN_ADDRESS, TEN_MINUTES = 120, 600  # a whole call centre comes from one address
CONSOLE = "console"
GONE = "这个上报链接已失效，请向值班台要新的链接；事情紧急请直接打电话给值班经理。"
TOO_OFTEN = "刚才上报的次数太多，请过几分钟再试；事情紧急请直接打电话给值班经理。"
ROBOT = "这份报告像是程序自动填写的，没有收下。请只填看得见的栏目，再提交一次。"


class ReportForm(forms.Form):
    """What happened and where; the rest is welcome."""

    what = forms.CharField(
        label="发生了什么",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "例如：客户反映 App 登录后一直白屏"}),
        error_messages={"required": "请写一句发生了什么。"},
    )
    channel = forms.ChoiceField(
        label="哪个渠道",
        choices=[("", "请选择"), *((name, name) for name in CHANNELS)],
        error_messages={"required": "请选择是哪个渠道。", "invalid_choice": "请从列出的渠道里选一个。"},
    )
    affected = forms.IntegerField(
        label="大约多少客户受影响",
        required=False,
        min_value=0,
        max_value=10_000_000_000,
        error_messages={"invalid": "人数请填数字，不清楚就留空。", "min_value": "人数不能是负数，不清楚就留空。"},
    )
    since = forms.DateTimeField(
        label="从什么时候开始",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages={"invalid": "时间没有认出来，例：2026-11-23 09:30；不清楚就留空。"},
    )
    contact = forms.CharField(label="您的姓名和电话", max_length=80, required=False)
    form_key = forms.RegexField(r"^[\w-]{10,60}$", widget=forms.HiddenInput, required=False)

    def clean_since(self) -> datetime | None:
        """A moment of China time; one that has not come is a slip."""
        since: datetime | None = self.cleaned_data["since"]
        if since is not None and since > clock.now() + timedelta(minutes=5):
            raise forms.ValidationError("时间还没有到，请改正或留空。")
        return since

    def report(self, by: str) -> FrontLineReport:
        """The filled-in form as a report."""
        given = self.cleaned_data
        since = given["since"]
        return FrontLineReport(
            key=hashlib.sha256((given["form_key"] or secrets.token_urlsafe()).encode()).hexdigest(),
            what=given["what"],
            channel=given["channel"],
            affected=given["affected"],
            since=since.astimezone(CHINA) if since else None,
            contact=given["contact"],
            by=by,
        )


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def front_line(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: GET shows the form, POST reports."""
    now = clock.now()
    source = front_line_link.source_of(token)
    if source is None:
        inbound.refuse("", InboundRefusal.LINK, f"来自 {request.META.get('REMOTE_ADDR', '未知地址')}", now)
        return _lean(request, {"bad": GONE}, 410)
    if request.method != "POST":
        return _lean(request, {"form": _blank()}, 200)
    address = request.META.get("REMOTE_ADDR", "")
    if not inbound_door.may_pass(f"front:{source.key}:{address}", MOST_AN_ADDRESS, now, TEN_MINUTES):
        return _refuse(request, source.place, InboundRefusal.RATE, TOO_OFTEN, 429, now)
    if request.POST.get("website"):
        return _refuse(request, source.place, InboundRefusal.ROBOT, ROBOT, 400, now)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _lean(request, {"form": form}, 422)
    reached = take_front_line(source.key, source.place, source.watch, form.report(""), now)
    return _lean(request, {"reached": reached, "others": _others(reached)}, 200)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The same form for whoever is logged in, under their own name."""
    form = ReportForm(request.POST) if request.method == "POST" else _blank()
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        now, by = clock.now(), shell.actor(request)
        source = arrivals.source(SourceKind.FRONT_LINE, CONSOLE, "控制台上报", now)
        reached = take_front_line(source, CONSOLE, None, form.report(by), now)
        context = {"form": _blank(), "reached": reached, "others": _others(reached)}
    return shell.page(request, "console/front_line_report.html", "上报", context)


def _blank() -> ReportForm:
    return ReportForm(initial={"form_key": secrets.token_urlsafe(16)})


def _others(reached: Reached) -> str:
    return "、".join(reached.people)


def _refuse(
    request: HttpRequest, place: str, why: InboundRefusal, words: str, status: int, now: datetime
) -> HttpResponse:
    """What was filled in stays on the page, so that nothing has to be typed twice."""
    inbound.refuse(place, why, f"来自 {request.META.get('REMOTE_ADDR', '未知地址')}", now)
    form = ReportForm(request.POST)
    form.full_clean()
    return _lean(request, {"form": form, "problem": words}, status)


def _lean(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, "console/front_line.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    headers.strict(response)
    return response
