"""A child process that plays what bridges do, over real HTTP, and tells what was recorded of each crawl.

Reads JSON from standard input: `now` and `steps`. A step names the path of a form, a fault, minutes after `now`, and
whether the bridge has stopped; `fresh` begins with an empty store. Writes one JSON line a step.
"""

import asyncio
import gzip
import json
import logging
import sys
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from crawlers.ledger import Ledger
from crawlers.order import Limits, Order, Sites
from crawlers.run import SPIDERS, STORE, carries, close, order_for, settings_for
from domain.crawl import CrawlPlan
from drill.scenarios.outage import outage_story
from drill.sites.feeds import FeedSite
from drill.sites.loopback import Loopback
from drill.sites.trouble import Fault, Trouble
from storage import arrivals, crawls, feeds
from storage import models as tables

SPIDER = "wechat-feed"


def begin(step: dict[str, Any], home: str, now: datetime) -> tuple[Order, Ledger, int]:
    if step.get("fresh", True):
        for table in (tables.Feed, tables.Source, tables.Post, tables.KeptPage, tables.Crawl):
            table._default_manager.all().delete()
    watch = tables.Watch.objects.get()
    for number, path in enumerate(step.get("paths", [step.get("path", "/feeds/all.rss")])):
        key = f"?k={step['key']}" if "key" in step else ""
        feeds.add(f"{home}{path}{key}", f"桥{number}", watch.pk, now)
    plan = CrawlPlan(spider=SPIDER, watch=watch.pk, since=now, until=now)
    order = order_for(plan, SPIDERS[SPIDER], Sites(wechat_feed_delay=0), lambda: now, Limits())
    crawl = crawls.begin(plan, SPIDERS[SPIDER].channel, now, leads=False)
    return order, Ledger(crawl=crawl), crawl


async def play(step: dict[str, Any], site: FeedSite, home: str, start: datetime) -> dict[str, Any]:
    now = site.now = start + timedelta(minutes=step.get("after", 0))
    site.stopped_at = start if step.get("stopped") else None
    site.key, site.asked = step.get("key", ""), []
    site.temper.make(Trouble(fault=Fault(step["fault"]), times=step.get("times")) if "fault" in step else None)
    order, ledger, crawl = await asyncio.to_thread(begin, step, home, now)
    if carries(SPIDERS[SPIDER], order, ledger):
        settings = settings_for(SPIDERS[SPIDER], order.sites, STORE)
        settings.set("CONCURRENT_REQUESTS", 1, priority="cmdline")  # a fault that comes once meets the first feed
        settings.set("RETRY_TIMES", 1, priority="cmdline")
        settings.set("DOWNLOAD_TIMEOUT", 3, priority="cmdline")
        settings.set("DOWNLOAD_MAXSIZE", step.get("most", 16_000_000), priority="cmdline")
        await AsyncCrawlerRunner(settings).crawl(SPIDERS[SPIDER], order=order, ledger=ledger)
    await asyncio.to_thread(close, crawl, ledger, order.clock)
    return {"asked": site.asked} | await asyncio.to_thread(told, crawl)


def told(crawl: int) -> dict[str, Any]:
    row = tables.Crawl.objects.get(pk=crawl)
    fields = ("outcome", "refusal", "reason", "requests", "fetched", "new", "found_again")
    posts = tables.Post.objects.order_by("pk")
    return {
        "crawl": {name: getattr(row, name) for name in fields},
        "kept": list(tables.KeptPage.objects.filter(crawl=row).order_by("pk").values("status", "place", "url")),
        "bodies": [gzip.decompress(bytes(page.body)).hex() for page in tables.KeptPage.objects.filter(crawl=row)],
        "sources": [
            {
                "outcome": one.outcome,
                "refusal": one.refusal,
                "reason": one.reason,
                "received_at": one.received_at,
                "newest_at": one.newest_at,
                "good_at": one.good_at,
                "place": one.place,
            }
            for one in arrivals.sources()
        ],
        "arrived": sum(tables.Arrivals.objects.values_list("count", flat=True)),
        "posts": list(posts.values("native_id", "title", "text", "cut", "dated", "published_at", "author_name")),
    }


async def main(_reactor: object) -> None:
    asked = json.load(sys.stdin)
    now = datetime.fromisoformat(asked["now"])
    await asyncio.to_thread(call_command, "migrate", verbosity=0)
    await asyncio.to_thread(tables.Watch.objects.create, name="青鹭出行", any_words="青鹭出行")
    with Loopback() as loopback:
        site = FeedSite(outage_story(7, now).articles, now)
        home = loopback.serve(site.app())
        for step in asked["steps"]:
            done = await asyncio.wait_for(play(step, site, home, now), 90)
            sys.stdout.write(json.dumps(done, default=str) + "\n")


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    react(deferred_f_from_coro_f(main), [])
