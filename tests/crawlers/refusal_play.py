"""A child process that plays one refusal after the other and tells what was recorded and what was done next.

Reads JSON from standard input: `now` and `steps`. A step begins with no identities but the configured ones, where it
says `fresh`. It ends with one JSON line: the crawl's row, the kept pages, the identities, the checked routes, how many
answers the site gave and how many of them were spoiled, and which paths were asked in which order.
"""

import asyncio
import json
import logging
import sys
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from crawlers.ledger import Ledger
from crawlers.order import Limits, Sites
from crawlers.run import SPIDERS, STORE, carries, close, order_for, settings_for
from domain.crawl import CrawlPlan
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.stage import Stage
from storage import crawls, identities, route_checks
from storage import models as tables
from tests.loopback_sites import sites_on

NOBODY = {"weibo-hot", "weibo-post", "weibo-profile", "weibo-canary"}


def official(stage: Stage) -> int:
    return next(p.account.uid for p in stage.scenario.microblogs if p.account.name == stage.scenario.brand.name)


def sites(stage: Stage, step: dict[str, Any]) -> Sites:
    account = step.get("account", True)
    return sites_on(
        stage,
        weibo_cookie=stage.cookie if account else "",
        weibo_mobile_cookie=stage.mobile_cookie if account else "",
        weibo_canary_account=str(official(stage)),
        weibo_canary_post=step.get("post", ""),
    )


def begin(step: dict[str, Any], stage: Stage) -> tuple[Any, Ledger, int]:
    now = stage.weibo.now
    if step.get("fresh", True):
        tables.Identity.objects.all().delete()
        tables.RequestCount.objects.all().delete()
    watch = None if step["spider"] in NOBODY else tables.Watch.objects.get().pk
    targets = tuple(step.get("targets", ()))
    plan = CrawlPlan(
        spider=step["spider"],
        watch=watch,
        since=now - timedelta(hours=step.get("hours", 2)),
        until=now,
        targets=targets,
    )
    spider = SPIDERS[step["spider"]]
    order = order_for(plan, spider, sites(stage, step), lambda: now, Limits())
    crawl = crawls.begin(plan, spider.channel, now, leads=spider.leads)
    return order, Ledger(crawl=crawl), crawl


async def play(step: dict[str, Any], stage: Stage) -> dict[str, Any]:
    stage.move_to(stage.scenario.now + timedelta(minutes=step.get("after", 0)))
    order, ledger, crawl = await asyncio.to_thread(begin, step, stage)
    spider, paths = SPIDERS[step["spider"]], list[str]()
    faults = [step["fault"]] if "fault" in step else step.get("faults", [])
    stage.weibo.temper.make(*(Trouble(**{**one, "fault": Fault(one["fault"])}) for one in faults))
    if carries(spider, order, ledger):
        settings = settings_for(spider, order.sites, STORE)
        settings.set("IDENTITIES_STORED", True, priority="cmdline")
        settings.set("RETRY_TIMES", 1, priority="cmdline")
        settings.set("DOWNLOAD_TIMEOUT", 3, priority="cmdline")
        if step.get("pause"):
            settings.set("PACE_SECONDS", step["pause"], priority="cmdline")
            settings.set("CONCURRENT_REQUESTS", 1, priority="cmdline")
        crawler = AsyncCrawlerRunner(settings).create_crawler(spider)
        crawler.signals.connect(
            lambda request, spider: paths.append(request.url.partition("?")[0].split("/", 3)[3]),
            signals.request_reached_downloader,
            weak=False,
        )
        await AsyncCrawlerRunner(settings).crawl(crawler, order=order, ledger=ledger)
    runs = [(run.answers, run.shown) for run in stage.weibo.temper.runs]
    stage.weibo.temper.make()
    await asyncio.to_thread(close, crawl, ledger, order.clock)
    return {"runs": runs, "paths": paths} | await asyncio.to_thread(told, crawl, stage.weibo.now)


def told(crawl: int, now: datetime) -> dict[str, Any]:
    row = tables.Crawl.objects.get(pk=crawl)
    fields = ("outcome", "refusal", "reason", "requests", "fetched", "new", "expected")
    return {
        "crawl": {name: getattr(row, name) for name in fields},
        "kept": list(tables.KeptPage.objects.filter(crawl=row).order_by("pk").values("status", "place", "url")),
        "identities": [
            {
                "kind": one.kind.value,
                "domain": one.domain.value,
                "health": one.health(now).value,
                "refusals": one.refusals,
                "last_refusal": one.last_refusal.value if one.last_refusal else "",
                "rests": round((one.cool_until - now).total_seconds() / 60) if one.cool_until else 0,
            }
            for one in identities.standings(now, retired=True)
        ],
        "routes": {
            one.check.route: {
                "state": one.check.state.value,
                "word": one.check.word,
                "words": one.check.words,
                "cure": one.check.cure,
                "identity": one.check.identity.value if one.check.identity else "",
                "at": one.check.at,
                "since": one.since,
                "good_at": one.good_at,
            }
            for one in route_checks.standings()
        },
    }


async def main(_reactor: object) -> None:
    asked = json.load(sys.stdin)
    await asyncio.to_thread(call_command, "migrate", verbosity=0)
    story = outage_story(7, datetime.fromisoformat(asked["now"]))
    await asyncio.to_thread(tables.Watch.objects.create, name="青鹭出行", any_words="青鹭出行")
    with Stage(story) as stage:
        for step in asked["steps"]:
            done = await asyncio.wait_for(play(step, stage), 90)
            sys.stdout.write(json.dumps(done, default=str) + "\n")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    react(deferred_f_from_coro_f(main), [])
