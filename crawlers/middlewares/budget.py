"""So many requests a day for each identity, counted in the database, since crawls are processes of their own."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured

from crawlers.ordered import OrderedSpider
from domain.day import day_of

WRITTEN_EVERY = 20


class Budget:
    """Stops the crawl where an identity has used up its requests of the day in China; what is left waits for the next.

    Requests of this crawl are written down every twentieth time, with what other crawls have used read back.
    """

    def __init__(self, spider: OrderedSpider, budget: int) -> None:
        self.ledger = spider.ledger
        self.clock = spider.order.clock
        self.budget = budget
        self.used: dict[tuple[str, str], int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Budget":
        """Made by Scrapy; declines where there is no limit."""
        spider = OrderedSpider.of(crawler)
        if spider.budget <= 0:
            raise NotConfigured
        return cls(spider, spider.budget)

    async def process_request(self, request: Request) -> None:
        """Count the request, or refuse it."""
        identity, day = str(request.meta.get("identity", "account")), day_of(self.clock())
        key = identity, day.isoformat()
        if key not in self.used:
            self.used[key] = await self._write(identity)
        if self.used[key] >= self.budget:
            self.ledger.used_up(self.budget)
            raise IgnoreRequest("the budget of the day is used up")
        self.used[key] += 1
        self.ledger.unwritten[identity] += 1
        if self.ledger.unwritten[identity] >= WRITTEN_EVERY:
            self.used[key] = max(self.used[key], await self._write(identity))

    async def _write(self, identity: str) -> int:
        """Write down what is not yet; returns what all crawls have used today."""
        scribe = self.ledger.scribe
        if scribe is None:
            return 0
        new, self.ledger.unwritten[identity] = self.ledger.unwritten[identity], 0
        return await scribe.spend(identity, new)
