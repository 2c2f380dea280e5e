"""Reposts of posts that matter: repostTimeline of weibo.com, and of m.weibo.cn where that is closed."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.asking import Answers, AskingSpider
from crawlers.found import Found
from crawlers.ledger import Evidence
from crawlers.pages.weibo_reposts import read_mobile_reposts, read_reposts
from crawlers.pages.weibo_rows import BlogPage
from crawlers.reading import Reading
from crawlers.routes import Route
from domain.post import PostKind
from domain.refusal import Refusal

PER_PAGE = 20
PARSERS: dict[Route, Callable[[bytes, datetime], BlogPage]] = {
    Route.REPOSTS: read_reposts,
    Route.MOBILE_REPOSTS: read_mobile_reposts,
}


class WeiboReposts(AskingSpider):
    """Reads the direct reposts of each post, newest first, to the last page; those that authors hide are missing."""

    name = "weibo-reposts"
    site_name = "微博转发"

    async def start(self) -> AsyncIterator[Found | Request]:
        """The first page of each post."""
        for target in self.order.targets:
            reading = Reading(target=target, kind=PostKind.REPOST)
            for request in self._page(reading, Route.REPOSTS, 1):
                yield request

    def _page(self, reading: Reading, route: Route, page: int) -> Answers:
        asked: dict[str, str | int] = {"id": reading.target.key, "page": page}
        if route is Route.REPOSTS:
            asked |= {"moduleID": "feed", "count": PER_PAGE}
        turned = partial(self._turned, reading, route, page)
        read = partial(self.read, reading, route, page)
        requests = list(self.ask(route, asked, read, about=reading.target.key, turned=turned))
        if not requests:
            reading.leave("请求上限已到")
            yield from self._close(reading)
        yield from requests

    def read(self, reading: Reading, route: Route, page: int, response: Response) -> Answers:
        """A page of reposts, and the next one."""
        key = reading.target.key
        where = f"帖文 {key} 的转发第 {self.mark(key)} 页"
        found = self.parsed(lambda: PARSERS[route](response.body, self.order.clock()), response, where)
        if found is None:
            reading.leave("有一页读不懂")
            yield from self._close(reading)
            return
        for row in found.unreadable:
            self.could_not_read(row, response, where)
        yield from found.posts
        reading.take(found.posts)
        reading.announce(found.total)
        if (found.posts or found.gone) and (found.pages is None or page < found.pages):
            yield from self._page(reading, route, page + 1)
        else:
            yield from self._close(reading)

    def _turned(self, reading: Reading, route: Route, page: int, refusal: Refusal, evidence: Evidence) -> Answers:
        """The post is gone, or this version of the site is closed: then the other one, from its beginning."""
        if refusal is Refusal.DELETED:
            yield self.gone(reading.target, evidence)
        elif route is Route.REPOSTS and page == 1:
            yield from self._page(reading, Route.MOBILE_REPOSTS, 1)
        else:
            reading.leave(f"后续页面{refusal.shown}")
            self.ledger.leave(f"帖文 {reading.target.key} 的转发只读到一部分：后续页面{refusal.shown}")
            yield from self._close(reading)

    def _close(self, reading: Reading) -> Answers:
        if reading.begun:
            result = reading.result(self.order.clock())
            self.ledger.threads.append(result)
            yield result
