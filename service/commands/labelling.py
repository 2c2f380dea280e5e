"""`yuqing label`: what people say of texts, out of a file."""

from pathlib import Path
from typing import Annotated

import typer

from crawlers.importers.files import BadFile
from crawlers.importers.labelled import BadRow, Labelled, read_labelled
from domain.label import Label
from service import start
from service.clock import now
from service.commands.screen import say
from service.trouble import Trouble
from storage import labels

MOST_TOLD = 20


def label(
    file: Annotated[Path | None, typer.Argument(help="含 text 和 label 两列的 CSV、TSV、JSON 或 JSONL")] = None,
    by: Annotated[str, typer.Option("--by", help="标注人")] = "",
    forget: Annotated[str, typer.Option("--forget", help="删除以前从这个文件导入的标注（写文件名）")] = "",
) -> None:
    """导入人工标注，供 yuqing train 学习；重复导入不会重复计入。"""
    start.ready()
    if forget:
        say(f"删除了 {labels.forget_source(forget)} 条来自 {forget} 的标注")
        return
    if file is None or not by.strip():
        raise Trouble("请写明文件和标注人，如 yuqing label 标注.csv --by 张三")
    good, bad = rows_of(file)
    at = now()
    new = labels.add([Label(text=row.text, kind=row.kind, by=by.strip(), at=at, source=file.name) for row in good])
    say(f"共 {len(good) + len(bad)} 行：新增标注 {new}，已有 {len(good) - new}，拒收 {len(bad)}")
    tell_bad(bad)


def rows_of(file: Path) -> tuple[list[Labelled], list[BadRow]]:
    """The labelled rows of a file and those that cannot be used; raises Trouble."""
    try:
        return read_labelled(file)
    except BadFile as trouble:
        raise Trouble(str(trouble)) from None


def tell_bad(bad: list[BadRow]) -> None:
    """Say which rows were refused and why, the first twenty of them."""
    for row in bad[:MOST_TOLD]:
        say(f"第 {row.line} 行：{row.why}")
    if len(bad) > MOST_TOLD:
        say(f"另有 {len(bad) - MOST_TOLD} 行被拒收，原因同类")
