"""The two hosts where strangers become visitors: passport.weibo.com and visitor.passport.weibo.cn."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from domain.identity import CookieDomain
from drill.sites.weibo.ask import Ask, Json, Reply, Route
from drill.sites.weibo.refusals import GATE_PAGE, redirect
from drill.sites.weibo.register import VISITOR_DAYS, Register

DONE = 20000000
BAD_TID = 50111261
LIFE = VISITOR_DAYS * 86_400


class VisitorDesk:
    """Gives out visitors' cookies of one domain, in two steps whose first gives a ticket (`tid`)."""

    def __init__(self, register: Register, domain: CookieDomain) -> None:
        self.register = register
        self.domain = domain
        self.tids: set[str] = set()
        self.prints: set[str] = set()

    def routes(self) -> Mapping[str, Route]:
        """What the host answers; genvisitor2 of the mobile host wants more than a stranger can compute."""
        return {
            "/visitor/visitor": self.visitor,
            "/visitor/genvisitor": self.genvisitor,
            "/visitor/genvisitor2": self.genvisitor2,
        }

    def genvisitor(self, ask: Ask) -> web.Response:
        """The classic first step: a ticket for a fingerprint; `new_tid` where the fingerprint is new."""
        seen = ask.form.get("fp", "")
        if not seen.startswith("{"):
            return jsonp(ask.form.get("cb", "gen_callback"), {"retcode": BAD_TID, "msg": "fp is empty"})
        data = {"tid": self._ticket(), "new_tid": seen not in self.prints, "confidence": 95}
        self.prints.add(seen)
        return jsonp(ask.form.get("cb", "gen_callback"), {"retcode": DONE, "msg": "succ", "data": data})

    def genvisitor2(self, ask: Ask) -> web.Response:
        """The newer step, which gives the cookies at once."""
        call = ask.form.get("cb", "visitor_gray_callback")
        if self.domain is CookieDomain.WEIBO_CN and not {"rid", "ver", "request_id"} <= set(ask.form):
            return jsonp(call, {"retcode": BAD_TID, "msg": "params error"})
        sub, subp = self._cookies(ask)
        data = {"tid": self._ticket(), "sub": sub, "subp": subp}
        return self._with_cookies(jsonp(call, {"retcode": DONE, "msg": "succ", "data": data}), sub, subp)

    def visitor(self, ask: Ask) -> Reply:
        """The second steps, and the gate page for people."""
        step = ask.query.get("a", "enter")
        if step == "incarnate":
            return self._incarnate(ask)
        return self._crossdomain(ask) if step == "crossdomain" else GATE_PAGE

    def _incarnate(self, ask: Ask) -> web.Response:
        call, given = ask.query.get("cb", "cross_domain"), ask.query.get("c", "")
        if ask.query.get("t", "") not in self.tids or not (len(given) == 3 and given.isdecimal()):
            return jsonp(call, {"retcode": BAD_TID, "msg": "tid is invalid", "data": {}})
        sub, subp = self._cookies(ask)
        answer = jsonp(call, {"retcode": DONE, "msg": "succ", "data": {"sub": sub, "subp": subp}})
        for name in ("SRT", "SRF", "SVB"):
            answer.headers.add("Set-Cookie", f"{name}=drill; Path=/; Domain=.passport.weibo.com")
        return self._with_cookies(answer, sub, subp)

    def _crossdomain(self, ask: Ask) -> web.Response:
        """Sets what genvisitor2 gave, and goes back to where the visitor came from."""
        answer = redirect(ask.query.get("url") or "https://weibo.com/")
        return self._with_cookies(answer, ask.query.get("s", ""), ask.query.get("sp", ""))

    def _ticket(self) -> str:
        tid = self.register.token("tid")[:44]
        self.tids.add(tid)
        return tid

    def _cookies(self, ask: Ask) -> tuple[str, str]:
        return self.register.visitor(self.domain, ask.now), self.register.token("subp")[:64]

    def _with_cookies(self, answer: web.Response, sub: str, subp: str) -> web.Response:
        for name, value in (("SUB", sub), ("SUBP", subp)):
            answer.headers.add("Set-Cookie", cookie(name, value, self.domain, LIFE))
        return answer


def cookie(name: str, value: str, domain: CookieDomain, seconds: int) -> str:
    """A Set-Cookie header of a whole domain; none of the values needs quoting."""
    return f"{name}={value}; Path=/; Domain=.{domain.value}; Max-Age={seconds}; HttpOnly"


def jsonp(call: str, data: Json | dict[str, Any]) -> web.Response:
    """Data as a call of a function that may not be there."""
    text = f"window.{call} && {call}({json.dumps(data)});"
    return web.Response(text=text, content_type="text/html")
