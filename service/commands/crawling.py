"""`yuqing crawl`: one crawl, in the process that the schedule starts for it."""

from typing import Annotated

import typer

from crawlers import run as crawl_run
from domain.crawl import COVERING, CrawlPlan
from service import start, wiring
from service.clock import now
from service.commands.screen import WatchName, named, say
from service.crawling import since_words, window


def crawl(
    spider: Annotated[str, typer.Argument(help="采集器：weibo-search 或 wechat-articles")],
    watch: WatchName,
    since: Annotated[str, typer.Option(help="起点：2h、14d 或 2026-11-23T09:00+08:00；默认接着上次")] = "",
) -> None:
    """采集一次；没有取全时以状态 3 结束。"""
    start.ready()
    noun = named(watch)
    until = now()
    first, last = window(spider, noun.key, since_words(since, until) if since else None, until)
    outcome = crawl_run.run(CrawlPlan(spider=spider, watch=noun.key, since=first, until=last), wiring.sites(), now)
    say(f"{noun.name} {spider}：{outcome.shown}")
    if outcome not in COVERING:
        raise typer.Exit(3)
