"""One crawl: how it ended, what each piece of it should and did give, and the pages kept as evidence."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from console import clock, download, shell
from console.crawl_rows import told
from domain.crawl import COVERING, CrawlOutcome
from domain.crawl_slice import SliceState
from storage import crawl_slices, crawls
from storage.models import Crawl, CrawlSlice, KeptPage

PER_PAGE = 200
MOST_PAGES = 100


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One piece as the table shows it; `share` is None where nobody can tell how much there was."""

    row: CrawlSlice
    word: str
    good: bool
    share: float | None


@require_safe
def crawl(request: HttpRequest, key: int) -> HttpResponse:
    """The crawl, its pieces some at a time, and its kept pages."""
    found = Crawl.objects.select_related("watch").filter(pk=key).first()
    if found is None:
        raise Http404("没有这次采集")
    page = Paginator(crawl_slices.telling(key), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "now": clock.now(),
        "row": told([found])[0],
        "covering": COVERING,
        "page": page,
        "pieces": [_piece(row) for row in page.object_list],
        "kept": KeptPage.objects.filter(crawl=found).defer("body").order_by("pk")[:MOST_PAGES],
    }
    return shell.page(request, "console/crawl.html", "采集", context)


@require_safe
def kept_page(request: HttpRequest, key: int) -> HttpResponse:
    """Download one kept page byte by byte."""
    found = crawls.kept_page(key)
    if found is None:
        raise Http404("没有这份页面，可能已按保留期限清理")
    body, sha256 = found
    return download.answer(body, f"page-{sha256[:16]}.txt")


def _piece(row: CrawlSlice) -> Piece:
    outcome = CrawlOutcome(row.outcome) if row.outcome else None
    done = row.state == SliceState.DONE.value and outcome is not None
    return Piece(
        row=row,
        word=outcome.shown if done and outcome else SliceState(row.state).shown,
        good=done and outcome in COVERING,
        share=row.fetched / row.expected if row.expected else None,
    )
