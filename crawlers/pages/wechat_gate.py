"""Tells an answer of the article search or the article host that can be read from one that wants a person."""

import re

from crawlers.pages.answer import Answer, refusal_by_status
from domain.refusal import Refusal

SEARCH_MARKS = re.compile(rb"antispider\.min\.js|id=[\"']?seccode(?:Image|Form)")
ARTICLE_MARKS = re.compile(
    rb"secitptpage/verify|captcha\.gtimg\.com/TCaptcha|window\.cgiData\s*=\s*\{[^}]{0,2000}?(?:cap_sid|poc_token)"
)
TOO_OFTEN = re.compile("访问过于频繁|操作过于频繁".encode())
OLD_CHECK = re.compile("验证身份|环境异常".encode())
ONLY_CLIENT = re.compile("请在微信客户端打开链接".encode())
EMPTY_TITLE = re.compile(rb"weui-msg__title[^>]*>\s*</")
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
    return _in_place(answer.body)


def _in_place(body: bytes) -> Refusal | None:
    """What a page with a good status is; a sentence counts only where no article stands, which may quote it."""
    if ARTICLE.search(body):
        return None
    if ARTICLE_MARKS.search(body):
        return Refusal.CAPTCHA
    if OLD_CHECK.search(body) or _is_empty_shell(body):
        return Refusal.CAPTCHA
    if TOO_OFTEN.search(body):
        return Refusal.RATE_LIMIT
    return Refusal.FORBIDDEN if ONLY_CLIENT.search(body) else None


def _is_empty_shell(body: bytes) -> bool:
    """A message box without a message: one of the forms of the verification page."""
    return b"weui-msg" in body and (b"weui-msg__title" not in body or EMPTY_TITLE.search(body) is not None)
