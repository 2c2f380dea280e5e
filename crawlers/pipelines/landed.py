"""Marks behind the posts of a page: when one arrives, the posts are all on their way to the store."""

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawlers.book import PageRead
from crawlers.ordered import OrderedSpider
from domain.post import Post


class Landed:
    """Tells the book of slices that a page has landed.

    Right because Scrapy hands on the output of one answer in order and one by one (CONCURRENT_ITEMS is 1).
    """

    def __init__(self, spider: OrderedSpider) -> None:
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Landed":
        """Made by Scrapy."""
        return cls(OrderedSpider.of(crawler))

    def process_item(self, item: Post | PageRead) -> Post:
        """Posts pass, marks end here."""
        if isinstance(item, PageRead):
            self.spider.ledger.book.landed(item.piece, item.page, self.spider.order.clock())
            raise DropItem("a mark")
        return item
