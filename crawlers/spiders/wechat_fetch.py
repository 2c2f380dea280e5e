"""WeChat articles out of the queue, whoever found them."""

from collections.abc import AsyncIterator
from typing import ClassVar

from scrapy import Request

from crawlers.order import Order, Sites
from crawlers.wechat import WeChatHost, WeChatSpider
from domain.article_address import address_of
from domain.article_link import READING, READING_NAME


class WeChatFetch(WeChatSpider):
    """Reads what is due, one after the other; the first block ends the crawl and lets the host rest for two hours.

    What it reads belongs to every watch that it speaks of, and to the one that it was handed in for.
    """

    name = "wechat-fetch"
    site_name = WeChatHost.ARTICLES.shown
    by_words: ClassVar[bool] = False
    leads: ClassVar[bool] = False

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two articles."""
        return sites.wechat_article_delay

    @staticmethod
    def source(order: Order) -> tuple[str, str] | None:
        """The reading itself, so that it shows whether it goes on."""
        return READING, READING_NAME

    async def start(self) -> AsyncIterator[Request]:
        """Every link that is due; by hand a target is the link itself."""
        self.ledger.listed_articles = len(self.order.targets)
        if self.rests(WeChatHost.ARTICLES):
            return
        for target in self.order.targets:
            self.ledger.pages_of(target.key)
            yield self.open_article(target.url or address_of(target.key).url, target.key)
