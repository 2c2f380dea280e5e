"""The kept answer that proves a post, as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from console import download
from storage import proofs


@require_safe
def proof(request: HttpRequest, key: int) -> HttpResponse:
    """Download one answer byte by byte; its name is the beginning of its SHA-256."""
    found = proofs.body(key)
    if found is None:
        raise Http404("没有这份存证，可能已按保留期限清理")
    body, sha256 = found
    return download.answer(body, f"proof-{sha256[:16]}.txt")
