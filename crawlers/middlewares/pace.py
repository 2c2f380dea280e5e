"""Seconds between two requests to one host, as a person would pause."""

import asyncio
import random
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

JITTER = 0.5
BREATH = 0.2


class Pace:
    """Holds a request back until the pause since the last one to its host is over.

    The pause is the configured delay times a random 0.5 to 1.5, retries included. Scrapy's own delay would let a stop
    wait for the whole pause; here a request that waits gives up as soon as the crawl is asked to stop.
    """

    def __init__(self, crawler: Crawler, delay: float) -> None:
        self.crawler = crawler
        self.delay = delay
        self.free_at: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Pace":
        """Made by Scrapy."""
        return cls(crawler, crawler.settings.getfloat("PACE_SECONDS"))

    async def process_request(self, request: Request) -> None:
        """Wait for this host's turn."""
        if self.delay <= 0:
            return
        now = asyncio.get_running_loop().time
        host = urlsplit(request.url).netloc
        turn = max(now(), self.free_at.get(host, 0.0))
        self.free_at[host] = turn + self.delay * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # no secret
        while (left := turn - now()) > 0:
            if not self.crawler.crawling:
                raise IgnoreRequest("the crawl is stopping")
            await asyncio.sleep(min(left, BREATH))
