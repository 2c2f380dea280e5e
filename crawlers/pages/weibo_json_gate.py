"""Tells a JSON answer of weibo.com or m.weibo.cn that can be read from one that shows us the door."""

import json
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from crawlers.pages.answer import Answer, refusal_by_status
from domain.refusal import Refusal

HEAD = 4096
GATE_TITLE = b"Sina Visitor System"
SIGN_IN_MARKS = (b"passport.weibo", b"sso/signin", b"login.sina.com.cn")
HUMAN_CHECKS = ("verify", "captcha", "unfreeze")
VISITOR_PATHS = ("/visitor", "/login.php")
SIGN_IN_PATHS = ("/sso", "/signin", "/login", "/newlogin", "/sorry")
NEEDS_IDENTITY = -100
BY_NUMBER = {
    "20101": Refusal.DELETED,
    "20112": Refusal.DELETED,
    "20003": Refusal.DELETED,
    "21301": Refusal.LOGIN,
    "21327": Refusal.LOGIN,
    "10022": Refusal.RATE_LIMIT,
    "10023": Refusal.RATE_LIMIT,
    "10024": Refusal.RATE_LIMIT,
    "100005": Refusal.RATE_LIMIT,
}
BY_WORDS = (
    ("请登录", Refusal.LOGIN),
    ("relogin", Refusal.LOGIN),
    ("频繁", Refusal.RATE_LIMIT),
    ("拥堵", Refusal.RATE_LIMIT),
    ("验证", Refusal.CAPTCHA),
    ("不存在", Refusal.DELETED),
    ("已被删除", Refusal.DELETED),
    ("已被作者删除", Refusal.DELETED),
    ("没有这条微博的查看权限", Refusal.DELETED),
    ("Forbidden", Refusal.FORBIDDEN),
)


def json_refusal(answer: Answer) -> Refusal | None:
    """Why an answer cannot be read; None where it can, or where a redirect stays on the host and may be followed.

    What the body says goes before its status: a 403 that asks to log in is no plain 403. The words geetest or captcha
    in a page prove nothing. "这里还没有内容" is no refusal by itself; whether it is one in disguise only a word that
    must have results tells. An answer that says neither yes nor a known no is left to the parser, which refuses it.
    """
    if answer.is_redirect():
        return _of_redirect(answer)
    if (said := _said(answer)) is not None:
        return said
    if (by_status := refusal_by_status(answer.status)) is not None:
        return by_status
    if not answer.body.strip():
        return Refusal.SERVER_ERROR
    return _of_page(answer.body[:HEAD]) if answer.body.lstrip()[:1] == b"<" else None


def _of_redirect(answer: Answer) -> Refusal | None:
    target = answer.target()
    return None if answer.stays() and not _leads_to_door(target) else _door(target) or Refusal.ELSEWHERE


def _leads_to_door(target: SplitResult) -> bool:
    return target.path.startswith((*VISITOR_PATHS, *SIGN_IN_PATHS))


def _door(target: SplitResult) -> Refusal | None:
    """What an address that we are sent to wants of us; None where it is no known door."""
    host, path = target.hostname or "", target.path
    if host.startswith("security.") or any(word in path for word in HUMAN_CHECKS):
        return Refusal.CAPTCHA
    if path.startswith(VISITOR_PATHS) or host.startswith("visitor."):
        return Refusal.VISITOR
    if host.startswith(("passport.", "login.")) or path.startswith(SIGN_IN_PATHS):
        return Refusal.LOGIN
    return None


def _said(answer: Answer) -> Refusal | None:
    """What a JSON body says; None where it is a success, an empty list, or no JSON object at all."""
    if answer.body.lstrip()[:1] != b"{":
        return None
    try:
        given = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    if given.get("ok") == NEEDS_IDENTITY:
        return _of_identity(given, answer)
    if given.get("ok") in (1, "1"):
        return None
    for key in ("errno", "error_code"):
        if (known := BY_NUMBER.get(str(given.get(key)))) is not None:
            return known
    words = " ".join(str(given.get(key) or "") for key in ("msg", "message", "error"))
    return next((refusal for mark, refusal in BY_WORDS if mark in words), None)


def _of_identity(given: Mapping[str, object], answer: Answer) -> Refusal:
    """ok:-100 names the page that we should visit; without one, any identity of that host would do."""
    url = given.get("url")
    if isinstance(url, str) and url:
        try:
            return _door(urlsplit(url)) or Refusal.LOGIN
        except ValueError:
            return Refusal.LOGIN
    return Refusal.VISITOR


def _of_page(head: bytes) -> Refusal | None:
    """A page in the place of JSON: the visitor gate, or one that leads to the log-in."""
    if GATE_TITLE in head:
        return Refusal.VISITOR
    return Refusal.LOGIN if any(mark in head for mark in SIGN_IN_MARKS) else None
