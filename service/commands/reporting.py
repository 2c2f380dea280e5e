"""`yuqing report`: the report of one day."""

from datetime import date, timedelta
from typing import Annotated

import typer

from domain.day import day_of, spoken_day
from reports.daily import build
from reports.trouble import ReportTrouble
from service import start
from service.clock import now
from service.commands.screen import say
from service.trouble import Trouble


def report(
    day: Annotated[str, typer.Option("--day", help="日期，如 2026-11-22；默认昨天")] = "",
) -> None:
    """生成一天的日报；已有时生成新的一版。"""
    start.ready()
    wanted = _day(day) if day else day_of(now()) - timedelta(days=1)
    if wanted > day_of(now()):
        raise Trouble(f"{spoken_day(wanted)}还没有到，无法生成日报")
    try:
        made = build(wanted, now())
    except ReportTrouble as trouble:
        raise Trouble(str(trouble)) from None
    say(f"{spoken_day(wanted)}日报第 {made.edition} 版已生成，控制台地址 /reports/{wanted.isoformat()}/{made.edition}/")


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Trouble(f"“{words}”不是日期；请写 2026-11-22") from None
