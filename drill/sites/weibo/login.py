"""Accounts: log-in by a code that a telephone scans, and what keeps a log-in looking fresh."""

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

from aiohttp import web

from domain.identity import CookieDomain
from drill.sites.weibo.ask import Ask, Json, Reply, Route
from drill.sites.weibo.refusals import json_answer
from drill.sites.weibo.register import ACCOUNT_DAYS, Register
from drill.sites.weibo.shell import shell
from drill.sites.weibo.visitor import cookie

WAITING, SCANNED, EXPIRED, DONE = 50114001, 50114002, 50114004, 20000000
WORDS = {WAITING: "未使用", SCANNED: "已扫描，请在手机上确认", EXPIRED: "二维码已失效", DONE: "succ"}
CODE_LIFE = timedelta(minutes=3)
LIFE = ACCOUNT_DAYS * 86_400
SCAN = "https://passport.weibo.cn/signin/qrcode/scan?qr={}"
SIGNIN = shell("登录 - 微博")


@dataclass(kw_only=True)
class Phone:
    """The telephone beside the screen: after how many looks it has scanned and confirmed; None for never."""

    scans_after: int | None = None
    confirms_after: int | None = None


@dataclass(kw_only=True)
class Code:
    """One code: when it was made, and how often somebody has asked what became of it."""

    made: datetime
    looks: int = 0


@dataclass(kw_only=True)
class Tickets:
    """One-time addresses that are still good."""

    web: set[str] = field(default_factory=set)
    mobile: set[str] = field(default_factory=set)


class LoginDesk:
    """Logs the account `uid` in; `phone` may be set from outside. Addresses to follow lie on loopback."""

    def __init__(self, register: Register, uid: int) -> None:
        self.register = register
        self.uid = uid
        self.phone = Phone()
        self.codes: dict[str, Code] = {}
        self.tickets = Tickets()
        self.passport = self.mobile = self.sina = ""

    def passport_routes(self) -> Mapping[str, Route]:
        """On passport.weibo.com."""
        return {
            "/sso/signin": self.signin,
            "/sso/v2/qrcode/image": self.image,
            "/sso/v2/qrcode/check": self.check,
            "/sso/v2/login": self.arrive,
            "/inf/gen": lambda _: web.Response(body=chequered(), content_type="image/png"),
        }

    def mobile_routes(self) -> Mapping[str, Route]:
        """On passport.weibo.cn, which shares an address with the visitors of m.weibo.cn here."""
        return {"/sso/crossdomain": self.cross_to_mobile}

    def sina_routes(self) -> Mapping[str, Route]:
        """On login.sina.com.cn."""
        return {
            "/sso/v2/crossdomain": self.cross,
            "/sso/updatetgt.php": self.update,
            "/sso/crossdomain.php": self.refresh,
            "/sso/login.php": lambda _: SIGNIN,
            "/sso/fresh": self.fresh,
            "/sso/fresh_mobile": self.fresh_mobile,
        }

    def signin(self, _: Ask) -> web.Response:
        """The page with the code; gives the token that the calls bring along."""
        answer = web.Response(text=SIGNIN, content_type="text/html")
        answer.headers.add("Set-Cookie", f"X-CSRF-TOKEN={self.register.token('csrf')[:24]}; Path=/; Secure")
        return answer

    def image(self, ask: Ask) -> Json:
        """A new code and where its picture is; the picture's address holds what is to be scanned."""
        qrid = self.register.token("qr")[:40]
        self.codes[qrid] = Code(made=ask.now)
        picture = f"{self.passport}/inf/gen?api_key=drill&data={quote(SCAN.format(qrid), safe='')}"
        return _said(DONE, {"qrid": qrid, "image": picture})

    def check(self, ask: Ask) -> Json:
        """What became of a code."""
        code = self.codes.get(ask.query.get("qrid", ""))
        if code is None or ask.now - code.made >= CODE_LIFE:
            return _said(EXPIRED, None)
        code.looks += 1
        if _reached(code.looks, self.phone.confirms_after):
            del self.codes[ask.query["qrid"]]
            return _said(DONE, {"url": f"{self.passport}/sso/v2/login?entry=miniblog&alt={self._ticket()}"})
        return _said(SCANNED if _reached(code.looks, self.phone.scans_after) else WAITING, None)

    def arrive(self, ask: Ask) -> Reply:
        """The one-time address: cookies of .weibo.com, and on to the other domains."""
        if ask.query.get("alt", "") not in self.tickets.web:
            return json_answer({"retcode": 50050011, "msg": "登录信息已失效，请重新登录", "data": None})
        self.tickets.web.discard(ask.query["alt"])
        ticket = self.register.token("ticket")[:36]
        self.tickets.mobile.add(ticket)
        mobile = f"{self.mobile}/sso/crossdomain?entry=miniblog&action=login&ticket={ticket}&savestate=30"
        onward = f"cdurl={quote(mobile, safe='')}&url={quote('https://weibo.com', safe='')}"
        target = f"{self.sina}/sso/v2/crossdomain?entry=miniblog&{onward}"
        answer = web.Response(status=302, headers={"Location": target})
        return self._logged_in(answer, CookieDomain.WEIBO_COM, ask)

    def cross(self, _: Ask) -> web.Response:
        """Only browsers get past here."""
        return web.Response(status=403, text="Forbidden")

    def cross_to_mobile(self, ask: Ask) -> Reply:
        """Cookies of .weibo.cn for a ticket."""
        ticket = ask.query.get("ticket", "")
        if ticket not in self.tickets.mobile:
            return json_answer({"retcode": 50050011, "msg": "ticket invalid"})
        self.tickets.mobile.discard(ticket)
        return self._logged_in(_call("cb", {"retcode": 0}), CookieDomain.WEIBO_CN, ask)

    def update(self, ask: Ask) -> web.Response:
        """Keep-alive, first step; only for accounts."""
        return _call(ask.query.get("callback", "cb"), {"retcode": 0 if ask.is_account else 101})

    def refresh(self, ask: Ask) -> web.Response:
        """Keep-alive, second step: addresses to call."""
        hops = [f"{self.sina}/sso/fresh?domain=weibo.com", f"{self.sina}/sso/fresh_mobile?domain=weibo.cn"]
        data = {"retcode": 0, "arrURL": hops} if ask.is_account else {"retcode": 101}
        return _call(ask.query.get("callback", "cb"), data)

    def fresh(self, ask: Ask) -> web.Response:
        """Makes the bookkeeping look fresh; the credential stays what it was, and dies when it would have died."""
        answer = _call("cb", {"retcode": 0})
        for line in self._books(CookieDomain.WEIBO_COM, ask.now):
            answer.headers.add("Set-Cookie", line)
        return answer

    def fresh_mobile(self, _: Ask) -> web.Response:
        """The hop that takes the mobile cookies away."""
        answer = _call("cb", {"retcode": 0})
        for name in ("SUB", "SUBP"):
            answer.headers.add("Set-Cookie", cookie(name, "deleted", CookieDomain.WEIBO_CN, 0))
        return answer

    def _ticket(self) -> str:
        ticket = self.register.token("alt")[:36]
        self.tickets.web.add(ticket)
        return ticket

    def _logged_in(self, answer: web.Response, domain: CookieDomain, ask: Ask) -> web.Response:
        sub = self.register.account(domain, self.uid, ask.now)
        subp = self.register.token("subp")[:64]
        lines = [cookie("SUB", sub, domain, LIFE), cookie("SUBP", subp, domain, LIFE), *self._books(domain, ask.now)]
        for line in lines:
            answer.headers.add("Set-Cookie", line)
        return answer

    def _books(self, domain: CookieDomain, now: datetime) -> list[str]:
        """SSOLoginState is the second of the log-in, ALF the one at which it runs out."""
        second = int(now.timestamp())
        books = {"SSOLoginState": second, "ALF": second + LIFE}
        return [cookie(name, str(value), domain, LIFE) for name, value in books.items()]


def chequered(side: int = 33, cell: int = 6) -> bytes:
    """A picture that looks like a code from afar, as PNG; what is to be scanned stands in its address."""
    rows = b"".join(
        b"\x00" + bytes(255 * ((x // cell * 7 + y // cell * 3) % 5 < 3) for x in range(side * cell))
        for y in range(side * cell)
    )
    head = struct.pack(">IIBBBBB", side * cell, side * cell, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _reached(looks: int, after: int | None) -> bool:
    return after is not None and looks > after


def _said(code: int, data: Json | None) -> Json:
    return {"retcode": code, "msg": WORDS[code], "data": data}


def _call(name: str, data: Json) -> web.Response:
    return web.Response(text=f"{name}({json.dumps(data)});", content_type="text/javascript")
