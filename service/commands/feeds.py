"""`yuqing feeds`: the feeds that the operator's own bridges give."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from domain.feed import BadFeedAddress
from service import start
from service.clock import now
from service.commands.screen import WatchName, console, named, say
from service.trouble import Trouble
from storage import feeds

feeds_app = typer.Typer(help="桥接订阅", no_args_is_help=True)


@feeds_app.command("add")
def add_feed(
    url: Annotated[str, typer.Argument(help="订阅地址；含密钥时用 - 从标准输入读，以免留在命令历史里")],
    watch: WatchName,
    name: Annotated[str, typer.Option("--name", help="名称，写在预警和日报里")],
    expect: Annotated[
        int | None, typer.Option("--expect", min=1, max=24 * 366, help="几小时内应有新内容；默认由系统学出来")
    ] = None,
) -> None:
    """添加一个订阅；已有的改名并重新启用。"""
    start.ready()
    if not name.strip():
        raise Trouble("请用 --name 给订阅起个名称，如 --name 江城早报")
    written = typer.get_text_stream("stdin").readline() if url == "-" else url
    try:
        key = feeds.add(written, name.strip(), named(watch).key, now(), expect)
    except BadFeedAddress as trouble:
        raise Trouble(str(trouble)) from None
    say(f"已添加订阅“{name.strip()}”，编号 {key}；地址里的密钥已加密保存。下一轮采集会读它，也可以运行 yuqing crawl")


@feeds_app.command("list")
def list_feeds() -> None:
    """列出订阅；地址里的密钥不显示。"""
    start.ready()
    address = Column("地址", overflow="fold")
    table = Table("编号", "名称", "监测主题", address, "应多久有新内容", "状态")
    for one in feeds.listed():
        expected = f"{one.expect_hours} 小时内" if one.expect_hours else "由系统学"
        state = "启用" if one.active else "停用"
        table.add_row(str(one.key), escape(one.name), escape(one.watch), escape(one.address), expected, state)
    console.print(table if table.row_count else "还没有订阅；用 yuqing feeds add 地址 --watch 主题 --name 名称 添加")


@feeds_app.command("remove")
def remove_feed(key: Annotated[int, typer.Argument(help="编号，见 yuqing feeds list")]) -> None:
    """删除一个订阅和它的密钥；已采集的文章保留。"""
    start.ready()
    if not feeds.remove(key):
        raise Trouble(f"没有编号为 {key} 的订阅；编号见 yuqing feeds list")
    say("已删除，密钥已抹去；已采集的文章保留")
