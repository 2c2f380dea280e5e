"""The answers with which the hosts decline, as they really look."""

import json
from collections.abc import Callable
from urllib.parse import quote

from aiohttp import web

from drill.sites.trouble import Fault
from drill.sites.weibo.ask import Json

GATE = "https://passport.weibo.com/visitor/visitor?entry=miniblog&a=enter&url={}&domain=.weibo.com&_rand=0.5"
EXPIRED = (
    "https://passport.weibo.com/visitor/visitor?entry=miniblog&a=enter&url={}%3Fretcode%3D6102&domain=.weibo.com"
    "&ua=php-sso_sdk_client-0.6.36&_rand=0.5"
)
CHECK = "https://passport.weibo.com/verify/captcha?entry=miniblog&url={}"
SORRY = "https://weibo.com/sorry?pagenotfound&retcode=6102"
ELSEWHERE = "https://huodong.weibo.com/notice"
LOGIN = "https://login.sina.com.cn/sso/login.php?url={}&_rand=0.5&gateway=1&service=miniblog&entry=miniblog"
WEB_LOGIN = "https://weibo.com/login.php?url=https%3A%2F%2Fweibo.com%2F"
MOBILE_LOGIN = "https://passport.weibo.com/sso/signin?entry=wapsso&source=wapssowb&url={}"
MOBILE_SIGNIN = "https://passport.weibo.cn/signin/welcome?entry=mweibo&r={}"
MOBILE_CHECK = "https://security.weibo.com/captcha/geetest?key=drill&c=&url={}"
GATE_PAGE = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-type" content="text/html; charset=utf-8"/>
<title>Sina Visitor System</title></head>
<body><span id="message"></span>
<script type="text/javascript">window.use_fp = "1"; var url = url || {};
(function () { this.l = function (u, c) {}; })();
</script></body></html>
"""


def json_answer(data: Json, status: int = 200) -> web.Response:
    """Data as the hosts send it."""
    text = json.dumps(data, ensure_ascii=False)
    return web.Response(status=status, text=text, content_type="application/json")


def redirect(target: str) -> web.Response:
    """A 302; the target is the real host's name, for whoever asks to judge."""
    return web.Response(status=302, headers={"Location": target})


def needs_visitor() -> web.Response:
    """weibo.com without any identity."""
    return json_answer({"ok": -100, "url": WEB_LOGIN})


def crowded() -> web.Response:
    """weibo.com where a visitor is not enough."""
    return json_answer({"ok": 0, "message": "前方有点拥堵，请登录后使用"}, status=403)


def no_navigation() -> web.Response:
    """A call that was not dressed as one."""
    return json_answer({"error": "Forbidden"}, status=403)


def not_there() -> web.Response:
    """A post that does not exist or no longer does."""
    return json_answer({"ok": 0, "errno": "20101", "msg": "该微博不存在"})


def strange() -> web.Response:
    """m.weibo.cn to those whom it does not take for a person with a cookie."""
    return web.Response(status=432, text="", content_type="text/html")


def needs_mobile_login(url: str) -> web.Response:
    """m.weibo.cn to a stranger who has at least been to the home page."""
    return json_answer({"ok": -100, "url": MOBILE_LOGIN.format(quote(url, safe=""))})


def nothing_here() -> Json:
    """The end of a list at m.weibo.cn, an unknown account, or a quiet no."""
    return {"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}}


def too_long() -> web.Response:
    """More than the server reads."""
    return web.Response(status=414, text="<html><h1>414 Request-URI Too Large</h1></html>", content_type="text/html")


Made = Callable[[str], web.StreamResponse]
BY_FAULT: dict[Fault, Made] = {
    Fault.EXPIRED_SESSION: lambda here: redirect(GATE.format(here)),
    Fault.TO_LOGIN: lambda here: redirect(LOGIN.format(here)),
    Fault.TO_SORRY: lambda _: redirect(SORRY),
    Fault.TO_ELSEWHERE: lambda _: redirect(ELSEWHERE),
    Fault.NO_ROUTE: lambda _: web.Response(status=404, text="<html>404 Not Found</html>", content_type="text/html"),
    Fault.CAPTCHA: lambda here: redirect(CHECK.format(here)),
    Fault.RATE_LIMIT: lambda _: web.Response(status=418),
    Fault.TOO_MANY: lambda _: web.Response(status=429),
    Fault.TOO_LONG: lambda _: too_long(),
    Fault.STRANGE: lambda _: strange(),
    Fault.TOO_OFTEN: lambda _: json_answer({"ok": 0, "msg": "请求过于频繁，歇歇吧"}),
    Fault.FORBIDDEN: lambda _: web.Response(status=403, text="Forbidden"),
    Fault.CROWDED: lambda _: crowded(),
    Fault.NEEDS_VISITOR: lambda _: needs_visitor(),
    Fault.HUMAN_CHECK: lambda here: json_answer({"ok": -100, "url": MOBILE_CHECK.format(here)}),
    Fault.RELOGIN: lambda _: json_answer({"error": "relogin!", "error_code": 21301, "request": "/ajax"}, status=200),
    Fault.NOT_THERE: lambda _: not_there(),
    Fault.SERVER_ERROR: lambda _: web.Response(status=502, text="<html>502 Bad Gateway</html>"),
    Fault.CONNECTION_LOST: lambda _: web.Response(status=500),
    Fault.HTML_BODY: lambda _: web.Response(text=GATE_PAGE, content_type="text/html"),
    Fault.EMPTY_BODY: lambda _: web.Response(text="", content_type="text/html"),
}


def by_fault(fault: Fault, url: str) -> web.StreamResponse | None:
    """The whole answer of a fault; None where the fault only spoils a good one."""
    made = BY_FAULT.get(fault)
    return made(quote(url, safe="")) if made else None
