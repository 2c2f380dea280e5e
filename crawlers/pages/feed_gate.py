"""Tells an answer of a bridge that is a feed, or says that nothing changed, from one that is not."""

from urllib.parse import urlsplit

from crawlers.pages.answer import Answer, refusal_by_status
from crawlers.pages.wechat_gate import ARTICLE_MARKS
from domain.refusal import Refusal

UNCHANGED = 304


def feed_refusal(answer: Answer) -> Refusal | None:
    """Why an answer is no feed to read; None where it is one.

    The operator named the host: a redirect to another one, or from https to http, is refused. A verification page
    counts only as the whole answer, since it may stand inside a feed as the text of one entry.
    """
    if answer.is_redirect():
        downgraded = urlsplit(answer.url).scheme == "https" and answer.target().scheme == "http"
        return None if answer.stays() and not downgraded else Refusal.ELSEWHERE
    if answer.status == UNCHANGED:
        return None
    if (refusal := refusal_by_status(answer.status)) is not None:
        return refusal
    return Refusal.CAPTCHA if is_page(answer.body) and ARTICLE_MARKS.search(answer.body) else None


def is_page(body: bytes) -> bool:
    """Whether a body is a web page and no feed."""
    start = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))
