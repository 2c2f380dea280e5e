"""Links of WeChat articles: a box to paste them into, what became of each line, and how the queue stands."""

from collections import Counter

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from console import acts, clock, shell
from domain.article_link import FoundBy, LinkState, Offered, Verdict
from storage import article_queue, links, pauses
from storage.models import Watch

LONGEST = 2_000_000  # characters; ten thousand links have about half a million
MOST_REFUSED = 200
MOST_SHOWN = 100
TOO_LONG = "一次最多粘贴 200 万字；更多的请存成文本文件，用 yuqing links add 导入"


class LinksForm(forms.Form):
    """Lines with links, and the watch that they are for."""

    lines = forms.CharField(
        label="链接（每行一个）",
        max_length=LONGEST,
        error_messages={"required": "请先粘贴链接，每行一个。", "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "https://mp.weixin.qq.com/s/…"}),
    )
    watch = forms.ModelChoiceField(
        Watch.objects.filter(active=True), label="监测主题", required=False, empty_label="归入内容相符的主题"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def article_links(request: HttpRequest) -> HttpResponse:
    """GET shows the queue, of one state where asked; POST takes links and says of every line what became of it."""
    form, told = LinksForm(), tuple[Offered, ...]()
    if request.method == "POST":
        acts.need_links(request)
        form = LinksForm(request.POST)
        if form.is_valid():
            watch = form.cleaned_data["watch"]
            lines = form.cleaned_data["lines"].splitlines()
            by, key = shell.actor(request), watch.pk if watch else None
            told = links.offer(lines, FoundBy.CONSOLE, clock.now(), watch=key, by=by)
            form = LinksForm()
    asked = request.GET.get("state", "")
    state = LinkState(asked) if asked in set(LinkState) else None
    refused = [one for one in told if one.verdict is Verdict.REFUSED]
    counted = Counter(one.verdict for one in told)
    context = {
        "now": clock.now(),
        "form": form,
        "may_offer": acts.may_offer(request),
        "told": [(verdict, counted[verdict]) for verdict in Verdict if counted[verdict]],
        "refused": refused[:MOST_REFUSED],
        "more_refused": max(0, len(refused) - MOST_REFUSED),
        "counts": article_queue.counts().items(),
        "state": state,
        "links": article_queue.recent(MOST_SHOWN, state),
        "pauses": [pause for pause in pauses.known() if clock.now() < pause.until],
    }
    return shell.page(request, "console/article_links.html", "公众号文章链接", context)
