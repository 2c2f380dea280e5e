"""A child process that fetches the same pages three ways and writes the seconds that each took as JSON.

Bare Scrapy that throws the pages away, bare Scrapy that reads them with our parser, and a whole crawl: spider, book of
slices, every middleware and pipeline but the database. All in one process, one after the other, against one server.
"""

import json
import sys
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from functools import cache

from aiohttp import web
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from crawlers.ledger import Ledger
from crawlers.order import Order, Sites
from crawlers.pages.weibo_mid import published_at
from crawlers.pages.weibo_search import read_search
from crawlers.run import settings_for
from crawlers.spiders.weibo_search import WeiboSearch
from domain.post import Post
from domain.watch import Watch
from drill.sites.loopback import Loopback
from tests.crawlers.weibo_markup import MID, card, page

WORDS, PAGES = 10, 40
REQUESTS = WORDS * PAGES
SINCE = published_at(MID) - timedelta(hours=1)
UNTIL = SINCE + timedelta(hours=8)
TEXT = "今天的<em class='s-color-red'>云雀</em>出行很准时，" + "司机师傅一路上都没有接电话，车里也干净。" * 4


@cache
def body_of(word: str, number: int) -> bytes:
    first = MID + int(word[2:]) * 100_000 + number * 10
    cards = (card(TEXT + word, mid=first + place) for place in range(10))
    return page(*cards, pages=PAGES, following=number < PAGES)


async def answer(request: web.Request) -> web.Response:
    return web.Response(body=body_of(request.query["q"], int(request.query["page"])), content_type="text/html")


def words() -> tuple[str, ...]:
    return tuple(f"云雀{number}" for number in range(WORDS))


class Bare(Spider):
    """Scrapy and nothing else."""

    name = "bare"
    reads = False

    def __init__(self, site: str) -> None:
        super().__init__()
        self.site = site

    async def start(self) -> AsyncIterator[Request]:
        for word in words():
            for number in range(1, PAGES + 1):
                yield Request(f"{self.site}/weibo?q={word}&page={number}", dont_filter=True)

    def parse(self, response: Response) -> Iterator[Post]:
        if self.reads:
            yield from read_search(response.body, UNTIL).posts


class Reading(Bare):
    """Scrapy and our parser."""

    name = "reading"
    reads = True


async def timed(runner: AsyncCrawlerRunner, spider: type[Spider], **arguments: object) -> float:
    began = time.perf_counter()
    await runner.crawl(spider, **arguments)
    return time.perf_counter() - began


async def main(_reactor: object) -> None:
    app = web.Application()
    app.router.add_get("/weibo", answer)
    with Loopback() as loopback:
        site = loopback.serve(app)
        sites = Sites(weibo_search_url=site, weibo_cookie="SUB=x", weibo_delay=0)
        watch = Watch(key=1, name="云雀", any_words=words())
        plain = {"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "LOG_LEVEL": "ERROR"}
        bare, ours = AsyncCrawlerRunner(plain), AsyncCrawlerRunner(settings_for(WeiboSearch, sites, {}))
        for word in words():
            for number in range(1, PAGES + 1):
                body_of(word, number)
        await timed(bare, Bare, site=site)
        ledger = Ledger()
        order = Order(watch=watch, since=SINCE, until=UNTIL, sites=sites, clock=lambda: UNTIL)
        told = {
            "bare": await timed(bare, Bare, site=site),
            "reading": await timed(bare, Reading, site=site),
            "ours": await timed(ours, WeiboSearch, order=order, ledger=ledger),
            "requests": ledger.requests,
            "fetched": ledger.fetched,
        }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    react(deferred_f_from_coro_f(main), [])
