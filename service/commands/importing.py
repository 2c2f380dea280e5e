"""`yuqing import`: posts out of a file."""

from pathlib import Path
from typing import Annotated

import typer

from crawlers.importers import columns, files, load
from domain.post import Channel
from service import start
from service.clock import now
from service.commands.screen import WatchName, bar, named, say
from service.config import state_dir
from service.trouble import Trouble


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV、TSV、JSON 或 JSONL，可用 gzip 压缩")],
    watch: WatchName,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="列=字段，如 --map 微博正文=text；没有表头时列写序号，从 1 起")
    ] = None,
    channel: Annotated[Channel, typer.Option(help="帖文来自哪个渠道")] = Channel.WEIBO,
    only_matching: Annotated[bool, typer.Option("--only-matching", help="只收含监测词的行")] = False,
) -> None:
    """导入文件；可重复运行，不会重复入库；中断后接着上次。"""
    start.ready()
    noun = named(watch)
    try:
        opened = files.look_into(file)
        settled = columns.find(opened, _said(mapping or []))
    except files.BadFile as trouble:
        raise Trouble(str(trouble)) from None
    say(f"{file.name}：{opened.form.shown}，{opened.encoding.upper()}{'，gzip' if opened.packed else ''}")
    shown = "，".join(f"{columns.FIELDS[field]}←{column}" for field, column in settled.fields.items())
    say(f"列：{shown}{'（按内容推断，可用 --map 指定）' if settled.guessed else ''}")
    loading = load.Loading(
        opened=opened,
        columns=settled,
        watch=noun.key,
        channel=channel,
        beside=state_dir() / "imports",
        only=noun.matches if only_matching else None,
    )
    with bar("导入") as advance:
        loaded = load.load(loading, now(), lambda share: advance(round(share * 100), 100))
    _tell(loaded)


def _said(mapping: list[str]) -> dict[str, str]:
    pairs = [one.rpartition("=") for one in mapping]
    wrong = [one for one, parts in zip(mapping, pairs, strict=True) if not all(parts)]
    if wrong:
        raise Trouble(f"--map {wrong[0]} 写法不对；应为 列=字段，可用的字段：{'、'.join(columns.FIELDS)}")
    return {column: field for column, _, field in pairs}


def _tell(loaded: load.Loaded) -> None:
    if loaded.resumed_at:
        say(f"接着上次未完成的导入，从第 {loaded.resumed_at + 1} 行开始")
    say(
        f"共 {loaded.rows} 行：新增 {loaded.new}，已有 {loaded.found_again}，"
        f"不含监测词 {loaded.passed_over}，拒收 {loaded.refused}"
    )
    if loaded.bad_rows is not None:
        say(f"拒收的行及原因见 {loaded.bad_rows}")
