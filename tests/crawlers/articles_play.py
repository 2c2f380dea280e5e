"""A child process that plays how articles are found and read, step by step, and tells what is recorded of it.

Reads JSON from standard input: `now` and `steps`. A step may begin with an empty store (`fresh`), hand in links
(`offer`: names of the cast, or lines as they are), make trouble at a site, and run one spider. Writes one JSON line
per step. A Twisted reactor starts only once in a process, so all steps share this one.
"""

import asyncio
import json
import logging
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from crawlers.ledger import Ledger
from crawlers.order import Limits, Order
from crawlers.run import SPIDERS, STORE, carries, close, order_for, settings_for, tell_source
from domain.article_link import FoundBy
from domain.crawl import CrawlPlan
from drill.scenario import Article, Fate, Scenario
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.sites.wechat.names import long_link, short_of
from drill.stage import Stage
from storage import arrivals, crawls, links
from storage import models as tables
from tests.loopback_sites import sites_on

ALBUM = "3141592653"
HOSTILE = '<img src=x onerror=alert(1)> 青鹭出行\r\n=cmd|"/c calc" </script>'
KINDS = {"video": "5", "audio": "7", "pictures": "8", "text": "10", "share": "11", "brief": "17"}


def cast(story: Scenario) -> dict[str, Article]:
    """One article of every kind and fate, of two accounts, about the brand."""
    now = story.now
    one = next(article for article in story.articles_about_brand() if article.published_at < now - timedelta(hours=2))
    paper = replace(one, biz="MzA0MDAwMDAwMQ==", account="江城早报", paragraphs=("青鹭出行昨晚中断了三小时。",))

    def article(number: int, title: str, **more: Any) -> Article:
        at = (now - timedelta(minutes=10 * number)).replace(microsecond=0)
        return replace(paper, **{"mid": 2_247_500_000 + number, "title": title, "published_at": at, **more})

    found = {"there": article(1, "青鹭出行致歉"), "heir": article(2, "青鹭出行迁移后的文章", biz="MzA0MDAwMDAwMg==")}
    fates = [fate for fate in Fate if fate not in {Fate.THERE, Fate.MOVED}]
    found |= {fate.value: article(10 + place, f"青鹭出行 {fate.value}", fate=fate) for place, fate in enumerate(fates)}
    found["moved"] = article(30, "青鹭出行 旧号", fate=Fate.MOVED, heir=found["heir"])
    found |= {name: article(int(kind) + 40, f"青鹭出行 {name}", kind=kind) for name, kind in KINDS.items()}
    found["old"] = article(70, "青鹭出行 2018", of_2018=True)
    found["repost"] = article(71, "青鹭出行致歉（转）", origin=found["there"])
    found["hostile"] = article(72, HOSTILE)
    found |= {f"album{place}": article(100 + place, f"青鹭出行周报 {place}", album=ALBUM) for place in range(25)}
    return found


def lines(step: dict[str, Any], people: dict[str, Article]) -> list[str]:
    """What is handed in: short links of the cast, its second short link (name/2), its long one (name/long), or text."""
    told: list[str] = []
    for written in step.get("offer", ()):
        name, _, form = written.partition("/")
        if name == "album":
            told.append(f"https://mp.weixin.qq.com/mp/appmsgalbum?__biz={people['there'].biz}&album_id={ALBUM}")
        elif name not in people:
            told.append(written)
        elif form == "long":
            told.append(long_link(people[name], code=True))
        else:
            told.append(f"https://mp.weixin.qq.com/s/{short_of(people[name], int(form or 1) - 1)}")
    return told


def begin(step: dict[str, Any], stage: Stage, people: dict[str, Article]) -> tuple[Order | None, Ledger, list[Any]]:
    now = stage.weibo.now
    if step.get("fresh", True):
        for table in (tables.ArticleLink, tables.PostAlias, tables.HostPause, tables.Post, tables.Source):
            table.objects.all().delete()
        tables.Standing.objects.all().delete()
    watch = tables.Watch.objects.get(name="青鹭出行")
    tables.Watch.objects.update(papers="\n".join(step.get("papers", ())))
    told = links.offer(lines(step, people), FoundBy(step.get("by", "file")), now)
    ledger = Ledger()
    if "spider" not in step:
        return None, ledger, list(told)
    spider = SPIDERS[step["spider"]]
    of = watch.pk if spider.leads else None
    plan = CrawlPlan(spider=spider.name, watch=of, since=now - timedelta(hours=step.get("hours", 6)), until=now)
    sites = sites_on(
        stage,
        wechat_search_url=stage.wechat_search_url,
        wechat_article_url=stage.wechat_article_url,
        wechat_delay=0,
        wechat_article_delay=0,
    )
    order = order_for(plan, spider, sites, lambda: now, Limits(requests=40))
    ledger.crawl = crawls.begin(plan, spider.channel, now, leads=spider.leads)
    return order, ledger, list(told)


async def play(step: dict[str, Any], stage: Stage, people: dict[str, Article]) -> dict[str, Any]:
    stage.move_to(stage.scenario.now + timedelta(minutes=step.get("after", 0)))
    shown = [people[name] for name in step["listed"]] if "listed" in step else list(people.values())
    stage.search.show(shown)
    stage.articles.show(list(people.values()))
    stage.search.before_2022 = step.get("before_2022", False)
    order, ledger, told = await asyncio.to_thread(begin, step, stage, people)
    temper = {"search": stage.search.temper, "articles": stage.articles.temper}[step.get("at", "articles")]
    if "fault" in step:
        more = {name: step[name] for name in ("after_good", "times") if name in step}
        temper.make(Trouble(fault=Fault(step["fault"]), after=more.get("after_good", 0), times=more.get("times")))
    if order is not None:
        spider = SPIDERS[step["spider"]]
        if carries(spider, order, ledger):
            settings = settings_for(spider, order.sites, STORE)
            settings.set("RETRY_TIMES", 1, priority="cmdline")
            crawler = AsyncCrawlerRunner(settings).create_crawler(spider)
            await AsyncCrawlerRunner(settings).crawl(crawler, order=order, ledger=ledger)
        assert ledger.crawl is not None
        await asyncio.to_thread(close, ledger.crawl, ledger, order.clock)
        await asyncio.to_thread(tell_source, spider.source(order), order, ledger)
    temper.make()
    by_identity = {f"{one.biz}:{one.mid}:{one.idx}": name for name, one in people.items()}
    by_name = {f"s/{short_of(one)}": name for name, one in people.items()} | by_identity
    offered = [{"line": one.line, "verdict": one.verdict.value, "why": one.why} for one in told]
    return {"offered": offered} | await asyncio.to_thread(recorded, ledger.crawl, by_name)


def recorded(crawl: int | None, names: dict[str, str]) -> dict[str, Any]:
    row = tables.Crawl.objects.filter(pk=crawl).first() if crawl else None
    fields = ("outcome", "refusal", "reason", "requests", "fetched", "new", "found_again", "expected")
    queue = tables.ArticleLink.objects.order_by("pk")
    return {
        "crawl": {name: getattr(row, name) for name in fields} if row else None,
        "kept": list(tables.KeptPage.objects.filter(crawl=row).order_by("pk").values("status", "place")) if row else [],
        "queue": [
            {
                "who": names.get(one.name, ""),
                "title": one.title,
                "state": one.state,
                "why": one.why,
                "tries": one.tries,
                "has_url": bool(one.url),
                "next": one.next_try_at,
            }
            for one in queue
        ],
        "posts": {names.get(one.native_id, one.native_id): post(one) for one in tables.Post.objects.order_by("pk")},
        "mentions": tables.Mention.objects.count(),
        "pauses": {one.host: {"refusal": one.refusal, "times": one.times} for one in tables.HostPause.objects.all()},
        "gone": {
            names.get(one.native_id, one.native_id): one.how for one in tables.Standing.objects.exclude(gone_at=None)
        },
        "sources": {one.place: source(one) for one in arrivals.sources()},
    }


def post(one: tables.Post) -> dict[str, Any]:
    return {"title": one.title, "text": one.text, "url": one.url, "root": one.root_id, "comments": one.comments}


def source(one: Any) -> dict[str, Any]:
    brought = tables.Arrivals.objects.filter(source_id=one.key).values_list("count", flat=True)
    outcome = one.outcome.value if one.outcome else ""
    return {"outcome": outcome, "refusal": one.refusal, "newest": one.newest_at, "brought": sum(brought)}


async def main(_reactor: object) -> None:
    asked = json.load(sys.stdin)
    await asyncio.to_thread(call_command, "migrate", verbosity=0)
    story = outage_story(7, datetime.fromisoformat(asked["now"]))
    await asyncio.to_thread(tables.Watch.objects.create, name="青鹭出行", any_words="青鹭出行")
    people = cast(story)
    with Stage(story) as stage:
        for step in asked["steps"]:
            done = await asyncio.wait_for(play(step, stage, people), 60)
            sys.stdout.write(json.dumps(done, default=str) + "\n")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    react(deferred_f_from_coro_f(main), [])
