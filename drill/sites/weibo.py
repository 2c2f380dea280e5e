"""A site that answers as s.weibo.com does."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from http.cookies import SimpleCookie
from urllib.parse import quote

from aiohttp import web

from domain.day import CHINA
from drill.scenario import Microblog, Scenario
from drill.sites.trouble import Fault, Temper
from drill.sites.weibo_html import HEAD, result_page

PAGE = 10
MOST_PAGES = 50
SCOPE = re.compile(r"custom:(\d{4}-\d\d-\d\d)-(\d{1,2}):(\d{4}-\d\d-\d\d)-(\d{1,2})")
GATE = "https://passport.weibo.com/visitor/visitor?entry=miniblog&a=enter&url={}&domain=.weibo.com&_rand=0.5"
CHECK = "https://passport.weibo.com/verify/captcha?entry=miniblog&url={}"
SORRY = "https://weibo.com/sorry?pagenotfound&retcode=6102"


class WeiboSite:
    """Keyword search for those who bring the account's cookie; ten posts a page, fifty pages at most.

    `now` is the site's clock: later posts do not exist yet, and counts are as grown as they are then. Known faults:
    all but EMPTY_SHELL.
    """

    def __init__(self, scenario: Scenario, session: str) -> None:
        self.posts = scenario.microblogs
        self.now = scenario.now
        self.session = session
        self.temper = Temper()
        self._found = lru_cache(maxsize=64)(self._search)

    def show(self, posts: Sequence[Microblog]) -> None:
        """Other posts from now on, oldest first."""
        self.posts = tuple(posts)
        self._found.cache_clear()

    def app(self) -> web.Application:
        """The site as an application."""
        app = web.Application()
        app.router.add_get("/weibo", self.answer)
        return app

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One search, or what the site says in its stead."""
        if "X-Requested-With" in request.headers:
            return _redirect(SORRY)
        page = int(request.query.get("page", "1"))
        fault = self.temper.fault_now(page)
        if fault is not None and (answer := await self._faulty(fault, request)) is not None:
            return answer
        if not self._is_logged_in(request):
            return _redirect(GATE.format(quote(str(request.url), safe="")))
        posts = () if fault is Fault.SOFT_BLOCK else self._matches(request)
        return self._page(request, posts, page, fault)

    def _page(self, request: web.Request, posts: Sequence[Microblog], page: int, fault: Fault | None) -> web.Response:
        pages = min(MOST_PAGES, -(-len(posts) // PAGE))
        page = page if page <= pages else 1
        shown = () if fault is Fault.EMPTY_PAGE else posts[(page - 1) * PAGE : page * PAGE]
        query, scope = request.query.get("q", ""), request.query.get("timescope", "")
        body = result_page(shown, query=query, page=page, pages=pages, scope=scope, now=self.now)
        if fault is Fault.CHANGED_PART:
            body = body.replace('class="name" target', 'class="nickname" target', 1)
        return web.Response(text=body, content_type="text/html")

    async def _faulty(self, fault: Fault, request: web.Request) -> web.StreamResponse | None:
        """The whole answer of a fault; None where the fault only spoils a page."""
        here = quote(str(request.url), safe="")
        if fault is Fault.CONNECTION_LOST and request.transport is not None:
            request.transport.abort()
        answers = {
            Fault.EXPIRED_SESSION: lambda: _redirect(GATE.format(here)),
            Fault.CAPTCHA: lambda: _redirect(CHECK.format(here)),
            Fault.RATE_LIMIT: lambda: web.Response(status=418),
            Fault.FORBIDDEN: lambda: web.Response(status=403, text="Forbidden"),
            Fault.SERVER_ERROR: lambda: web.Response(status=502, text="<html>502 Bad Gateway</html>"),
            Fault.CONNECTION_LOST: lambda: web.Response(status=500),
            Fault.CHANGED_LAYOUT: lambda: web.Response(text=HEAD + "<div id=app></div>", content_type="text/html"),
        }
        return answers[fault]() if fault in answers else None

    def _is_logged_in(self, request: web.Request) -> bool:
        given = SimpleCookie(request.headers.get("Cookie", "")).get("SUB")
        return given is not None and given.value == self.session

    def _matches(self, request: web.Request) -> Sequence[Microblog]:
        """Newest first."""
        found = self._found(request.query.get("q", ""), self.now)
        scope = request.query.get("timescope")
        if not scope:
            return found
        match = SCOPE.fullmatch(scope)
        if match is None:
            return ()
        start, end = _hour(match[1], match[2]), _hour(match[3], match[4])
        return [post for post in found if start <= post.published_at < end]

    def _search(self, query: str, now: datetime) -> list[Microblog]:
        """Loosely, as the site does: every two letters of every word have to be there, not the word itself."""
        pieces = [word[start : start + 2] for word in query.split() for start in range(0, len(word), 2)]
        found = [
            post for post in self.posts if post.published_at <= now and all(piece in post.words() for piece in pieces)
        ]
        return found[::-1] if pieces else []


def _hour(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=CHINA) + timedelta(hours=int(hour))


def _redirect(target: str) -> web.Response:
    return web.Response(status=302, headers={"Location": target})
