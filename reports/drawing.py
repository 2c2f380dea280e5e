"""Turns chart specs into pictures, and gives the script that draws them in a browser; neither asks the network."""

from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

FONTS = Path(__file__).resolve().parent / "fonts"
VEGA_LITE = "6.4"  # the schema that this Altair writes

BUNDLE = """
window.vega = vega;
window.vegaLite = vegaLite;
window.vegaEmbed = vegaEmbed;
"""


def png(spec: dict[str, Any], scale: float = 2) -> bytes:
    """A picture of the spec with our own Chinese font; `scale` 2 is sharp on phones."""
    _fonts()
    picture = vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[])
    return bytes(picture)


@cache
def vega_bundle() -> str:
    """One plain script of 0.9 MB that sets window.vegaEmbed, window.vega and window.vegaLite and nothing else.

    Serve it from our own origin and call vegaEmbed(element, spec, {actions: false, renderer: "svg", ast: true}):
    with `ast` no 'unsafe-eval' is needed. It loads nothing from elsewhere. Making it takes some seconds, once.
    """
    return f"(function () {{\n{vl_convert.javascript_bundle(BUNDLE, vl_version=VEGA_LITE)}\n}})();\n"


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
