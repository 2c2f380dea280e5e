"""The frame that pages stand in: navigation, title, and who is asking."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from storage.models import Person


def page(request: HttpRequest, template: str, title: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page inside the shell; the navigation is also for those who may not enter the administration."""
    frame = admin.site.each_context(request)
    frame["sidebar_navigation"] = admin.site.get_sidebar_list(request)  # type: ignore[attr-defined]
    return TemplateResponse(
        request,
        template,
        {**frame, "has_permission": True, "may_label": may_label(request.user), "title": title, **context},
    )


def actor(request: HttpRequest) -> str:
    """The name under which an act of this user is recorded: the person's, else the account's."""
    user = request.user
    if isinstance(user, AnonymousUser):
        raise TypeError("nobody is logged in")
    person = Person.objects.filter(user_id=user.pk).first()
    return (person.name if person else user.get_full_name() or user.get_username())[:80]


def may_label(user: User | AnonymousUser) -> bool:
    """Whether somebody may say what a post really says."""
    return user.is_active and user.has_perm("storage.add_label")


def may(user: User | AnonymousUser, what: str) -> bool:
    """Whether somebody may act on alerts ("alert") or incidents ("incident")."""
    return user.is_active and user.has_perm(f"storage.change_{what}")
