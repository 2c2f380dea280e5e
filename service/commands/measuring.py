"""`yuqing evaluate-model`: how good each engine is on a file of labelled texts."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE
from rich.table import Table

from analysis.sentiment.corpus import Example
from analysis.sentiment.engine import BLEND, ENGINES, SNOWNLP, STOCK, make_engine
from analysis.sentiment.evaluate import Measures, evaluate
from analysis.sentiment.figures import Figure
from analysis.sentiment.weights import BadWeights
from analysis.words import Tokeniser
from service.commands.labelling import rows_of, tell_bad
from service.commands.screen import console, say
from service.trouble import Trouble

BESIDE = 3
COLUMNS: Mapping[str, str] = {
    "accuracy": "正确率",
    "macro_f1": "宏 F1",
    "auc": "AUC",
    "calibration_error": "ECE",
    "negative_precision": "负面准确",
    "negative_recall": "负面召回",
    "neutral_alarms": "中性误报",
    "recall_at_budget": "召回@10%",
    "three_class_f1": "三类宏 F1",
    "unknown": "未知",
}


def evaluate_model(
    file: Annotated[Path, typer.Argument(help="含 text 和 label（neg/neu/pos/non）两列的文件")],
    engine: Annotated[list[str] | None, typer.Option("--engine", help="只评这些引擎；默认三个都评")] = None,
    own: Annotated[list[str] | None, typer.Option("--own", help="品牌词，判定时遮去；可写多次")] = None,
    weights: Annotated[Path | None, typer.Option("--weights", help="用这个权重文件代替随附的")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """评估情感引擎：每个数字带样本数和 95% 区间。"""
    good, bad = rows_of(file)
    if not good:
        raise Trouble(f"{file} 里没有一行可用的标注")
    examples = [Example(text=row.text, kind=row.kind, source=row.source) for row in good]
    wanted = engine or [BLEND, SNOWNLP, STOCK]
    unknown = [name for name in wanted if name not in ENGINES]
    if unknown:
        raise Trouble(f"没有引擎 {'、'.join(unknown)}；现有：{'、'.join(ENGINES)}")
    words = own or []
    masked = Tokeniser(words).own if words else frozenset[str]()
    try:
        engines = {name: make_engine(name, masked, weights) for name in wanted}
    except BadWeights as trouble:
        raise Trouble(str(trouble)) from None
    found = {name: evaluate(one, examples, time.perf_counter, words) for name, one in engines.items()}
    if as_json:
        said = {name: {"model": engines[name].name, **asdict(measures)} for name, measures in found.items()}
        typer.echo(json.dumps(_whole(file, len(good), len(bad), said), ensure_ascii=False, indent=1))
        return
    table(f"{file.name}：{len(good)} 条", [(engines[name].name, measures) for name, measures in found.items()])
    if bad:
        say(f"拒收 {len(bad)} 行：")
        tell_bad(bad)


def table(title: str, rows: Sequence[tuple[str, Measures]]) -> None:
    """Print figures with their 95 % intervals, three sets beside each other; – where the labels do not tell."""
    say(title)
    for first in range(0, len(rows), BESIDE):
        console.print(_beside(rows[first : first + BESIDE]), soft_wrap=False)


def _beside(rows: Sequence[tuple[str, Measures]]) -> Table:
    shown = Table("", box=SIMPLE)
    for name, _ in rows:
        shown.add_column(name, justify="right")
    for column, words in COLUMNS.items():
        shown.add_row(words, *(_cell(getattr(measures, column)) for _, measures in rows))
    shown.add_row("条数", *(f"{measures.posts:,}" for _, measures in rows))
    speeds = [measures.posts_per_second for _, measures in rows]
    if any(speeds):
        shown.add_row("条/秒", *("–" if speed is None else f"{speed:,.0f}" for speed in speeds))
    return shown


def _cell(figure: Figure | None) -> str:
    return "–" if figure is None else f"{figure.value:.3f} {figure.low:.3f}–{figure.high:.3f}"


def _whole(file: Path, posts: int, refused: int, engines: Mapping[str, Any]) -> dict[str, Any]:
    return {"file": file.name, "posts": posts, "refused": refused, "engines": engines}
