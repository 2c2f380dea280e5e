"""A child process that plays a story of several crawls, one after the other, into an SQLite file of its own.

Reads JSON from standard input: `now`, and `steps` with the minutes after it, the spider, what it is asked for, who it
comes as. Writes one JSON line per step: how the crawl ended and what the store holds afterwards. A Twisted reactor
starts only once in a process, so all steps share this one.
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

from django.core.management import call_command
from django.db.models import Model
from django.forms.models import model_to_dict
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from crawlers.ledger import Ledger
from crawlers.order import Limits, Sites
from crawlers.run import SPIDERS, STORE, carries, close, order_for, settings_for
from domain.alert import Finding, Grade, Proposal, Reason
from domain.crawl import CrawlPlan
from domain.score import Polarity, Score
from drill.scenario import Account, Badge, Edit, End, Gone, Microblog, Mood, Reach, Scenario
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.sites.weibo.numbers import number_at
from drill.stage import Stage
from storage import alerts, crawls, scores
from storage import models as tables
from tests.loopback_sites import sites_on

OWN = Account(uid=7_300_000_001, name="青鹭出行", badge=Badge.BLUE, followers=860_000, verified_type=2)
LOUD = Account(uid=7_300_000_002, name="江城早报", badge=Badge.BLUE, followers=2_400_000, verified_type=3)
QUIET = Account(uid=7_300_000_003, name="路过的人", followers=120)
LONG = "青鹭出行今天的服务让人没有想到：" + "等车等了很久也没有人来接，客服电话一直占线，" * 9 + "最后押金也没有退。"
DUMPED: dict[str, type[Model]] = {
    "posts": tables.Post,
    "standings": tables.Standing,
    "threads": tables.Thread,
    "proofs": tables.Proof,
    "accounts": tables.Account,
    "topics": tables.HotTopic,
    "ranks": tables.HotRank,
    "crawls": tables.Crawl,
}


def cast(story: Scenario) -> dict[str, Microblog]:
    """Posts of an invented afternoon; what becomes of them happens twenty minutes after it."""
    now, later = story.now, story.now + timedelta(minutes=20)

    def post(minutes: int, account: Account, text: str, **more: Any) -> Microblog:
        at = (now - timedelta(minutes=minutes)).replace(microsecond=0)
        mid = number_at(at, minutes)
        reach = Reach(reposts=45, comments=130, likes=900)
        told: dict[str, Any] = {"source": "iPhone客户端", "mood": Mood.NEGATIVE, "reach": reach} | more
        return Microblog(mid=mid, account=account, published_at=at, text=text, **told)

    return {
        "notice": post(240, OWN, "青鹭出行：系统已经恢复，给大家添麻烦了", pinned=True),
        "thanks": post(230, OWN, "谢谢各位的理解", reach=Reach(comments=3)),
        "long": post(180, LOUD, LONG),
        "edited": post(
            170, QUIET, "青鹭出行把我丢在路边", edits=(Edit(at=later, text="青鹭出行把我丢在路边，已道歉"),)
        ),
        "deleted": post(160, QUIET, "青鹭出行乱扣钱", end=End(at=later, how=Gone.DELETED)),
        "hidden": post(150, QUIET, "青鹭出行客服不理人", end=End(at=later, how=Gone.HIDDEN)),
        "reported": post(140, QUIET, "青鹭出行骗人", end=End(at=later, how=Gone.REPORTED)),
        "plain": post(130, QUIET, "青鹭出行今天还行", mood=Mood.NEUTRAL),
    }


def sites(stage: Stage, step: dict[str, Any]) -> Sites:
    return sites_on(
        stage,
        weibo_cookie=stage.cookie if step.get("account") else "",
        weibo_mobile_cookie=stage.mobile_cookie if step.get("account") else "",
    )


@contextmanager
def trouble(step: dict[str, Any], stage: Stage) -> Iterator[None]:
    if "fault" in step:
        stage.weibo.temper.make(Trouble(fault=Fault(step["fault"]), **step.get("where", {})))
    yield
    stage.weibo.temper.make(None)


def begin(step: dict[str, Any], stage: Stage, mids: dict[str, int]) -> tuple[Any, Ledger]:
    """The order as the service would make it, and the row of the crawl."""
    now = stage.weibo.now
    watch = tables.Watch.objects.get(name="青鹭出行")
    keys = tuple(str(mids.get(name, name)) for name in step.get("targets", ()))
    nobody = step["spider"] in {"weibo-hot", "weibo-post", "weibo-profile"}
    plan = CrawlPlan(
        spider=step["spider"],
        watch=None if nobody else watch.pk,
        since=now - timedelta(hours=step.get("hours", 24)),
        until=now,
        targets=keys,
    )
    spider = SPIDERS[step["spider"]]
    order = order_for(plan, spider, sites(stage, step), lambda: now, Limits(**step.get("limits", {})))
    crawl = crawls.begin(plan, spider.channel, now, leads=spider.leads)
    return order, Ledger(crawl=crawl)


async def play(step: dict[str, Any], stage: Stage, mids: dict[str, int]) -> dict[str, Any]:
    stage.move_to(stage.scenario.now + timedelta(minutes=step.get("after", 0)))
    if "alert" in step:
        await asyncio.to_thread(raise_alert, [str(mids[name]) for name in step["alert"]], stage.weibo.now)
    if step.get("score"):
        await asyncio.to_thread(score_all, stage.weibo.now)
    order, ledger = await asyncio.to_thread(begin, step, stage, mids)
    spider = SPIDERS[step["spider"]]
    if carries(spider, order, ledger):
        settings = settings_for(spider, order.sites, STORE)
        settings.set("IDENTITIES_STORED", True, priority="cmdline")
        crawler = AsyncCrawlerRunner(settings).create_crawler(spider)
        with trouble(step, stage):
            await AsyncCrawlerRunner(settings).crawl(crawler, order=order, ledger=ledger)
    assert ledger.crawl is not None
    outcome = await asyncio.to_thread(close, ledger.crawl, ledger, order.clock)
    said = {"outcome": outcome.value, "targets": [target.key for target in order.targets], "errors": ledger.errors}
    return said | await asyncio.to_thread(dumped)


def dumped() -> dict[str, Any]:
    found: dict[str, Any] = {
        name: [row(one) for one in table._default_manager.order_by("pk")] for name, table in DUMPED.items()
    }
    found["mentions"] = list(tables.Mention.objects.values_list("post__native_id", flat=True))
    found["readings"] = list(tables.Reading.objects.order_by("pk").values("post__native_id", "read_at", "likes"))
    return found


def row(one: Any) -> dict[str, Any]:
    told = model_to_dict(one)
    return {
        name: f"{len(bytes(value))} bytes" if isinstance(value, memoryview | bytes) else value
        for name, value in told.items()
    }


def raise_alert(natives: list[str], now: datetime) -> None:
    posts = list(tables.Post.objects.filter(native_id__in=natives).values_list("pk", flat=True))
    watch = tables.Watch.objects.get(name="青鹭出行")
    finding = Finding(
        rule="negative_surge",
        watch=watch.pk,
        fingerprint="surge",
        title="青鹭出行：负面增多",
        since=now,
        reasons=(Reason(text="负面 4 条"),),
        posts=tuple(posts),
    )
    alerts.raise_alert(finding, Proposal(grade=Grade.TWO, reasons=("负面声量",), standard=1), (), now, told=True)


def score_all(now: datetime) -> None:
    bad = Score(negativity=0.9, polarity=Polarity.NEGATIVE, words=(), keys=(), model="t")
    scores.save([(pk, bad) for pk in tables.Post.objects.filter(score=None).values_list("pk", flat=True)], now)


def set_up(story: Scenario) -> None:
    call_command("migrate", verbosity=0)
    tables.Watch.objects.create(name="青鹭出行", any_words="青鹭出行", accounts=f"{OWN.uid}")


async def main(_reactor: object) -> None:
    asked = json.load(sys.stdin)
    story = outage_story(7, datetime.fromisoformat(asked["now"]))
    posts = cast(story)
    mids = {name: post.mid for name, post in posts.items()} | {"own": OWN.uid, "loud": LOUD.uid}
    await asyncio.to_thread(set_up, story)
    with Stage(replace(story)) as stage:
        stage.weibo.show(sorted([*story.microblogs, *posts.values()], key=lambda post: post.mid))
        sys.stdout.write(json.dumps(mids) + "\n")
        for step in asked["steps"]:
            done = await asyncio.wait_for(play(step, stage, mids), 90)
            sys.stdout.write(json.dumps(done, default=str) + "\n")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    react(deferred_f_from_coro_f(main), [])
