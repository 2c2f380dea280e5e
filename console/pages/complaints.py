"""The words of a book (kinds of complaint, critical words): what is shipped, what people changed, and who did."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from console import clock, shell
from console.acts import need_label
from domain.complaint_words import BadWords, Change, KindWords, WordBook, read_change, shipped
from domain.score import Complaint
from storage import complaint_words
from storage.models import ComplaintWords

LONGEST = 20_000  # characters; what fits the permitted number of lines is much shorter
MOST_HISTORY = 30


class WordsForm(forms.Form):
    """The two lists of one kind, and the change that they were read from."""

    book = WordBook.COMPLAINT
    kind = forms.ChoiceField(choices=Complaint.choices(), widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    added = forms.CharField(
        label="增加的词（每行一个）",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "例如：\n开不了机\n屏幕+碎\n发热-暖宝宝"}),
    )
    removed = forms.CharField(
        label="停用的出厂词（每行一个，照抄下方）",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, object]:
        """Every problem of the lists is told by line."""
        cleaned: dict[str, object] = super().clean() or {}
        if not self.errors:
            try:
                cleaned["change"] = read_change(
                    Complaint(str(cleaned["kind"])), str(cleaned["added"]), str(cleaned["removed"]), self.book
                )
            except BadWords as bad:
                raise forms.ValidationError(list(bad.problems)) from bad
        return cleaned


class CriticalForm(WordsForm):
    """The same for the words that alarm at once."""

    book = WordBook.CRITICAL


FORMS = {WordBook.COMPLAINT: WordsForm, WordBook.CRITICAL: CriticalForm}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind on the page; `certain` and `hints` are the shipped entries, joined."""

    kind: Complaint
    form: WordsForm
    certain: str
    hints: str
    changed: ComplaintWords | None


@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: HttpRequest) -> HttpResponse:
    """GET shows every kind; POST changes one and comes back, or shows what is wrong with it."""
    return _page(request, WordBook.COMPLAINT, "complaints")


@require_http_methods(["GET", "HEAD", "POST"])
def critical(request: HttpRequest) -> HttpResponse:
    """The same for the words that alarm wherever one post holds them."""
    return _page(request, WordBook.CRITICAL, "critical-words")


def _page(request: HttpRequest, book: WordBook, name: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, book, {})
    need_label(request)
    form = FORMS[book](request.POST)
    kinds = {words.kind for words in shipped(book)}
    kind = request.POST.get("kind", "")
    if kind not in kinds:
        messages.error(request, "没有认出要改的是哪一类，请重新打开本页。")
    elif form.is_valid() and _keep(request, book, form.cleaned_data["change"], form.cleaned_data["seen"]):
        return HttpResponseRedirect(reverse(name))
    return _show(request, book, {kind: form})


def _keep(request: HttpRequest, book: WordBook, change: Change, seen: int) -> bool:
    try:
        kept = complaint_words.save(change, by=shell.actor(request), now=clock.now(), seen=seen, book=book)
    except complaint_words.Outdated as outdated:
        messages.error(request, str(outdated))
        return False
    then = "下一次评估起按新词预警" if book is WordBook.CRITICAL else "之后判定的帖文按新词归类"
    done = f"“{change.kind.shown}”的用词已保存，{then}。" if kept else "没有变化，未作保存。"
    messages.success(request, done)
    return True


def _show(request: HttpRequest, book: WordBook, given: Mapping[str, WordsForm]) -> HttpResponse:
    newest = complaint_words.newest(book)
    kinds = [_kind(words, newest.get(words.kind), given.get(words.kind), FORMS[book]) for words in shipped(book)]
    context = {
        "now": clock.now(),
        "kinds": kinds,
        "critical": book is WordBook.CRITICAL,
        "history": complaint_words.history(MOST_HISTORY, book),
    }
    return shell.page(request, "console/complaints.html", book.shown, context)


def _kind(words: KindWords, changed: ComplaintWords | None, given: WordsForm | None, form: type[WordsForm]) -> Kind:
    first = {"kind": words.kind.value, "seen": changed.pk if changed else 0}
    if changed:
        first |= {"added": changed.added, "removed": changed.removed}
    return Kind(
        kind=words.kind,
        form=given or form(initial=first, auto_id=f"{words.kind}-%s"),
        certain="　".join(map(str, words.certain)),
        hints="　".join(map(str, words.hints)),
        changed=changed,
    )
