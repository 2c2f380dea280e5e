"""上报来源: the sources that report by themselves, how each is let in, when it last did, and what was refused.

A token is on the page that made it and on no other; the link of the front line can be looked up again.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from console import acts, clock, inbound_form, shell
from domain.inbound import INBOUND_KINDS
from domain.source import SourceKind
from storage import arrivals, inbound

KINDS = (*INBOUND_KINDS, SourceKind.MAIL_IN)
GONE = "没有这个来源，它可能刚被移除。"
TAKEN = "这个标识已有来源在用，请换一个。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inbound_sources(request: HttpRequest) -> HttpResponse:
    """GET shows all, and the link of one that is asked for; POST makes, renews or removes one."""
    if request.method != "POST":
        return _page(request, inbound_form.SourceForm(), inbound_form.shown(request.GET.get("link", ""), ""))
    acts.need(request, "incident")
    act, place = request.POST.get("act", ""), request.POST.get("place", "")
    if act == "add":
        return _add(request)
    if act == "rotate":
        token = inbound.rotate(place, clock.now(), by=shell.actor(request))
        if token is not None:
            messages.success(request, "已换新，旧的立即失效。")
            return _page(request, inbound_form.SourceForm(), inbound_form.shown(place, token))
        messages.error(request, GONE)
    elif act == "remove":
        done = inbound.remove(place)
        (messages.success if done else messages.error)(request, "已移除，不再接收；收到过的保留。" if done else GONE)
    else:
        messages.error(request, acts.NOT_KNOWN)
    return HttpResponseRedirect(reverse("inbound"))


def _add(request: HttpRequest) -> HttpResponse:
    form = inbound_form.SourceForm(request.POST)
    if not form.is_valid():
        return _page(request, form, None)
    given = form.cleaned_data
    watch = given["watch"].pk if given["watch"] else None
    token = inbound.add(
        SourceKind(given["kind"]), given["place"], given["name"], clock.now(), watch=watch, by=shell.actor(request)
    )
    if token is None:
        form.add_error("place", TAKEN)
        return _page(request, form, None)
    return _page(request, inbound_form.SourceForm(), inbound_form.shown(given["place"], token))


def _page(request: HttpRequest, form: inbound_form.SourceForm, shown: inbound_form.Shown | None) -> HttpResponse:
    now = clock.now()
    may = shell.may(request.user, "incident")
    listed = inbound.listed(now)
    keys, places = {one.key for one in listed}, {one.place for one in listed}
    context = {
        "now": now,
        "sources": listed,
        "others": [one for one in arrivals.sources(KINDS) if one.key not in keys],
        "strangers": [one for one in inbound.refused_lately(now) if one.place not in places],
        "form": form,
        "shown": shown if may else None,
        "may": may,
    }
    return shell.page(request, "console/inbound.html", "上报来源", context)
