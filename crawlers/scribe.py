"""The one thread that writes a running crawl into the database."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connections

from crawlers.found import Note
from crawlers.ledger import Evidence
from crawlers.notes import keep_note
from crawlers.order import Order
from domain.crawl_slice import CrawlSlice
from domain.day import day_of
from domain.post import Post
from domain.refusal import Refusal
from storage import arrivals, crawl_slices, crawls, pauses
from storage.posts import Stored, store

logger = logging.getLogger(__name__)


class Scribe:
    """Writes posts, slices, evidence and counts in the order in which they are handed in.

    The ORM may not run on the event loop; one thread does it all, so that there is one connection. A slice is written
    behind its posts: what a kill leaves as done is done.
    """

    def __init__(self, crawl: int, order: Order) -> None:
        self.crawl = crawl
        self.order = order
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scribe")
        self.pages: list[Future[None]] = []

    async def store(self, posts: Sequence[Post], slices: Sequence[CrawlSlice]) -> Stored:
        """Store posts, then the slices that they complete; returns how many posts were new."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, self._store, posts, slices)

    async def spend(self, identity: str, requests: int) -> int:
        """Add to the requests of today; returns how many there are now."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, self._spend, identity, requests)

    async def note(self, found: Note) -> None:
        """Keep what is no post; it stands behind the posts that were handed in before."""
        await asyncio.get_running_loop().run_in_executor(self.thread, self._note, found)

    def keep(self, page: Evidence) -> None:
        """Keep a page at once, so that a kill does not take it along."""
        self.pages.append(self.thread.submit(self._keep, page))

    def pause(self, host: str, refusal: Refusal) -> None:
        """Write at once that a host is to be left alone."""
        self.pages.append(self.thread.submit(pauses.pause, host, refusal, self.order.clock()))

    def lift(self, host: str) -> None:
        """Write at once that a host answers again."""
        self.pages.append(self.thread.submit(pauses.lift, host))

    def close(self) -> None:
        """Wait for what is under way; raises what went wrong with a page or a pause."""
        self.thread.submit(connections.close_all)
        self.thread.shutdown()
        for page in self.pages:
            page.result()

    def _store(self, posts: Sequence[Post], slices: Sequence[CrawlSlice]) -> Stored:
        now, watch = self.order.clock(), self.order.watch
        stored = store(posts, watch=watch.key or None, now=now)
        if self.order.source is not None:
            arrivals.arrived(self.order.source, stored.new_at, now)
        crawl_slices.write(self.crawl, slices)
        return stored

    def _note(self, found: Note) -> None:
        now = self.order.clock()
        if keep_note(found, now, self.order.watch.key or None) and self.order.source is not None:
            arrivals.arrived(self.order.source, [now], now)

    def _spend(self, identity: str, requests: int) -> int:
        return crawls.spend(identity, day_of(self.order.clock()), requests)

    def _keep(self, page: Evidence) -> None:
        crawls.keep_page(self.crawl, page.url, page.status, page.body, page.place, self.order.clock())
        logger.info("kept a page as evidence, status %s, %d bytes", page.status, len(page.body))
