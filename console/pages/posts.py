"""The list of posts: every figure elsewhere opens here with its filters set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from alerts.post_heat import heat_of
from console import clock, shell
from domain.day import bucket_bounds
from domain.post import Channel
from domain.score import Complaint, Noise, Polarity
from domain.topic import Topic
from storage import copies, listing, proofs, revisits, threads, topics
from storage.listing import Place, Wanted
from storage.models import Alert, Keyword, Mention, Post, Reading, Watch

MOST_READINGS = 50
ANY = ("", "不限")
WITHOUT, ONLY = "without", "only"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Filters(forms.Form):
    """What may be asked for; a wrong value is said and nothing is listed."""

    watch = forms.ChoiceField(label="监测主题", required=False)
    q = forms.CharField(
        label="包含文字",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "多个词用空格分开", "type": "search"}),
    )
    channel = forms.ChoiceField(label="渠道", required=False, choices=[ANY, *Channel.choices()])
    polarity = forms.ChoiceField(label="情感", required=False, choices=[ANY, *Polarity.choices()])
    complaint = forms.ChoiceField(label="投诉类别", required=False, choices=[ANY, *Complaint.choices()])
    noise = forms.ChoiceField(
        label="噪声", required=False, choices=[ANY, (WITHOUT, "不含噪声"), (ONLY, "只看噪声"), *Noise.choices()]
    )
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    keyword = forms.CharField(label="关键词", required=False, max_length=80)
    topic = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], watches: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["watch"].choices = [ANY, *((str(key), name) for key, name in watches)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days that are the wrong way round."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            raise forms.ValidationError("结束日期早于开始日期，请调换一下")
        return cleaned

    def wanted(self) -> Wanted:
        """The filters as the store knows them."""
        given = self.cleaned_data
        since: date | None = given["since"]
        until: date | None = given["until"]
        return Wanted(
            watch=int(given["watch"]) if given["watch"] else None,
            channel=Channel(given["channel"]) if given["channel"] else None,
            polarity=Polarity(given["polarity"]) if given["polarity"] else None,
            complaint=Complaint(given["complaint"]) if given["complaint"] else None,
            noise=Noise(given["noise"]) if given["noise"] in set(Noise) else None,
            heard={WITHOUT: True, ONLY: False}.get(given["noise"]),
            first=bucket_bounds(since)[0] if since else None,
            last=bucket_bounds(until)[1] if until else None,
            keyword=given["keyword"],
            words=given["q"],
            topic=given["topic"],
        )


@dataclass(frozen=True, kw_only=True)
class Links:
    """Addresses of this list's neighbours; empty where there is none."""

    newest: str
    older: str


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """One page of posts; `day` is short for since and until."""
    watches = list(Watch.objects.order_by("-active", "name").values_list("pk", "name"))
    given = request.GET.dict()
    if day := given.pop("day", ""):
        given = {"since": day, "until": day, **given}
    form = Filters(given, watches)
    context: dict[str, Any] = {"now": clock.now(), "watches": watches, "form": form}
    if form.is_valid():
        context |= _listed(form, given.get("after", ""))
    return shell.page(request, "console/posts.html", "帖文", context)


@require_safe
def post(request: HttpRequest, key: int) -> HttpResponse:
    """One post: its words, verdict, counts over time, other editions, its watches and keywords."""
    shown = listing.one(key)
    if shown is None:
        raise Http404("没有这条帖文，可能已按保留期限清理")
    now = clock.now()
    readings = list(Reading.objects.filter(post_id=key).order_by("-read_at")[:MOST_READINGS])
    context = {
        "now": now,
        "post": shown,
        "standing": revisits.of(shown.channel, shown.native_id),
        "threads": threads.of(shown.channel, shown.native_id),
        "proofs": proofs.of(key),
        "alike": copies.alike(key),
        "readings": readings,
        "heat": heat_of(shown, readings, now),
        "topics": topics.of_post(key),
        "editions": Post.objects.filter(channel=shown.channel, native_id=shown.native_id).order_by("edition"),
        "mentions": Mention.objects.filter(post_id=key).select_related("watch"),
        "keywords": Keyword.objects.filter(keywordpost__post_id=key).select_related("watch").order_by("key"),
        "alerts": Alert.objects.filter(evidence__post_id=key).order_by("-detected_at"),
    }
    return shell.page(request, "console/post.html", "帖文", context)


def _topic(key: int | None) -> Topic | None:
    """The topic that is asked for, or what it turned out to be; None where none is or it is gone."""
    if key is None:
        return None
    try:
        return topics.one(key)
    except topics.NoSuchTopic:
        return None


def _listed(form: Filters, after: str) -> dict[str, Any]:
    wanted = form.wanted()
    topic = _topic(wanted.topic)
    wanted = replace(wanted, topic=topic.key if topic else wanted.topic)
    place = _read_place(after) if after else None
    page = listing.page(wanted, after=place)
    counted = listing.counted(wanted) if place is None else None
    links = _links(form, page.older, paged=bool(place))
    return {"wanted": wanted, "topic": topic, "page": page, "counted": counted, "links": links}


def _links(form: Filters, older: Place | None, *, paged: bool) -> Links:
    kept = {name: value for name, value in form.data.items() if value and name in form.fields}
    return Links(
        newest="?" + urlencode(kept) if paged else "",
        older="?" + urlencode({**kept, "after": _write_place(older)}) if older else "",
    )


def _write_place(place: Place) -> str:
    micros = (place.published_at - EPOCH) // timedelta(microseconds=1)
    return f"{micros}.{place.post}"


def _read_place(text: str) -> Place:
    """The place that an address names; an address that we did not make is not found."""
    micros, _, post = text.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) <= 17 for part in (micros, post)):
        raise Http404("这个翻页地址不完整，请从列表首页重新打开")
    return Place(published_at=EPOCH + timedelta(microseconds=int(micros)), post=int(post))
