"""`yuqing train`: weights that have learnt from own labels; and the shipped weights from their raw file."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.sentiment.corpus import Example
from domain.day import spoken
from service import start
from service.clock import now
from service.commands.measuring import table
from service.commands.screen import say
from service.learning import learn
from service.trouble import Trouble
from storage import model_versions

NEEDS_EXTRA = "从原始数据训练需要 scikit-learn：pip install 'yuqing[train]'"


def train(
    by: Annotated[str, typer.Option("--by", help="训练人")] = "命令行",
    dry: Annotated[bool, typer.Option("--dry-run", help="只比较，不采用也不保存")] = False,
    show: Annotated[bool, typer.Option("--list", help="列出训练过的版本")] = False,
    use: Annotated[str, typer.Option("--use", help="改用某个版本；写 shipped 回到随附的权重")] = "",
    data: Annotated[Path | None, typer.Option("--data", help="从原始标注数据训练随附权重（开发者用）")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="--data 训练所得权重写到哪里")] = None,
    by_source: Annotated[bool, typer.Option("--by-source", help="--data 时逐个来源留出检验，打印表格")] = False,
) -> None:
    """用人工标注训练；新模型只有在留出的标注上更好才会采用，可随时退回。"""
    if data is not None:
        _from_raw(data, out, by_source=by_source)
        return
    start.ready()
    if show:
        _show()
    elif use:
        _use(use)
    else:
        _learn(by, dry=dry)


def _learn(by: str, *, dry: bool) -> None:
    learnt = learn(by, now(), dry=dry)
    found = learnt.comparison
    say(f"标注 {learnt.labels} 条，其中 {found.posts} 条（负面 {found.negative} 条）留作检验，新旧模型都没有学过")
    for name, one in (("原模型", found.old), ("新模型", found.new)):
        say(
            f"{name}：判对 {one.right}/{found.posts}，负面召回 {_share(one.recall)}，"
            f"负面准确 {_share(one.precision)}，对数损失 {one.loss:.3f}"
        )
    say(f"新模型损失更小的把握：{found.chance:.0%}（重抽样 1,000 次）")
    if learnt.stands:
        say(f"已采用 {learnt.version}；已有帖文会在后台按新模型重新判定。退回：yuqing train --use shipped")
    elif dry:
        say("试算结束，没有采用也没有保存")
    else:
        say("新模型没有更好，仍用原模型；新模型已保存，可用 --list 查看")


def _share(value: float | None) -> str:
    return "未知" if value is None else f"{value:.0%}"


def _show() -> None:
    rows = model_versions.kept()
    if not any(row.standing for row in rows):
        say("采用中：随附的权重")
    for row in rows:
        mark = "采用中" if row.standing else "备用"
        say(f"{row.version}  {spoken(row.made_at)} 由 {row.made_by} 训练，标注 {row.labels} 条  {mark}")


def _use(version: str) -> None:
    if version == "shipped":
        say("已退回随附的权重" if model_versions.stand_down() else "本来就在用随附的权重")
        return
    try:
        model_versions.stand(version)
    except model_versions.NoSuchVersion as trouble:
        raise Trouble(str(trouble)) from None
    say(f"已改用 {version}；已有帖文会在后台重新判定")


def _from_raw(data: Path, out: Path | None, *, by_source: bool) -> None:
    recipe = _with_extra("analysis.sentiment.train")
    try:
        examples = recipe.read_examples(data)
    except recipe.BadExamples as trouble:
        raise Trouble(str(trouble)) from None
    if by_source:
        _by_source(examples)
        return
    if out is None:
        raise Trouble("请用 --out 写明权重写到哪里")
    weights = recipe.train(examples, tell=say)
    weights.write(out)
    say(f"{out}：版本 {weights.version}，{out.stat().st_size:,} 字节")


def _by_source(examples: Sequence[Example]) -> None:
    unseen = _with_extra("analysis.sentiment.by_source").without_each_source(examples, tell=say)
    rows = [(one.source, one.measures) for one in unseen]
    table("每次留出一个来源，用其余来源训练，在留出的来源上检验", rows)


def _with_extra(module: str) -> Any:  # noqa: ANN401  # a module
    """A module that needs scikit-learn; raises Trouble where it is not installed."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name is None or not missing.name.startswith("sklearn"):
            raise
        raise Trouble(NEEDS_EXTRA) from None
