"""Tells an answer of s.weibo.com that can be read from one that shows us the door."""

from crawlers.pages.answer import Answer, refusal_by_status
from domain.refusal import Refusal

HUMAN_CHECKS = ("verify", "captcha")
GATE_TITLE = b"Sina Visitor System"
HEAD = 4096


def weibo_refusal(answer: Answer) -> Refusal | None:
    """Why an answer cannot be read; None where it can, or where a redirect stays on the host and may be followed.

    A redirect to passport, login or weibo.com/sorry means that there is no valid account cookie, one to a verify or
    captcha page that a person has to prove to be one.
    """
    if answer.is_redirect():
        return _of_redirect(answer)
    if (refusal := refusal_by_status(answer.status)) is not None:
        return refusal
    return Refusal.LOGIN if GATE_TITLE in answer.body[:HEAD] else None


def _of_redirect(answer: Answer) -> Refusal | None:
    target = answer.target()
    host, path = target.hostname or "", target.path
    if any(word in path for word in HUMAN_CHECKS) or host.startswith("security."):
        return Refusal.CAPTCHA
    if answer.stays():
        return None
    if host.startswith(("passport.", "login.")) or path.startswith(("/login", "/sorry", "/signin")):
        return Refusal.LOGIN
    return Refusal.ELSEWHERE
