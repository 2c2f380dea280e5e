"""Tells an answer of the article search or the article host that can be read from one that wants a person."""

import re

from crawlers.pages.answer import Answer, refusal_by_status
from domain.refusal import Refusal

SEARCH_MARKS = re.compile(rb"antispider\.min\.js|id=[\"']?seccode(?:Image|Form)")
ARTICLE_MARKS = re.compile(
    rb"secitptpage/verify|captcha\.gtimg\.com/TCaptcha|window\.cgiData\s*=\s*\{[^}]{0,2000}?(?:cap_sid|poc_token)"
)
ARTICLE = re.compile(rb"id=[\"']js_content|window\.cgiDataNew\s*=")
CHECK_PATHS = ("/mp/wappoc_appmsgcaptcha", "/mp/verify")


def search_refusal(answer: Answer, article_host: str) -> Refusal | None:
    """Why an answer of the search cannot be read; None where it can.

    A redirect from a result link to `article_host` is the article's address and no refusal. The word 验证码 proves
    nothing, since a title may hold it; the form and the script of the check do.
    """
    if answer.is_redirect():
        target = answer.target()
        if target.netloc == article_host:
            return None
        if "/antispider" in target.path:
            return Refusal.CAPTCHA
        return None if answer.stays() else Refusal.ELSEWHERE
    if answer.status == 503:
        return Refusal.RATE_LIMIT
    if (refusal := refusal_by_status(answer.status)) is not None:
        return refusal
    return Refusal.CAPTCHA if SEARCH_MARKS.search(answer.body) else None


def article_refusal(answer: Answer) -> Refusal | None:
    """Why an answer of the article host is no article and no word about one; None where it is.

    The verification page is our state, never the article's: read as an empty article it would lose it for ever.
    """
    if answer.is_redirect():
        path = answer.target().path
        if path.startswith(CHECK_PATHS):
            return Refusal.CAPTCHA
        return None if answer.stays() else Refusal.ELSEWHERE
    if (refusal := refusal_by_status(answer.status)) is not None:
        return refusal
    if ARTICLE.search(answer.body):
        return None
    return Refusal.CAPTCHA if ARTICLE_MARKS.search(answer.body) or _is_empty_shell(answer.body) else None


def _is_empty_shell(body: bytes) -> bool:
    """A message box without a message: one of the forms of the verification page."""
    return b"weui-msg" in body and b"weui-msg__title" not in body
