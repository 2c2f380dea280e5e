"""A site that answers as the bridges do which operators run: each form, and each way of failing."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from drill.scenario import Article
from drill.sites.feed_forms import FORMS, whole_text
from drill.sites.trouble import Fault, Temper
from drill.sites.wechat_html import VERIFY

MOST = 20
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>登录</title></head><body><form>请登录后查看</form></body></html>"
STATUSES = {
    Fault.NO_ROUTE: 404,
    Fault.SERVER_ERROR: 500,
    Fault.FORBIDDEN: 403,
    Fault.EXPIRED_SESSION: 401,
    Fault.TOO_MANY: 429,
}
PAGES = {Fault.CHANGED_LAYOUT: LOGIN_PAGE, Fault.CAPTCHA: VERIFY, Fault.EMPTY_BODY: ""}


class FeedSite:
    """The newest twenty articles at each path of FORMS, with an ETag; a request with the newest one gets 304.

    From `stopped_at` on it brings nothing new and goes on answering as if all were well. With a `key` only addresses
    that hold `k=` and the key are answered. Known faults: NO_ROUTE, SERVER_ERROR, FORBIDDEN, EXPIRED_SESSION, TOO_MANY,
    CONNECTION_LOST, TO_ELSEWHERE and TO_LOGIN (a redirect to another host, to another path), CHANGED_LAYOUT (a log-in
    page), CAPTCHA (a verification page), EMPTY_BODY, CUT_BODY, BOMB, EMPTY_SHELL (verification pages as articles).
    """

    def __init__(self, articles: Sequence[Article], now: datetime, elsewhere: str = "http://127.0.0.2:9") -> None:
        self.articles = articles
        self.now = now
        self.elsewhere = elsewhere
        self.stopped_at: datetime | None = None
        self.key = ""
        self.temper = Temper()
        self.asked: list[str] = []

    def app(self) -> web.Application:
        """The site as an application."""
        app = web.Application()
        for path in FORMS:
            app.router.add_get(path, self.feed)
            app.router.add_get(f"/moved{path}", self.feed)
        return app

    async def feed(self, request: web.Request) -> web.Response:
        """A feed, or what goes wrong."""
        self.asked.append(str(request.rel_url))
        if self.key and request.query.get("k") != self.key:
            return web.Response(status=401)
        fault = self.temper.fault_now()
        if fault is Fault.CONNECTION_LOST:
            assert request.transport is not None
            request.transport.close()
        if fault in STATUSES:
            return web.Response(status=STATUSES[fault], text=f"asked for {request.rel_url}")
        if fault is Fault.TO_ELSEWHERE:
            return web.Response(status=302, headers={"Location": f"{self.elsewhere}{request.rel_url}"})
        if fault is Fault.TO_LOGIN:
            return web.Response(status=302, headers={"Location": f"/moved{request.rel_url}"})
        if fault in PAGES:
            return web.Response(text=PAGES[fault], content_type="text/html")
        return self._answer(request, self._body(request.path.removeprefix("/moved"), fault))

    def _body(self, path: str, fault: Fault | None) -> str:
        if fault is Fault.BOMB:
            return bomb()
        last = self.now if self.stopped_at is None else min(self.now, self.stopped_at)
        there = sorted((one for one in self.articles if one.published_at <= last), key=lambda one: one.published_at)
        newest = there[: -MOST - 1 : -1]
        body = FORMS[path](newest, (lambda _: VERIFY) if fault is Fault.EMPTY_SHELL else whole_text)
        return body[: len(body) // 2] if fault is Fault.CUT_BODY else body

    def _answer(self, request: web.Request, body: str) -> web.Response:
        tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        kind = "application/json" if body.startswith("{") else "application/xml"
        return web.Response(text=body, content_type=kind, headers={"ETag": tag})


def bomb() -> str:
    """A feed of a few hundred bytes whose title would be gigabytes long."""
    steps = "".join(f'<!ENTITY e{step} "{f"&e{step - 1};" * 10}">' for step in range(1, 11))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "青鹭出行">{steps}]>'
    return f'{head}<rss version="2.0"><channel><title>&e10;</title></channel></rss>'
