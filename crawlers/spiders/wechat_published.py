"""What the own account has published: freepublish/batchget, newest first."""

from collections.abc import AsyncIterator
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.found import Found
from crawlers.official import Answers, OfficialSpider
from crawlers.pages.wechat_official import read_published

CALL = "/cgi-bin/freepublish/batchget"
PER_PAGE = 20


class WeChatPublished(OfficialSpider):
    """Reads the list back to the beginning of the window, and the number of each article from its link.

    Only what was 发布 stands in it; what was 群发 does not, and comes by its push or by other ways.
    """

    name = "wechat-published"
    site_name = "公众号已发布列表"

    async def start(self) -> AsyncIterator[Found | Request]:
        """The newest page."""
        for request in self._page(0):
            yield request

    def _page(self, offset: int) -> Answers:
        yield from self.ask(CALL, {"offset": offset, "count": PER_PAGE, "no_content": 0}, partial(self.read, offset))

    def read(self, offset: int, response: Response) -> Answers:
        """The articles in the window, and the next page unless this one reaches behind it."""
        where = f"已发布列表第 {offset // PER_PAGE + 1} 页"
        page = self.parsed(
            lambda: read_published(response.body, self.own.appid, self.own.name, self.now()), response, where
        )
        if page is None:
            return
        for post in page.posts:
            if post.published_at >= self.order.since:
                yield post
            else:
                self.ledger.dropped += 1
        yield from page.articles
        seen = offset + page.rows
        if page.rows and seen < page.total and page.oldest is not None and page.oldest >= self.order.since:
            yield from self._page(seen)
