"""What customers wrote to a desk of 微信客服: kf/sync_msg, from where the last reading ended."""

from collections.abc import AsyncIterator
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.found import Found
from crawlers.official import Answers, OfficialSpider
from crawlers.own import Side
from crawlers.pages.wechat_official import read_desk
from domain.own_account import DeskRead
from domain.source import SourceKind
from domain.target import Target

CALL = "/cgi-bin/kf/sync_msg"
MOST = 1000


class WeChatDesk(OfficialSpider):
    """Reads each desk to its end; the platform keeps three days. A cursor is written behind the messages before it."""

    name = "wechat-kf"
    site_name = "微信客服"
    side = Side.DESK
    source_kind = SourceKind.CUSTOMER_SERVICE

    async def start(self) -> AsyncIterator[Found | Request]:
        """Where each desk goes on."""
        for target in self.order.targets:
            for request in self._page(target, target.cursor):
                yield request

    def _page(self, target: Target, cursor: str) -> Answers:
        asked = {"cursor": cursor, "token": target.ticket, "limit": MOST, "open_kfid": target.key}
        yield from self.ask(CALL, {name: value for name, value in asked.items() if value}, partial(self.read, target))

    def read(self, target: Target, response: Response) -> Answers:
        """The messages, then how far they reach, then the next page."""
        page = self.parsed(
            lambda: read_desk(response.body, self.now(), self.own.mark), response, f"客服账号 {target.key} 的消息"
        )
        if page is None:
            return
        yield from page.posts
        if page.cursor:
            yield DeskRead(desk=target.key, cursor=page.cursor, at=self.now())
        if page.more and page.cursor:
            yield from self._page(target, page.cursor)
