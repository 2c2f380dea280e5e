"""`yuqing topics`: find topics now, or find those of the last 14 days anew."""

from typing import Annotated

import typer

from service import start
from service.clock import now
from service.commands.screen import bar, named, say
from service.discovering import discover
from storage import watches

Rebuild = Annotated[bool, typer.Option("--rebuild", help="从最近 14 天的帖文重新发现，不接着上次；已有编号不变")]
OneWatch = Annotated[str | None, typer.Option("--watch", help="只做这个监测主题；不写则全部")]


def topics(
    rebuild: Rebuild = False,
    watch: OneWatch = None,
) -> None:
    """发现话题：把已判定的帖文归入话题，更新标题、摘要、热度和预测。"""
    start.ready()
    wanted = watches.active() if watch is None else [named(watch)]
    with bar("话题") as advance:
        done = discover(wanted, now(), advance, rebuild=rebuild)
    say(f"新话题 {done.begun} 个，归入话题 {done.posts} 条")
