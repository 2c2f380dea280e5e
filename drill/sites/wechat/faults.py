"""What the article host answers when it is told to make trouble: the faults as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from drill.sites.trouble import Fault
from drill.sites.wechat.state_page import OLD_VERIFY, VERIFY, VERIFY_WORDS

HUGE = 20 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One answer: a status, a page, or a redirect whose `{here}` is the address that was asked for."""

    status: int = 200
    body: str = ""
    location: str = ""


BY_FAULT: Mapping[Fault, Shown] = {
    Fault.CAPTCHA: Shown(status=302, location="/mp/wappoc_appmsgcaptcha?poc_token=x&target_url={here}"),
    Fault.EMPTY_SHELL: Shown(body=VERIFY),
    Fault.VERIFY_WORDS: Shown(body=VERIFY_WORDS),
    Fault.OLD_VERIFY: Shown(body=OLD_VERIFY),
    Fault.FORBIDDEN: Shown(status=403),
    Fault.TOO_MANY: Shown(status=429),
    Fault.NO_ROUTE: Shown(status=404),
    Fault.TO_ELSEWHERE: Shown(status=302, location="https://weixin.qq.com/"),
    Fault.SERVER_ERROR: Shown(status=502),
    Fault.EMPTY_BODY: Shown(body="<html></html>"),
}


def by_fault(fault: Fault | None, here: str) -> web.Response | None:
    """The answer of a fault; None where there is none or it only spoils a good page."""
    if fault is Fault.TOO_LARGE:
        return web.Response(body=b"<html><!--" + b"x" * HUGE, content_type="text/html")
    shown = BY_FAULT.get(fault) if fault is not None else None
    if shown is None:
        return None
    if shown.location:
        return web.Response(status=shown.status, headers={"Location": shown.location.format(here=quote(here, safe=""))})
    return web.Response(status=shown.status, text=shown.body, content_type="text/html")
