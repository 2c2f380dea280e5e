"""A person's act on an alert or an incident: permitted or not, done or refused, said in words."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from alerts.handling import Refused
from console import shell

READ_ONLY = "你的账号只能查看。需要处置权限，请联系管理员把你加入“值班经理”权限组。"
MAY_NOT_LABEL = "你的账号不能更正情感判定，请联系管理员把你加入“舆情专员”或“值班经理”权限组。"
MAY_NOT_OFFER = "你的账号不能提交链接，请联系管理员把你加入“舆情专员”或“值班经理”权限组。"
NOT_KNOWN = "没有认出要做的操作，请重新点一次按钮。"


def need(request: HttpRequest, what: str) -> None:
    """Raise PermissionDenied for whoever may only look at alerts ("alert") or incidents ("incident")."""
    if not shell.may(request.user, what):
        raise PermissionDenied(READ_ONLY)


def need_label(request: HttpRequest) -> None:
    """Raise PermissionDenied for whoever may not say what a post really says."""
    if not shell.may_label(request.user):
        raise PermissionDenied(MAY_NOT_LABEL)


def may_offer(request: HttpRequest) -> bool:
    """Whether somebody may hand in links: whoever may label or act on incidents."""
    return shell.may_label(request.user) or shell.may(request.user, "incident")


def need_links(request: HttpRequest) -> None:
    """Raise PermissionDenied for whoever may not hand in links."""
    if not may_offer(request):
        raise PermissionDenied(MAY_NOT_OFFER)


def attempt(request: HttpRequest, done: str, act: Callable[[str], object]) -> None:
    """Do it under the name of whoever asks, and say so; a refusal is shown in its own words."""
    try:
        act(shell.actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
