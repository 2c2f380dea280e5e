"""A child process that plays cases: the replica sites in a thread, real spiders over real HTTP, one after the other.

Reads a JSON list of cases from standard input and writes one JSON line per case. A Twisted reactor starts only once in
a process, so all cases share this one.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from crawlers.expectations import judge
from crawlers.ledger import Ledger
from crawlers.order import Order, Sites
from crawlers.pages.weibo_mid import published_at
from crawlers.run import SPIDERS, settings_for
from domain.post import Post
from domain.watch import Watch
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.stage import Stage
from tests.loopback_sites import sites_on

SEED = 7


def sites_of(stage: Stage, cookie: str, budget: int = 0) -> Sites:
    return sites_on(
        stage,
        weibo_daily_budget=budget,
        weibo_cookie=cookie,
        wechat_search_url=stage.wechat_search_url,
        wechat_article_url=stage.wechat_article_url,
        wechat_delay=0,
    )


def order_of(case: dict[str, Any], stage: Stage) -> Order:
    now = stage.scenario.now
    until = now - timedelta(hours=case.get("ago", 0))
    return Order(
        watch=Watch(key=1, name="监测", any_words=tuple(case.get("words", stage.scenario.brand.words))),
        since=until - timedelta(hours=case["hours"]),
        until=until,
        sites=sites_of(stage, case.get("cookie", stage.cookie), case.get("budget", 0)),
        clock=lambda: now,
        usual=case.get("usual", 0),
    )


@contextmanager
def crowd(case: dict[str, Any], stage: Stage) -> Iterator[None]:
    """Where a case asks for a crowd: so many posts in the last hour and no others."""
    usual = stage.weibo.posts
    if "crowd" in case:
        one = next(post for post in usual if "青鹭出行" in post.text and post.published_at < stage.scenario.now)
        last = max(post.mid for post in usual if post.published_at < stage.scenario.now)
        at = published_at(last)
        stage.weibo.show([replace(one, mid=last - number, published_at=at) for number in range(case["crowd"], 0, -1)])
    yield
    stage.weibo.show(usual)


@contextmanager
def trouble(case: dict[str, Any], stage: Stage) -> Iterator[None]:
    tempers = {"weibo": stage.weibo.temper, "search": stage.search.temper, "articles": stage.articles.temper}
    temper = tempers[case.get("at", "weibo")]
    if "fault" in case:
        limits = {name: case[name] for name in ("after", "times", "page") if name in case}
        temper.make(Trouble(fault=Fault(case["fault"]), **limits))
    yield
    temper.make(None)


async def play(case: dict[str, Any], stage: Stage) -> dict[str, Any]:
    spider, ledger, posts = SPIDERS[case["spider"]], Ledger(), list[Post]()
    order = order_of(case, stage)
    runner = AsyncCrawlerRunner(settings_for(spider, order.sites, case.get("pipelines", {})))
    crawler = runner.create_crawler(spider)

    def collect(item: object) -> None:
        if isinstance(item, Post):
            posts.append(item)

    crawler.signals.connect(collect, signals.item_scraped)
    with trouble(case, stage), crowd(case, stage):
        await runner.crawl(crawler, order=order, ledger=ledger)
    verdict = judge(ledger.seen())
    return {
        "outcome": verdict.outcome.value,
        "reason": verdict.reason,
        "expected": verdict.expected,
        "fetched": ledger.fetched,
        "requests": ledger.requests,
        "refusal": verdict.refusal.value if verdict.refusal else "",
        "probed": ledger.probed,
        "pieces": len(ledger.book.changed),
        "kept": [{"url": page.url, "status": page.status, "place": page.place} for page in ledger.kept],
        "ids": [post.native_id for post in posts],
        "texts": {post.native_id: post.text for post in posts},
    }


async def main(_reactor: object) -> None:
    asked = json.load(sys.stdin)
    with Stage(outage_story(SEED, datetime.fromisoformat(asked["now"]))) as stage:
        for case in asked["cases"]:
            sys.stdout.write(json.dumps(await asyncio.wait_for(play(case, stage), 60)) + "\n")


logging.basicConfig(level=logging.INFO, stream=sys.stderr)
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
react(deferred_f_from_coro_f(main), [])
