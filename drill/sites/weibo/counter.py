"""Where requests arrive: sizes, dress, faults and walls come before every route."""

import inspect
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from aiohttp import web

from domain.identity import CookieDomain
from drill.sites.trouble import Fault, Temper, Trouble
from drill.sites.weibo import refusals, spoil
from drill.sites.weibo.ask import Ask, Json, Route
from drill.sites.weibo.register import Register
from drill.sites.weibo.shell import shell
from drill.sites.weibo.walls import FREE, Host, Wall, refused
from drill.sites.weibo.world import World

LONGEST_COOKIE = 8192
GIVING = frozenset({Host.PASSPORT, Host.VISITOR, Host.LOGIN})
"""Hosts that give identities out: only a trouble that names them or their route shows there."""

DOMAINS = {Host.MOBILE: CookieDomain.WEIBO_CN, Host.VISITOR: CookieDomain.WEIBO_CN}


class Premises(Protocol):
    """What a counter has to know of the site behind it."""

    world: World
    now: datetime
    register: Register
    temper: Temper
    walls: dict[tuple[Host, str], Wall]


class Counter:
    """One route of one host."""

    def __init__(self, site: Premises, host: Host, path: str, route: Route) -> None:
        self.site = site
        self.host = host
        self.path = path
        self.route = route

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One answer."""
        site, ask = self.site, await self._ask(request)
        if (early := self._undressed(ask)) is not None:
            return early
        trouble = site.temper.trouble_now(
            ask.page, host=self.host, route=self.path, now=site.now, named=self.host in GIVING
        )
        return await self._answer(request, ask, trouble)

    async def _answer(self, request: web.Request, ask: Ask, trouble: Trouble | None) -> web.StreamResponse:
        fault = trouble.fault if trouble else None
        if fault is Fault.CONNECTION_LOST and request.transport is not None:
            request.transport.abort()
        if fault is not None and (whole := refusals.by_fault(fault, ask.url)) is not None:
            return whole
        if (no := refused(ask, self.host, self.site.walls.get((self.host, self.path), FREE))) is not None:
            return no
        good = await self._good(ask, fault)
        if trouble is not None and fault in spoil.LINE and isinstance(good, web.Response):
            return await spoil.send_badly(request, good, trouble)
        return good

    async def _good(self, ask: Ask, fault: Fault | None) -> web.StreamResponse:
        """What the route gives, with a fault of content in it."""
        if fault is Fault.EMPTY_SHELL:
            return web.Response(text=shell("微博"), content_type="text/html")
        made = self.route(ask.with_fault(fault))
        reply = await made if inspect.isawaitable(made) else made
        if isinstance(reply, str):
            return web.Response(text=reply, content_type="text/html")
        if isinstance(reply, web.StreamResponse):
            return reply
        return self._data(reply if fault is None else spoil.spoiled_data(reply, fault), ask)

    def _data(self, data: Json, ask: Ask) -> web.Response:
        answer = refusals.json_answer(data)
        if self.host is Host.WEB and ask.who.uid is not None:
            answer.headers["x-log-uid"] = str(ask.who.uid)
        return answer

    def _undressed(self, ask: Ask) -> web.StreamResponse | None:
        """What a request gets that is too large or wears the wrong headers."""
        if len(ask.headers.get("Cookie", "")) > LONGEST_COOKIE:
            return refusals.too_long()
        if self.host is Host.SEARCH and "X-Requested-With" in ask.headers:
            return refusals.redirect(refusals.SORRY)
        if self.host is Host.WEB and self.path.startswith("/ajax/") and not _is_fetch(ask.headers):
            return refusals.no_navigation()
        return None

    async def _ask(self, request: web.Request) -> Ask:
        form = await request.post() if request.method == "POST" else {}
        site = self.site
        domain = DOMAINS.get(self.host, CookieDomain.WEIBO_COM)
        return Ask(
            world=site.world,
            who=site.register.look_at(request.headers.get("Cookie", ""), domain, site.now),
            now=site.now,
            url=str(request.url),
            query={**request.query, **request.match_info},
            headers=request.headers,
            form={name: value for name, value in form.items() if isinstance(value, str)},
        )


def app_of(site: Premises, host: Host, routes: Mapping[str, Route], posts: Iterable[str] = ()) -> web.Application:
    """A host as an application; `posts` are the paths that take a form."""
    app = web.Application()
    taken = set(posts)
    for path, route in routes.items():
        counter = Counter(site, host, path, route)
        app.router.add_route("POST" if path in taken else "GET", path, counter.answer)
    return app


def _is_fetch(headers: Mapping[str, str]) -> bool:
    """Whether a call says that a script made it."""
    return headers.get("X-Requested-With") == "XMLHttpRequest" or headers.get("Sec-Fetch-Mode") == "cors"
