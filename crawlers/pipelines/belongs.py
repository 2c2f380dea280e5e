"""Only posts that speak of the watch go on."""

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawlers.found import Found
from crawlers.ordered import OrderedSpider
from domain.post import Post


class BelongsToWatch:
    """Drops and counts what a search returned although its words are not there: searches match loosely."""

    def __init__(self, spider: OrderedSpider) -> None:
        self.watch = spider.order.watch
        self.ledger = spider.ledger
        self.by_words = spider.by_words

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BelongsToWatch":
        """Made by Scrapy."""
        return cls(OrderedSpider.of(crawler))

    def process_item(self, item: Found) -> Found:
        """The post, where title, own words or quoted words match; what else was found passes."""
        if not isinstance(item, Post) or not self.by_words:
            return item
        if self.watch.matches("\n".join((item.title or "", item.text, item.quoted or ""))):
            return item
        self.ledger.dropped += 1
        raise DropItem("speaks of something else")
