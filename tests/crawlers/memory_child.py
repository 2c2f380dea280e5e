"""A child process that reads a hundred thousand posts through the spider, the pipelines and the store.

Arguments: how many pages of ten posts. Writes as JSON the resident memory after each tenth, in bytes, the seconds that
it took, and how many posts are in the store.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse

from crawlers.book import PageRead
from crawlers.ledger import Ledger
from crawlers.order import Order, Sites
from crawlers.pages.weibo_mid import published_at
from crawlers.pipelines.belongs import BelongsToWatch
from crawlers.pipelines.landed import Landed
from crawlers.pipelines.once import OnceOnly
from crawlers.pipelines.store import StoreInBatches
from crawlers.slices import HOUR, Slice, whole_hours
from crawlers.spiders.weibo_search import WeiboSearch
from domain.crawl import CrawlPlan
from domain.post import Channel, Post
from storage import crawls
from storage import models as tables
from tests.crawlers.weibo_markup import MID, card, page

PAGES_A_PIECE = 40
TEXT = "今天的<em class='s-color-red'>云雀</em>出行{}很准时，" + "司机师傅一路上都没有接电话，车里也干净。" * 4


def resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def small_cache() -> None:
    """SQLite fills its cache of 64 MB and stays there; here only the crawl is looked at."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size=-2000")


def pieces(count: int) -> Iterator[tuple[Slice, int]]:
    """Hours, each with the number of its first post."""
    start = published_at(MID).replace(minute=0, second=0)
    for number in range(count):
        at = start + number * HOUR
        yield whole_hours("云雀", at, at + HOUR), MID + number * 3600 * (1 << 22)


async def main(pages: int) -> None:
    watch = tables.Watch.objects.create(name="云雀", any_words="云雀")
    since = published_at(MID) - timedelta(hours=1)
    until = since + timedelta(hours=pages // PAGES_A_PIECE + 3)
    crawl = crawls.begin(
        CrawlPlan(spider="weibo-search", watch=watch.pk, since=since, until=until), Channel.WEIBO, until
    )
    order = Order(watch=watch.noun(), since=since, until=until, sites=Sites(), clock=lambda: until)
    spider = WeiboSearch(order, Ledger(crawl=crawl))
    store = StoreInBatches(spider, crawl)
    store.scribe.thread.submit(small_cache).result()
    landed, belongs, once = Landed(spider), BelongsToWatch(spider), OnceOnly(spider)

    async def hand_on(found: Post | PageRead) -> None:
        try:
            await store.process_item(once.process_item(belongs.process_item(landed.process_item(found))))
        except DropItem:
            return

    began, memory, read = time.perf_counter(), list[int](), 0
    for piece, first in pieces(pages // PAGES_A_PIECE):
        spider.book.ask(piece)
        for number in range(1, PAGES_A_PIECE + 1):
            cards = (card(TEXT.format(number), mid=first + number * 10 + place) for place in range(10))
            body = page(*cards, pages=PAGES_A_PIECE, following=number < PAGES_A_PIECE)
            answer = HtmlResponse("http://127.0.0.1/weibo", body=body, request=Request("http://127.0.0.1/weibo"))
            for found in spider.read(answer, piece, number, again=False):
                if not isinstance(found, Request):
                    await hand_on(found)
            read += 1
            if read % (pages // 10) == 0:
                memory.append(resident())
    await store.close_spider()
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps({"memory": memory, "seconds": seconds, "fetched": spider.ledger.fetched}) + "\n")


call_command("migrate", verbosity=0)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
asyncio.run(main(int(sys.argv[1])))
