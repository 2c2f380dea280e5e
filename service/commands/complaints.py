"""`yuqing complaints`: complaints from a file."""

from pathlib import Path
from typing import Annotated

import typer

from crawlers.importers import complaints
from crawlers.importers.files import BadFile
from domain.source import SourceKind
from service import start
from service.clock import now
from service.commands.screen import named, say
from service.config import state_dir
from service.trouble import Trouble
from storage import arrivals, inbound

complaints_app = typer.Typer(help="客户投诉数据", no_args_is_help=True)
complaints_app.callback()(lambda: None)
FILES = "files"


@complaints_app.command("import")
def import_complaints(
    file: Annotated[Path, typer.Argument(help="CSV 或 Excel（.xlsx），表头：编号、时间、类别，可有渠道、内容")],
    source: Annotated[str, typer.Option(help="记在哪个投诉数据来源名下；不填记为“投诉文件”")] = "",
    watch: Annotated[str, typer.Option(help="“投诉文件”所属的监测主题；不填为全公司")] = "",
) -> None:
    """导入投诉；可重复运行，不会重复计数；手机号、证件号先抹去再保存。"""
    start.ready()
    key = _source(source, watch)
    try:
        done = complaints.load(file, key, state_dir() / "imports", now())
    except BadFile as trouble:
        raise Trouble(str(trouble)) from None
    say(f"共 {done.rows} 行：新增 {done.new}，已有 {done.known}，拒收 {done.refused}")
    if done.bad_rows is not None:
        say(f"拒收的行及原因见 {done.bad_rows}")


def _source(place: str, watch: str) -> int:
    if not place:
        about = named(watch).key if watch else None
        return arrivals.source(SourceKind.COMPLAINTS, FILES, "投诉文件", now(), about)
    found = inbound.standing(place)
    if found is None or found.kind is not SourceKind.COMPLAINTS:
        raise Trouble(f"没有标识为 {place} 的投诉数据来源；见 yuqing inbound list")
    return found.key
