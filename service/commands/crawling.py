"""`yuqing crawl`: one crawl, in the process that the schedule starts for it."""

import re
from typing import Annotated

import typer

from crawlers import run as crawl_run
from crawlers.pages.weibo_mid import mid_of
from domain.crawl import COVERING, CrawlPlan
from domain.route_check import CANARY
from service import start, wiring
from service.clock import now
from service.commands.screen import named, say
from service.commands.slice_table import show_slices
from service.crawling import FOR_NOBODY, since_words, window
from service.gathering import limits_for
from service.trouble import Trouble

OF_POSTS = frozenset({"weibo-post", "weibo-comments", "weibo-reposts", CANARY})
OWN_ARTICLE = re.compile(r"[0-9]{6,20}_[1-9]")
OF_ACCOUNTS = frozenset({"weibo-timeline", "weibo-profile"})


def crawl(
    spider: Annotated[str, typer.Argument(help=f"采集器：{'、'.join(crawl_run.SPIDERS)}")],
    watch: Annotated[str, typer.Option("--watch", help="监测主题的名称")] = "",
    since: Annotated[str, typer.Option(help="起点：2h、14d 或 2026-11-23T09:00+08:00；默认接着上次")] = "",
    target: Annotated[list[str] | None, typer.Option(help="帖文或账号的编号，可重复；默认由系统挑选")] = None,
) -> None:
    """采集一次；没有取全时以状态 3 结束。"""
    start.ready()
    keys = tuple(checked_target(spider, written) for written in target or ())
    if not watch and spider not in FOR_NOBODY:
        raise Trouble(f"采集器 {spider} 要用 --watch 说明为哪个监测主题采集")
    noun = named(watch) if watch else None
    key = noun.key if noun else None
    until = now()
    first, last = window(spider, key, since_words(since, until) if since else None, until)
    plan = CrawlPlan(spider=spider, watch=key, since=first, until=last, targets=keys)
    outcome = crawl_run.run(plan, wiring.sites(), now, limits_for(spider, wiring.config()))
    show_slices(spider, key)
    say(f"{noun.name if noun else '全部主题'} {spider}：{outcome.shown}")
    if outcome not in COVERING:
        raise typer.Exit(3)


def checked_target(spider: str, written: str) -> str:
    """The number of a post, also from its short form, or of an account; raises Trouble where it is neither."""
    key = written.strip().rstrip("/").rpartition("/")[2].partition("?")[0]
    if spider in OF_ACCOUNTS:
        if not (key.isascii() and key.isdecimal()):
            raise Trouble(f"“{written[:60]}”不是账号编号；请用主页地址 weibo.com/u/ 后面的数字，不是昵称")
        return key
    if spider == "wechat-comments":
        if not OWN_ARTICLE.fullmatch(key):
            raise Trouble(f"“{written[:60]}”不是文章编号；请写成 2247490098_1，即消息编号（mid）和第几篇")
        return key
    if spider not in OF_POSTS:
        raise Trouble(f"采集器 {spider} 不按编号采集，不能用 --target")
    if key.isascii() and key.isdecimal():
        return key
    try:
        return str(mid_of(key))
    except ValueError:
        raise Trouble(f"“{written[:60]}”不是帖文编号；请用帖文地址最后一段，如 z0JH2lOMb 或 3501756485200075") from None
