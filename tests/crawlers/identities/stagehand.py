"""A child process that plays cases of identities: the replica in a thread, a spider that asks for routes.

Reads a JSON list of cases from standard input and writes one JSON line per case. With `stored` identities live in the
database of this process, which stays the same from case to case, as do the sites.
"""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.management import call_command
from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from crawlers.expectations import judge
from crawlers.ledger import Evidence, Ledger
from crawlers.order import Order, Sites
from crawlers.ordered import OrderedSpider
from crawlers.pages.answer import Answer
from crawlers.pages.weibo_gate import weibo_refusal
from crawlers.pages.weibo_json_gate import json_refusal
from crawlers.routes import WAYS, Route
from crawlers.run import settings_for
from domain.post import Channel
from domain.refusal import Refusal
from domain.watch import Watch
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.sites.weibo.walls import Door, Host, Wall
from drill.stage import Stage
from storage.models import Identity
from tests.loopback_sites import sites_on

SEED = 7


class Asker(OrderedSpider):
    """Asks for the routes of a case, one after the other."""

    name = "asker"
    channel = Channel.WEIBO
    site_name = "微博"
    asked: list[tuple[Route, str]]
    got: list[dict[str, Any]]
    proves_nothing = False

    @property
    def site(self) -> str:
        return self.order.sites.weibo_search_url

    @staticmethod
    def delay(sites: Sites) -> float:
        return sites.weibo_delay

    def refusal(self, answer: Answer) -> Refusal | None:
        page = urlsplit(answer.url).netloc == urlsplit(self.site).netloc
        return weibo_refusal(answer) if page else json_refusal(answer)

    async def start(self) -> AsyncIterator[Request]:
        for route, query in self.asked:
            way = WAYS[route]
            address = f"{self.order.sites.address(way.host)}{way.path}?{query}"
            yield Request(address, self.read, meta={"route": route})

    def read(self, response: Response) -> None:
        if self.proves_nothing:
            evidence = Evidence(url=response.url, status=200, body=response.body, place=self.site_name)
            self.ledger.refused(Refusal.SOFT_BLOCK, evidence)
        self.got.append({"route": response.meta["route"], "kind": response.meta["identity_kind"]})


def sites_of(stage: Stage, case: dict[str, Any]) -> Sites:
    cookies = {"live": stage.cookie, "mobile": stage.mobile_cookie}
    return sites_on(
        stage,
        weibo_cookie=cookies.get(case.get("cookie", ""), case.get("cookie", "")),
        weibo_mobile_cookie=cookies.get(case.get("mobile_cookie", ""), ""),
        weibo_proxy=case.get("proxy", ""),
    )


def asked(stage: Stage, case: dict[str, Any]) -> list[tuple[Route, str]]:
    uid = stage.weibo.posts[0].account.uid
    mid = next(post.mid for post in stage.weibo.posts if not post.is_gone(stage.scenario.now))
    queries = {
        Route.REPOSTS: f"id={mid}&page=1",
        Route.SEARCH: urlencode({"q": "今天", "page": 1}),
        Route.TIMELINE: f"uid={uid}&page=1&feature=0",
        Route.PROFILE: f"uid={uid}",
        Route.POST: f"id={mid}",
        Route.MOBILE_TIMELINE: f"type=uid&value={uid}&containerid=107603{uid}",
    }
    return [(Route(name), queries.get(Route(name), "")) for name in case["routes"]]


@contextmanager
def as_told(stage: Stage, case: dict[str, Any]) -> Iterator[None]:
    walls = dict(stage.weibo.walls)
    for (host, path), doors in case.get("walls", {}).items():
        stage.weibo.walls[Host(host), path] = Wall(**{kind: Door(door) for kind, door in doors.items()})
    stage.weibo.temper.make(*(Trouble(fault=Fault(one.pop("fault")), **one) for one in case.get("troubles", ())))
    if case.get("ends"):
        for sub in [sub for sub, held in stage.weibo.register.passes.items() if held.kind == case["ends"]]:
            stage.weibo.register.end(sub, stage.scenario.now - timedelta(days=1))
    yield
    stage.weibo.walls = walls
    stage.weibo.temper.make(None)


async def play(case: dict[str, Any], stage: Stage) -> dict[str, Any]:
    now = stage.scenario.now
    sites, ledger = sites_of(stage, case), Ledger()
    watch = Watch(key=1, name="监测", any_words=("青鹭",))
    order = Order(watch=watch, since=now - timedelta(hours=1), until=now, sites=sites, clock=lambda: now)
    settings = settings_for(Asker, sites, {})
    settings.set("CONCURRENT_REQUESTS", case.get("at_once", 1), priority="cmdline")
    settings.set("IDENTITIES_STORED", case.get("stored", False), priority="cmdline")
    runner = AsyncCrawlerRunner(settings)
    Asker.proves_nothing = case.get("proves_nothing", False)
    Asker.asked, Asker.got = asked(stage, case), []
    before = stage.weibo.register.given
    with as_told(stage, case):
        await runner.crawl(runner.create_crawler(Asker), order=order, ledger=ledger)
    verdict = judge(replace(ledger.seen(), pages=len(Asker.got)))
    return {
        "got": Asker.got,
        "refusals": [{"refusal": met.refusal.value, "place": met.place} for met in ledger.refusals],
        "outcome": verdict.outcome.value,
        "reason": verdict.reason,
        "requests": ledger.requests,
        "given": stage.weibo.register.given - before,
        "rows": await asyncio.to_thread(rows) if case.get("stored") else [],
    }


def rows() -> list[dict[str, Any]]:
    return [
        {
            "kind": row.kind,
            "domain": row.domain,
            "live": row.retired_at is None and row.expired_at is None,
            "wiped": not row.cookies,
            "cooling": row.cool_until is not None,
            "refusals": row.refusals,
            "used": row.used,
            "holder": row.holder,
            "secret": b"SUB" in bytes(row.cookies),
        }
        for row in Identity.objects.order_by("id")
    ]


async def main(_reactor: object) -> None:
    given = json.load(sys.stdin)
    with Stage(outage_story(SEED, datetime.fromisoformat(given["now"]))) as stage:
        for case in given["cases"]:
            case["walls"] = {tuple(place.split(" ")): doors for place, doors in case.get("walls", {}).items()}
            sys.stdout.write(json.dumps(await asyncio.wait_for(play(case, stage), 60)) + "\n")
            sys.stdout.flush()


logging.basicConfig(level=logging.INFO, stream=sys.stderr)
call_command("migrate", verbosity=0)
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
react(deferred_f_from_coro_f(main), [])
