"""`yuqing canary`: every way of collecting asked once, and how each of them stands."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from crawlers import run as crawl_run
from domain.crawl import CrawlPlan
from domain.day import spoken
from domain.route_check import CANARY, ILL_ROUTES, RouteCheck, RouteStanding, RouteState, counted
from service import start, wiring
from service.clock import now
from service.commands.screen import console, say
from service.trouble import Trouble
from storage import route_checks


def canary(
    site: Annotated[str, typer.Argument(help="平台，目前只有 weibo")] = "weibo",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """每条采集途径各问一次：正常、被拒绝、页面已改版、没有答复或未试；前三种坏结果之一出现时以状态 3 结束。"""
    if site != "weibo":
        raise Trouble(f"不认得平台“{site}”；目前只有 weibo")
    start.ready()
    began = now()
    crawl_run.run(CrawlPlan(spider=CANARY, watch=None, since=began, until=began), wiring.sites(), now)
    found = route_checks.standings()
    if as_json:
        typer.echo(json.dumps([_told(one) for one in found], ensure_ascii=False, indent=1))
    else:
        _print(found, began)
    if any(one.check.state in ILL_ROUTES for one in found):
        raise typer.Exit(3)


def _print(found: Sequence[RouteStanding], began: datetime) -> None:
    table = Table("途径", "站点", "结果", "以什么身份", "看到什么", "上次正常", "怎么办", title="微博途径巡检")
    for one in found:
        check = one.check
        table.add_row(
            escape(check.name),
            escape(check.host),
            escape(check.word),
            check.identity.shown if check.identity else "—",
            escape(_seen(check, began)) or "—",
            spoken(one.good_at) if one.good_at else "从未",
            escape(check.cure) or "—",
        )
    console.print(table)
    say(counted(one.check for one in found))
    for one in found:
        if one.check.state is RouteState.CHANGED:
            say(f"{one.check.name}：{one.check.words}；原页已存证（采集记录 {CANARY}）")


def _seen(check: RouteCheck, began: datetime) -> str:
    """What was seen; of a changed way that could not be tried this time, what was seen then."""
    return check.words if check.at >= began else f"本次未试；{spoken(check.at)} 巡检时：{check.words}"


def _told(one: RouteStanding) -> dict[str, object]:
    check = one.check
    return {
        "route": check.route,
        "name": check.name,
        "host": check.host,
        "state": check.state.value,
        "refusal": check.refusal.value if check.refusal else None,
        "identity": check.identity.value if check.identity else None,
        "words": check.words,
        "cure": check.cure,
        "checked_at": check.at.isoformat(),
        "since": one.since.isoformat(),
        "last_good_at": one.good_at.isoformat() if one.good_at else None,
    }
