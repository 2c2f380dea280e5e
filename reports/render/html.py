"""The report as the HTML part of a mail: tables, styles inline, pictures by content id, links only to our console."""

from functools import cache
from pathlib import Path

import css_inline
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from domain.day import spoken_day
from domain.report import Body
from reports import links

HERE = Path(__file__).resolve().parent
STYLES = (HERE / "report.css", HERE / "mail.css")


def document(body: Body, *, root: str, subject: str) -> str:
    """The whole page; `root` is the console's address without a slash at its end."""
    page = render_to_string(
        "reports/mail.html",
        {
            "body": body,
            "day": spoken_day(body.day),
            "subject": subject,
            "root": root,
            "address": links.report(body.day, body.edition),
            "css": mark_safe(_css()),  # noqa: S308  our own file
        },
    )
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False).inline(page)


@cache
def _css() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in STYLES)
