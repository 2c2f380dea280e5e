"""A person says what a post really says."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from console import clock, shell
from console.acts import need_label
from domain.label import POLARITY_OF, LabelKind
from storage import labels, listing


class LabelForm(forms.Form):
    """One of the three words."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.shown) for kind in POLARITY_OF])


@require_POST
def label(request: HttpRequest, key: int) -> HttpResponse:
    """Take the word; a list gets the post as it is now, the page of the post comes again whole."""
    need_label(request)
    form = LabelForm(request.POST)
    if not form.is_valid():
        return HttpResponse("没有认出要标成什么，请重新点一次。", status=400, content_type="text/plain; charset=utf-8")
    try:
        labels.correct(key, LabelKind(form.cleaned_data["kind"]), shell.actor(request), clock.now())
    except labels.NoSuchPost as gone:
        raise Http404(str(gone)) from None
    if request.headers.get("HX-Request"):
        return render(request, "console/one_post.html", {"post": listing.one(key), "may_label": True})
    messages.success(request, "已记下你的判断，统计随后更新；下次训练会学习它。")
    return HttpResponseRedirect(reverse("post", args=[key]))
