"""A site that answers as the public WeChat article search does."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from aiohttp import web

from drill.scenario import Article, Scenario
from drill.sites.trouble import Fault, Temper
from drill.sites.wechat.names import key_of
from drill.sites.wechat.search_page import ANTISPIDER, SHIFT, jump, results

PAGE = 10
MOST_PAGES = 10
SPANS = {"1": timedelta(days=1), "2": timedelta(days=7), "3": timedelta(days=30), "4": timedelta(days=365)}


class SearchSite:
    """Ten results a page, ten pages, by relevance; for visitors who bring the cookie of the home page and a Referer.

    A result link leads to a page that joins the article's temporary address on `articles`. A link signed wrongly, or a
    visitor without cookie, gets the check page. Known faults: CAPTCHA, RATE_LIMIT, FORBIDDEN, CHANGED_LAYOUT,
    SERVER_ERROR, TO_ARTICLE_ELSEWHERE. `before_2022` shows the class names of then.
    """

    def __init__(self, scenario: Scenario, articles: str) -> None:
        self.now = scenario.now
        self.articles = articles.removeprefix("http://")
        self.temper = Temper()
        self.before_2022 = False
        self.show(scenario.articles)

    def show(self, articles: Sequence[Article]) -> None:
        """List these articles and no others."""
        self.listed = tuple(articles)
        self.by_key = {key_of(article): article for article in self.listed}

    def app(self) -> web.Application:
        """The site as an application."""
        app = web.Application()
        app.router.add_get("/", self.home)
        app.router.add_get("/weixin", self.search)
        app.router.add_get("/link", self.link)
        app.router.add_get("/antispider/", self.check)
        return app

    async def home(self, request: web.Request) -> web.Response:
        """Gives the cookies."""
        answer = web.Response(text="<html><title>搜狗微信搜索</title></html>", content_type="text/html")
        for name, value in (("ABTEST", "7|1|v1"), ("SNUID", "6FA1C3D2"), ("SUID", "0A1B2C3D")):
            answer.set_cookie(name, value, path="/")
        return answer

    async def check(self, request: web.Request) -> web.Response:
        """The check page itself."""
        return web.Response(text=ANTISPIDER, content_type="text/html")

    async def search(self, request: web.Request) -> web.Response:
        """One page of results."""
        page = int(request.query.get("page", "1"))
        fault = self.temper.fault_now(page)
        if (answer := self._refusal(request, fault)) is not None:
            return answer
        query = request.query.get("query", "")
        found = self._found(query, request.query.get("tsn", "0"))
        pages = max(1, min(MOST_PAGES, -(-len(found) // PAGE)))
        rows = [(article, self._link(article, query)) for article in found[(page - 1) * PAGE : page * PAGE]]
        body = results(rows, query=query, page=page, pages=pages, count=len(found), before_2022=self.before_2022)
        if fault is Fault.CHANGED_LAYOUT:
            body = body.replace("news-list", "news-grid")
        return web.Response(text=body, content_type="text/html")

    async def link(self, request: web.Request) -> web.Response:
        """The jump to an article."""
        fault = self.temper.fault_now()
        if (answer := self._refusal(request, fault)) is not None:
            return answer
        key = request.query.get("token", "")
        if key not in self.by_key or not self._is_signed(request):
            return _to_check(request)
        address = self.address(self.by_key[key])
        if fault is Fault.TO_ARTICLE_ELSEWHERE:
            address = address.replace(self.articles, "articles.example")
        return web.Response(text=jump(address, key), content_type="text/html")

    def address(self, article: Article) -> str:
        """The temporary address of an article; it is good for some hours."""
        asked = {"src": 11, "timestamp": int(self.now.timestamp()), "ver": 4839, "signature": key_of(article), "new": 1}
        return f"http://{self.articles}/s?{urlencode(asked)}"

    def _refusal(self, request: web.Request, fault: Fault | None) -> web.Response | None:
        if fault is Fault.CAPTCHA or "SNUID" not in request.cookies or "Referer" not in request.headers:
            return _to_check(request)
        plain = {Fault.RATE_LIMIT: 503, Fault.FORBIDDEN: 403, Fault.SERVER_ERROR: 500}
        return web.Response(status=plain[fault]) if fault in plain else None

    def _found(self, query: str, span: str) -> list[Article]:
        """Loosely matched and ordered by relevance, which is to say by nothing that we know of."""
        pieces = [word[start : start + 2] for word in query.split() for start in range(0, len(word), 2)]
        since = self.now - SPANS[span] if span in SPANS else datetime.min.replace(tzinfo=self.now.tzinfo)
        found = [
            article
            for article in self.listed
            if since <= article.published_at <= self.now
            and pieces
            and all(piece in f"{article.account}\n{article.words()}" for piece in pieces)
        ]
        return sorted(found, key=key_of)

    def _link(self, article: Article, query: str) -> str:
        key = key_of(article)
        long = hashlib.sha512(key.encode()).hexdigest()
        return f"/link?url=dn9a_-gY295K0Rci_{long}&type=2&query={quote(query)}&token={key}"

    def _is_signed(self, request: web.Request) -> bool:
        """Whether k and h fit the link, where they are given."""
        if "k" not in request.query:
            return True
        link = self._link(self.by_key[request.query["token"]], request.query.get("query", ""))
        place = link.index("url=") + 4 + SHIFT + int(request.query["k"])
        return link[place] == request.query.get("h")


def _to_check(request: web.Request) -> web.Response:
    target = f"/antispider/?from={quote(str(request.rel_url), safe='')}"
    return web.Response(status=302, headers={"Location": target})
