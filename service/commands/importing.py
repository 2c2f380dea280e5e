"""`yuqing import`: posts out of a file."""

from pathlib import Path
from typing import Annotated

import typer

from crawlers.importers import load
from crawlers.importers.columns import Columns
from crawlers.importers.fields import FIELDS
from crawlers.importers.files import BadFile, Opened, look_into
from crawlers.importers.plan import Plan, plan, signature
from crawlers.importers.trial import try_out
from crawlers.importers.values import shortened
from domain.day import spoken
from domain.post import Channel
from service import start
from service.clock import now
from service.commands.screen import bar, named, say
from service.commands.trial_table import tell_trial
from service.config import state_dir
from service.garbage import settle
from service.trouble import Trouble
from storage.column_mappings import Pair, forget, remember, remembered


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV、TSV、JSON、JSONL（可用 gzip 压缩）、XLSX 或 SQLite")],
    watch: Annotated[str, typer.Option("--watch", help="监测主题的名称")] = "",
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column", help="字段=列，如 --column text=内容；没有表头时列写序号，从 1 起；同样的表头下次自动沿用"
        ),
    ] = None,
    channel: Annotated[Channel | None, typer.Option(help="帖文来自哪个渠道；认得的文件自己会说明")] = None,
    only_matching: Annotated[bool, typer.Option("--only-matching", help="只收含监测词的行")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会收什么、为何拒收，不写入任何东西")] = False,
    forget_columns: Annotated[bool, typer.Option("--forget", help="忘掉这种表头记下的列，不导入")] = False,
) -> None:
    """导入文件；可重复运行，不会重复入库；中断后接着上次。"""
    start.ready()
    try:
        opened = look_into(file)
        if forget_columns:
            say("已忘掉这种表头的列" if forget(signature(opened)) else "这种表头没有记下过列")
            return
        _import(opened, _said(column or []), watch, channel, only_matching=only_matching, dry_run=dry_run)
    except BadFile as trouble:
        raise Trouble(str(trouble)) from None


def _import(
    opened: Opened, said: dict[str, str], watch: str, channel: Channel | None, *, only_matching: bool, dry_run: bool
) -> None:
    if not watch:
        raise Trouble("请用 --watch 说明导入到哪个监测主题")
    noun = named(watch)
    settled = plan(opened, said or _remembered(opened))
    _tell_plan(opened, settled)
    if said and not dry_run and all(columns.headed for columns in settled.tables):
        remember(signature(opened), [Pair(field=field, column=name) for name, field in said.items()], now())
        say("已记下这些列；同样的表头下次自动沿用，--forget 撤销")
    loading = load.Loading(
        opened=opened,
        plan=settled,
        watch=noun.key,
        channel=channel or settled.channel or Channel.WEIBO,
        beside=state_dir() / "imports",
        only=noun.matches if only_matching else None,
    )
    if dry_run:
        with bar("试读") as advance:
            trial = try_out(loading, now(), lambda share: advance(round(share * 100), 100))
        tell_trial(trial)
        return
    settle()
    with bar("导入") as advance:
        loaded = load.load(loading, now(), lambda share: advance(round(share * 100), 100))
    _tell(loaded)


def _said(given: list[str]) -> dict[str, str]:
    """Column to field, as the options say."""
    pairs = [one.partition("=") for one in given]
    wrong = [one for one, parts in zip(given, pairs, strict=True) if not all(parts) or parts[0] not in FIELDS]
    if wrong:
        raise Trouble(f"--column {wrong[0]} 写法不对；应为 字段=列，可用的字段：{'、'.join(FIELDS)}")
    return {column: field for field, _, column in pairs}


def _remembered(opened: Opened) -> dict[str, str]:
    found = remembered(signature(opened))
    if found is None:
        return {}
    shown = "，".join(f"{FIELDS[pair.field]}←{shortened(pair.column)}" for pair in found.pairs)
    say(f"沿用 {spoken(found.made_at)} 为这种表头记下的列：{shown}（--forget 撤销）")
    return {pair.column: pair.field for pair in found.pairs}


def _tell_plan(opened: Opened, settled: Plan) -> None:
    facts = [opened.layout.shown, opened.encoding.upper(), "gzip" if opened.packed else ""]
    say(f"{opened.path.name}：{'，'.join(fact for fact in facts if fact)}")
    for columns in settled.tables:
        _tell_columns(columns)
    if settled.left_out:
        say(f"未读取：{'、'.join(shortened(name) for name in settled.left_out)}")


def _tell_columns(columns: Columns) -> None:
    shown = "，".join(
        f"{FIELDS[field]}←{shortened(column)}" for field, column in columns.fields.items() if column in columns.names
    )
    where = f"{shortened(columns.table)}：" if columns.table else ""
    if columns.form:
        say(f"{where}认出是 {columns.form.name}")
    say(f"{where}列：{shown}{'（按内容推断，可用 --column 指定）' if columns.guessed else ''}")
    for note in columns.notes:
        say(f"{where}{note}")


def _tell(loaded: load.Loaded) -> None:
    if loaded.resumed_at:
        say(f"接着上次未完成的导入，从第 {loaded.resumed_at + 1} 行开始")
    if not loaded.rows:
        say("文件里只有表头，没有数据行")
        return
    say(
        f"共 {loaded.rows} 行：新增 {loaded.new}，已有 {loaded.found_again}，"
        f"不含监测词 {loaded.passed_over}，拒收 {loaded.refused}"
    )
    if loaded.bad_rows is not None:
        say(f"拒收的行及原因见 {loaded.bad_rows}")
