"""Posts go into the database in batches, off the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from scrapy.crawler import Crawler

from crawlers.ordered import OrderedSpider
from domain.post import Post
from storage.posts import Stored, store

BATCH = 200


class StoreInBatches:
    """Stores 200 posts at a time, and the rest when the spider closes.

    The ORM may not run on the event loop. One thread does it all, so that there is one connection and one batch at a
    time; a kill loses the posts of one batch, which the next crawl finds again.
    """

    def __init__(self, spider: OrderedSpider) -> None:
        self.order = spider.order
        self.ledger = spider.ledger
        self.ledger.stores = True
        self.waiting: list[Post] = []
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StoreInBatches":
        """Made by Scrapy."""
        return cls(OrderedSpider.of(crawler))

    async def process_item(self, item: Post) -> Post:
        """Take a post; every 200th takes the batch along."""
        self.waiting.append(item)
        if len(self.waiting) >= BATCH:
            await self._flush()
        return item

    async def close_spider(self) -> None:
        """Store what is left; posts that could not be stored show in the ledger as unsaved."""
        try:
            await self._flush()
        finally:
            self.thread.submit(connections.close_all)
            self.thread.shutdown()

    async def _flush(self) -> None:
        batch, self.waiting = self.waiting, []
        if batch:
            stored = await asyncio.get_running_loop().run_in_executor(self.thread, self._store, batch)
            self.ledger.new += stored.new
            self.ledger.found_again += stored.found_again

    def _store(self, batch: list[Post]) -> Stored:
        return store(batch, watch=self.order.watch.key, now=self.order.clock())
