"""What customers wrote to the service desk of the own account: customservice/msgrecord/getmsglist."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.found import Found
from crawlers.official import Answers, OfficialSpider
from crawlers.order import Order
from crawlers.pages.wechat_official import read_records
from domain.source import SourceKind

CALL = "/customservice/msgrecord/getmsglist"
MOST = 10_000
SPAN = timedelta(hours=24)
"""The longest piece of time that the interface takes."""


class WeChatService(OfficialSpider):
    """Reads the records of the window a day at a time; what staff wrote is no opinion and is left out."""

    name = "wechat-service"
    site_name = "公众号客服记录"
    source_kind = SourceKind.CUSTOMER_SERVICE

    @classmethod
    def cannot(cls, order: Order) -> str:
        """Only where the operator wants it: an account that pushes its messages would give them twice."""
        if order.sites.own is not None and not order.sites.own.records:
            return "没有开启客服聊天记录，请在 [official_account] 里设 service_records = true"
        return super().cannot(order)

    async def start(self) -> AsyncIterator[Found | Request]:
        """Every piece of the window."""
        start = self.order.since
        while start < self.order.until:
            end = min(start + SPAN, self.order.until)
            for request in self._page(start, end, 1):
                yield request
            start = end

    def _page(self, start: datetime, end: datetime, first: int) -> Answers:
        asked = {
            "starttime": int(start.timestamp()),
            "endtime": int(end.timestamp()),
            "msgid": first,
            "number": MOST,
        }
        yield from self.ask(CALL, asked, partial(self.read, start, end, first))

    def read(self, start: datetime, end: datetime, first: int, response: Response) -> Answers:
        """What customers wrote, and the next page while pages are full."""
        page = self.parsed(
            lambda: read_records(response.body, self.own.appid, self.now(), self.own.mark), response, "客服记录"
        )
        if page is None:
            return
        yield from page.posts
        if page.rows >= MOST and page.last > first:
            yield from self._page(start, end, page.last)
