"""A child process that plays crawls of the own account against the replica of the official interfaces.

Reads JSON from standard input: `now` and `steps`. A step names a spider and what goes wrong: `errors` (codes that a
path gives next), `always`, `strange`, `expire`, `secret`, `down`. Writes one JSON line a step.
"""

import asyncio
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
from crawlers.order import Limits, Sites
from crawlers.own import Own
from crawlers.run import SPIDERS, STORE, carries, close, order_for, settings_for
from domain.crawl import CrawlPlan
from domain.own_account import DeskNews, FoundBy, OwnArticle
from drill.sites.loopback import Loopback
from drill.sites.wechat_official import Books, OfficialSite
from storage import arrivals, crawls, own_account
from storage import models as tables

APPID, SECRET, CORP, CORP_SECRET = "wx0heron0heron0001", "S-account-secret", "wwheron", "S-desk-secret"
BIZ, MID = "MzAxheron==", 2247490098
SECONDS = 1795390000


def books() -> Books:
    """Invented: 120 comments, three published articles, a week of numbers, records and a desk."""
    comments = [
        {
            "user_comment_id": number,
            "openid": f"oCustomer{number % 7}",
            "create_time": SECONDS + number,
            "content": f"第 {number} 条留言：骑到半路锁不上车",
            "comment_type": 0,
        }
        for number in range(1, 121)
    ]
    del comments[5]["openid"]
    link = f"http://mp.weixin.qq.com/s?__biz={BIZ}&mid={MID}&idx=1&sn=ab&chksm=cd"
    news = {
        "title": "青鹭出行致歉声明",
        "content": "<p>我们为故障道歉。</p><p>押金照退。</p>",
        "url": link,
        "is_deleted": False,
    }
    gone = {"title": "删掉的", "content": "<p>x</p>", "url": "", "is_deleted": True}
    short = {"title": "短讯", "content": "<p>恢复了</p>", "url": "http://mp.weixin.qq.com/s/abcdefghijklmnopqrstuA"}
    item = {"article_id": "A1", "update_time": SECONDS, "content": {"news_item": [news, gone]}}
    other = {
        "article_id": "A2",
        "update_time": SECONDS - 60,
        "content": {"news_item": [{**short, "is_deleted": False}]},
    }
    detail = {"stat_date": "2026-11-22", "read_user": 5120, "share_user": 77, "like_user": 31, "comment_count": 120}
    first = {**detail, "stat_date": "2026-11-21", "read_user": 100}
    numbers = {"2026-11-21": [{"ref_date": "2026-11-21", "msgid": f"{MID}_1", "detail_list": [detail, first]}]}
    records = [
        {"openid": "oCustomer1", "opercode": 2003, "text": "退款呢", "time": SECONDS, "worker": ""},
        {"openid": "oCustomer1", "opercode": 2002, "text": "您好，正在处理", "time": SECONDS + 5, "worker": "kf@heron"},
        {"openid": "oCustomer1", "opercode": 2003, "text": "[image]", "time": SECONDS + 9, "worker": ""},
    ]
    desk = [
        {"msgid": f"m{number}", "open_kfid": "wk1", "external_userid": "wmOne", "send_time": SECONDS + number,
         "origin": 5 if number == 2 else 3, "msgtype": "text", "text": {"content": f"第 {number} 问"}}
        for number in range(1, 6)
    ]  # fmt: skip
    return Books(
        comments={(MID, 0): comments},
        published=[item, other],
        numbers=numbers,
        records=records,
        desk={"wk1": desk},
    )


def begin(step: dict[str, Any], sites: Sites, now: datetime) -> tuple[Any, Ledger, int]:
    if step.get("fresh", True):
        for table in (
            tables.OwnToken,
            tables.OwnRest,
            tables.OwnArticle,
            tables.Post,
            tables.ServiceDesk,
            tables.Source,
        ):
            table.objects.all().delete()
    if step.get("news"):
        own_account.told(DeskNews(desk="wk1", ticket="ENC1", at=now))
    if step.get("article"):
        own_account.keep(
            OwnArticle(account=APPID, mid=str(MID), idx=1, published_at=now, found_by=FoundBy.PUSH, biz=BIZ), now
        )
    plan = CrawlPlan(
        spider=step["spider"],
        watch=tables.Watch.objects.get().pk,
        since=now - timedelta(hours=30),
        until=now,
        targets=tuple(step.get("targets", ())),
    )
    order = order_for(plan, SPIDERS[step["spider"]], sites, lambda: now, Limits(requests=step.get("requests", 50)))
    crawl = crawls.begin(plan, SPIDERS[step["spider"]].channel, now, leads=False)
    return order, Ledger(crawl=crawl), crawl


async def play(step: dict[str, Any], site: OfficialSite, address: str, start: datetime) -> dict[str, Any]:
    now = start + timedelta(minutes=step.get("after", 0))
    site.now, site.errors, site.always = now, step.get("errors", {}), step.get("always", {})
    site.strange, site.books.delayed = set(step.get("strange", ())), step.get("delayed", False)
    if step.get("expire"):
        site.expire()
    before, forced = site.asked.copy(), site.forced
    place = "http://127.0.0.1:9" if step.get("down") else address
    own = Own(
        name="青鹭出行", mark=lambda openid: f"hash{len(openid)}", appid=APPID, secret=step.get("secret", SECRET),
        api_url=place, corpid=CORP, corp_secret=CORP_SECRET, corp_url=place, records=True, minute=0.01,
    )  # fmt: skip
    order, ledger, crawl = await asyncio.to_thread(begin, step, Sites(own=own), now)
    spider = SPIDERS[step["spider"]]
    if carries(spider, order, ledger):
        settings = settings_for(spider, order.sites, STORE)
        settings.set("RETRY_TIMES", 1, priority="cmdline")
        settings.set("LOG_LEVEL", "DEBUG", priority="cmdline")
        runner = AsyncCrawlerRunner(settings)
        await runner.crawl(runner.create_crawler(spider), order=order, ledger=ledger)
    await asyncio.to_thread(close, crawl, ledger, order.clock, order.source)
    asked = {path: count - before[path] for path, count in site.asked.items() if count > before[path]}
    return {"asked": asked, "forced": site.forced - forced} | await asyncio.to_thread(told, crawl, order.source)


def told(crawl: int, asked: int) -> dict[str, Any]:
    row = tables.Crawl.objects.get(pk=crawl)
    source = next(one for one in arrivals.sources() if one.key == asked)
    kept = tables.KeptPage.objects.filter(crawl=row).order_by("pk")
    article = tables.OwnArticle.objects.first()
    return {
        "crawl": {name: getattr(row, name) for name in ("outcome", "refusal", "reason", "fetched", "new", "requests")},
        "kept": [(page.url, page.status, page.place) for page in kept],
        "source": {
            "kind": source.kind.value,
            "name": source.name,
            "outcome": source.outcome,
            "refusal": source.refusal,
            "received_at": source.received_at,
        },
        "posts": list(
            tables.Post.objects.order_by("native_id").values(
                "native_id", "kind", "text", "title", "root_id", "author_key", "reads", "likes", "url"
            )
        ),
        "mentions": tables.Mention.objects.count(),
        "article": {name: getattr(article, name) for name in ("announced", "given", "next_at", "guessed", "found_by")}
        if article
        else None,
        "articles": list(tables.OwnArticle.objects.values_list("mid", "idx")),
        "cursors": list(tables.ServiceDesk.objects.values_list("desk", "cursor")),
    }


async def main(_reactor: object) -> None:
    asked = json.load(sys.stdin)
    await asyncio.to_thread(call_command, "migrate", verbosity=0)
    await asyncio.to_thread(tables.Watch.objects.create, name="青鹭出行", any_words="青鹭出行")
    start = datetime.fromisoformat(asked["now"])
    site = OfficialSite(books(), start, appid=APPID, secret=SECRET, corpid=CORP, corp_secret=CORP_SECRET)
    with Loopback() as loopback:
        address = loopback.serve(site.app())
        for step in asked["steps"]:
            done = await asyncio.wait_for(play(step, site, address, start), 60)
            sys.stdout.write(json.dumps(done, default=str) + "\n")


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    react(deferred_f_from_coro_f(main), [])
