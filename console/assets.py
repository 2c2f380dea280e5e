"""The script that draws charts and the font of Chinese text, from memory, under addresses that change with them."""

import gzip
from functools import cache
from importlib.metadata import version

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reports.drawing import FONTS, vega_bundle

FOREVER = "public, max-age=31536000, immutable"
FONT = "NotoSansSC-subset.woff2"


@cache
def vega_version() -> str:
    """What the drawing script depends on: another library, another address."""
    return version("vl-convert-python")


@login_not_required
@require_safe
def vega(request: HttpRequest, wanted: str) -> HttpResponse:
    """The drawing script; made once per process, packed where the browser takes it packed."""
    if wanted != vega_version():
        raise Http404
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_script(packed=packed), content_type="text/javascript; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = FOREVER
    return response


@login_not_required
@require_safe
def font(request: HttpRequest) -> HttpResponse:
    """The web font, for machines that have no Chinese font of their own."""
    response = HttpResponse(_font(), content_type="font/woff2")
    response["Cache-Control"] = "public, max-age=2592000"
    return response


@cache
def _script(*, packed: bool) -> bytes:
    script = vega_bundle().encode()
    return gzip.compress(script, mtime=0) if packed else script


@cache
def _font() -> bytes:
    return (FONTS / FONT).read_bytes()
