"""Each post goes on once a crawl."""

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawlers.ordered import OrderedSpider
from domain.post import Channel, Post


class OnceOnly:
    """Drops a post that this crawl has met before, under another word or in another slice, and counts the rest."""

    def __init__(self, spider: OrderedSpider) -> None:
        self.ledger = spider.ledger
        self.met: set[tuple[Channel, str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "OnceOnly":
        """Made by Scrapy."""
        return cls(OrderedSpider.of(crawler))

    def process_item(self, item: Post) -> Post:
        """The post, the first time."""
        identity = (item.channel, item.native_id)
        if identity in self.met:
            raise DropItem("met before in this crawl")
        self.met.add(identity)
        self.ledger.fetched += 1
        return item
