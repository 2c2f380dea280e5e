"""Seconds between two requests of one identity to one host, as a person would pause."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawlers.middlewares.refusals import answer_of
from crawlers.ordered import OrderedSpider
from crawlers.tempo import Tempo
from domain.refusal import Refusal

BREATH = 0.2
MOST_TRIES = 2
LONGEST_WAIT = 3600.0
REBUFFS = frozenset({414, 418, 429, 432})


class Pace:
    """Holds a request back until its turn, and slows down where the site has had enough.

    Scrapy's own delay would let a stop wait for the whole pause; here a request that waits gives up as soon as the
    crawl is asked to stop. After the first and the second rebuff in a row a rate-limited request is tried again, after
    ever longer pauses, before anybody else hears of it; a failing server is slowed down for and tried again by Scrapy
    itself. With a delay of 0, as on the stage set, nothing waits. `now` and `sleep` are the event loop's.
    """

    def __init__(
        self,
        crawler: Crawler,
        delay: float,
        now: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.crawler = crawler
        self.delay = delay
        self.now = now or (lambda: asyncio.get_running_loop().time())
        self.sleep = sleep
        self.tempos: dict[tuple[str, str], Tempo] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Pace":
        """Made by Scrapy."""
        return cls(crawler, crawler.settings.getfloat("PACE_SECONDS"))

    async def process_request(self, request: Request) -> None:
        """Wait for this host's and identity's turn."""
        if self.delay <= 0:
            return
        tempo = self._tempo(request)
        turn = tempo.turn(self.now(), random.random())  # noqa: S311  # no secret
        while (left := turn - self.now()) > 0:
            if not self.crawler.crawling:
                raise IgnoreRequest("the crawl is stopping")
            await self.sleep(min(left, BREATH))
            turn = max(turn, tempo.free_at) if tempo.rebuffs else turn

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Learn from the answer; a rate limit is asked again after the pause that it calls for."""
        tempo, limited = self._tempo(request), self._is_limited(response)
        if not limited and response.status not in REBUFFS and response.status < 500:
            tempo.answered(float(request.meta.get("download_latency", 0.0)))
            return response
        wait = tempo.rebuffed(self.now(), self._asked_to_wait(response))
        OrderedSpider.of(self.crawler).logger.info("slowing down for %.0f s after status %s", wait, response.status)
        again = OrderedSpider.of(self.crawler).tries_limits_again
        if not limited or not again or tempo.rebuffs > MOST_TRIES or wait > LONGEST_WAIT:
            return response
        return request.replace()

    def _tempo(self, request: Request) -> Tempo:
        key = urlsplit(request.url).netloc, str(request.meta.get("identity", ""))
        return self.tempos.setdefault(key, Tempo(delay=self.delay))

    def _is_limited(self, response: Response) -> bool:
        return OrderedSpider.of(self.crawler).refusal(answer_of(response)) is Refusal.RATE_LIMIT

    def _asked_to_wait(self, response: Response) -> float | None:
        written = response.headers.get("Retry-After")
        clock = OrderedSpider.of(self.crawler).order.clock
        return seconds_of(written.decode("latin-1"), clock()) if written else None


def seconds_of(retry_after: str, now: datetime) -> float | None:
    """How long a Retry-After header asks to wait, given in seconds or as a moment; None for neither."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - now).total_seconds())
