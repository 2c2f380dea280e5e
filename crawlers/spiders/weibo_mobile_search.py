"""Weibo by keyword on m.weibo.cn: a second source beside s.weibo.com, when it happens to be open to us."""

from collections.abc import AsyncIterator
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.asking import Answers, AskingSpider
from crawlers.found import Found
from crawlers.pages.weibo_mobile_search import MOST_TOLD, read_mobile_search
from crawlers.pages.weibo_rows import BlogPage
from crawlers.routes import Route

NEWEST_FIRST = 61


class WeiboMobileSearch(AskingSpider):
    """Asks for every word of the watch, newest first, back to the beginning of the window.

    A refusal is on record and silences no channel: the main search goes on without it.
    """

    name = "weibo-mobile-search"
    site_name = "微博手机版搜索"
    by_words = True
    within_each = False

    async def start(self) -> AsyncIterator[Found | Request]:
        """The first page for each word."""
        for query in self.order.queries():
            for request in self._page(query, "1"):
                yield request

    def _page(self, query: str, page: str) -> Answers:
        asked: dict[str, str | int] = {
            "containerid": f"100103type={NEWEST_FIRST}&q={query}&t=0",
            "page_type": "searchall",
            "page": page,
        }
        yield from self.ask(Route.MOBILE_SEARCH, asked, partial(self.read, query, page), about=query)

    def read(self, query: str, page: str, response: Response) -> Answers:
        """Posts in the window, and the next page unless this one reaches behind it."""
        where = f"“{query}”第 {self.mark(query)} 页"
        found = self.parsed(lambda: read_mobile_search(response.body, self.order.clock()), response, where)
        if found is None:
            return
        for row in found.unreadable:
            self.could_not_read(row, response, where)
        for post in found.posts:
            if self.order.holds(post.published_at):
                yield post
            else:
                self.ledger.dropped += 1
        if found.total == MOST_TOLD and not found.next:
            self.ledger.leave(f"“{query}”的结果达到手机版所称的上限 {MOST_TOLD} 条")
        if found.posts and found.next and found.next != page and not self._is_behind(found):
            yield from self._page(query, found.next)

    def _is_behind(self, found: BlogPage) -> bool:
        """Whether even the newest post of the page is older than the window; the order is not strict."""
        return max(post.published_at for post in found.posts) < self.order.since
