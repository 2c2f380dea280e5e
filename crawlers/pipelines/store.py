"""Posts go into the database in batches, off the event loop, and the slices that they complete behind them."""

import asyncio

from scrapy.crawler import Crawler

from crawlers.found import Found
from crawlers.ordered import OrderedSpider
from crawlers.scribe import Scribe
from domain.post import Post

BATCH = 200
AT_LEAST_EVERY = 5.0
"""Seconds after which what a finished slice has given is stored, though it is no whole batch."""


class StoreInBatches:
    """Stores 200 posts at a time, sooner where a slice changed, and the rest when the spider closes.

    A kill loses what waits, and the slices that it belongs to are not yet marked as done: the next crawl asks for them.
    """

    def __init__(self, spider: OrderedSpider, crawl: int) -> None:
        self.ledger = spider.ledger
        self.ledger.stores = True
        self.scribe = self.ledger.scribe = Scribe(crawl, spider.order)
        self.waiting: list[Post] = []
        self.stored_at = 0.0
        self.broken = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StoreInBatches":
        """Made by Scrapy; raises ValueError for a crawl without a row."""
        spider = OrderedSpider.of(crawler)
        if spider.ledger.crawl is None:
            raise ValueError("a crawl that stores posts needs a row of its own")
        return cls(spider, spider.ledger.crawl)

    async def process_item(self, item: Found) -> Found:
        """Take a post; every 200th takes the batch along. What else was found is kept at once, behind what waits."""
        if not isinstance(item, Post):
            await self._flush()
            await self.scribe.note(item)
            return item
        self.waiting.append(item)
        late = asyncio.get_running_loop().time() - self.stored_at > AT_LEAST_EVERY
        if len(self.waiting) >= BATCH or (late and self.ledger.book.changed):
            await self._flush()
        return item

    async def close_spider(self) -> None:
        """Store what is left; posts that could not be stored show in the ledger as unsaved."""
        try:
            self.ledger.book.unfinished()
            await self._flush()
            for identity, requests in self.ledger.unwritten.items():
                await self.scribe.spend(identity, requests)
        finally:
            self.ledger.scribe = None
            self.scribe.close()

    async def _flush(self) -> None:
        """Store what waits. After a failure no slice is written any more, since its posts may be lost."""
        posts, self.waiting = self.waiting, []
        slices = [] if self.broken else list(self.ledger.book.changed.values())
        self.ledger.book.changed.clear()
        self.stored_at = asyncio.get_running_loop().time()
        if not posts and not slices:
            return
        before, self.broken = self.broken, True
        stored = await self.scribe.store(posts, slices)
        self.broken = before
        self.ledger.new += stored.new
        self.ledger.found_again += stored.found_again
