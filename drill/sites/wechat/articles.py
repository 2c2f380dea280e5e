"""A site that answers as the article host mp.weixin.qq.com does."""

import json
from collections.abc import Sequence
from datetime import timedelta

from aiohttp import web

from drill.scenario import Article, Fate, Scenario
from drill.sites.trouble import Fault, Temper
from drill.sites.wechat.albums import album_page
from drill.sites.wechat.article_page import article_page
from drill.sites.wechat.faults import BY_FAULT, by_fault
from drill.sites.wechat.names import code_of, key_of, long_link, short_of
from drill.sites.wechat.state_page import BAD_LINK, EXPIRED, STATES, TRANSFERRED, VERIFY_WORDS, state_page

GOOD_FOR = timedelta(hours=6)
SHORTS = 2
"""How many short ids every article has."""


class ArticleSite:
    """Articles behind short, long and temporary links, albums, and the pages that stand in the place of an article.

    A long link without its check code gets the check of the visitor, whoever comes. Known faults: those of
    drill.sites.wechat.faults, TOO_LARGE, and CHANGED_LAYOUT, which takes the identity out of pages and albums.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.now = scenario.now
        self.temper = Temper()
        self.show(scenario.articles)

    def show(self, articles: Sequence[Article]) -> None:
        """Have these articles and no others."""
        self.articles = tuple(articles)
        self.by_key = {key_of(article): article for article in self.articles}
        self.by_short = {short_of(article, number): article for article in self.articles for number in range(SHORTS)}
        self.by_identity = {(article.biz, str(article.mid), str(article.idx)): article for article in self.articles}

    def app(self) -> web.Application:
        """The site as an application."""
        app = web.Application()
        app.router.add_get("/s", self.by_query)
        app.router.add_get("/s/{short}", self.short)
        app.router.add_get("/mp/appmsgalbum", self.album)
        app.router.add_get("/mp/wappoc_appmsgcaptcha", self.check)
        return app

    async def check(self, request: web.Request) -> web.Response:
        """The check of the visitor itself."""
        return _page(VERIFY_WORDS)

    async def short(self, request: web.Request) -> web.Response:
        """The article of a short link."""
        return self._answer(request, self.by_short.get(request.match_info["short"]), lasting=True)

    async def by_query(self, request: web.Request) -> web.Response:
        """The article of a temporary or a long link."""
        asked = request.query
        if "signature" not in asked:
            found = self.by_identity.get((asked.get("__biz", ""), asked.get("mid", ""), asked.get("idx", "")))
            if found is not None and asked.get("chksm") != code_of(found):
                checked = by_fault(Fault.CAPTCHA, str(request.url))
                assert checked is not None
                return checked
            return self._answer(request, found, lasting=True)
        stamp = asked.get("timestamp", "0")
        over = self.now.timestamp() - int(stamp) > GOOD_FOR.total_seconds()
        found = self.by_key.get(asked["signature"])
        return self._answer(request, found, lasting=False, over=over)

    async def album(self, request: web.Request) -> web.Response:
        """A page of an album, newest first."""
        fault = self.temper.fault_now()
        if (spoiled := by_fault(fault, str(request.url))) is not None:
            return spoiled
        page = album_page(self.articles, self.now, dict(request.query))
        text = json.dumps(page, ensure_ascii=False)
        if fault is Fault.CHANGED_LAYOUT:
            text = text.replace("article_list", "articles")
        return web.Response(text=text, content_type="application/json")

    def _answer(
        self, request: web.Request, article: Article | None, *, lasting: bool, over: bool = False
    ) -> web.Response:
        fault = self.temper.fault_now()
        if (spoiled := by_fault(fault, str(request.url))) is not None:
            return spoiled
        if article is None:
            return _page(state_page(BAD_LINK))
        if over:
            return _page(state_page(EXPIRED))
        if article.fate is Fate.MOVED and article.heir is not None:
            return _page(TRANSFERRED.format(target=long_link(article.heir, code=True).replace("&", "\\x26amp;")))
        if article.fate is not Fate.THERE:
            return _page(state_page(STATES[article.fate]))
        body = article_page(article, lasting=lasting)
        if fault is Fault.CHANGED_LAYOUT:
            body = body.replace("bizuin", "acct").replace("var biz", "var acct").replace("msg_link", "its_link")
            body = body.replace("link: JsDecode", "lnk: JsDecode")
        return _page(body)


def known_faults() -> frozenset[Fault]:
    """Every fault that the site can show."""
    return frozenset({*BY_FAULT, Fault.TOO_LARGE, Fault.CHANGED_LAYOUT})


def _page(body: str) -> web.Response:
    return web.Response(text=body, content_type="text/html")
