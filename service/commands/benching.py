"""`yuqing bench-bursts`: how early and how seldom wrongly rises are found, measured with the shipped scan."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE
from rich.table import Table

from analysis.bench import protocols
from analysis.bench.cascades import cascades_of, read_actions
from analysis.bench.course import Sum
from analysis.bench.nab import UnreadableBench, nab_course
from analysis.bench.outbreaks import Outbreak, largest, replayed
from analysis.bench.shares import shares
from analysis.bench.slow import slow
from analysis.bench.ways import WAYS
from domain.day import bucket_time, spoken
from service.commands.screen import bar, console, say
from service.trouble import Trouble


def bench_bursts(
    data: Annotated[
        Path | None, typer.Option("--data", help="数据目录：其中 nab/ 是 NAB，checked/posts.tsv.gz 是级联")
    ] = None,
    cascades: Annotated[Path | None, typer.Option("--cascades", help="级联文件（六列 TSV），代替 --data 里的")] = None,
    only_events: Annotated[bool, typer.Option("--events", help="只重放最大的三次真实传播")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """测量突增检测：召回、误报、延迟，同场对比四种常见做法；没有数据的部分跳过并说明。"""
    file = cascades or _there(data, "checked/posts.tsv.gz")
    nab = _there(data, "nab")
    if only_events and file is None:
        raise Trouble("--events 需要级联文件；请用 --data 或 --cascades 指出")
    try:
        told = dict(_parts(nab, file, only_events=only_events))
    except UnreadableBench as trouble:
        raise Trouble(str(trouble)) from None
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for name, rows in told.items():
        console.print(_table(name, rows), soft_wrap=False)
    for part, lacks in (("P1、P3", nab is None), ("P3、真实传播", file is None)):
        if lacks:
            say(f"没有数据，{part} 未测；用 --data 指出数据目录，格式见 docs/bursts.md")


def _there(data: Path | None, name: str) -> Path | None:
    """The part of the data folder, where it is; a folder that was named and is not there is a mistake."""
    if data is None:
        return None
    if not data.is_dir():
        raise Trouble(f"没有目录 {data}；请检查 --data")
    return data / name if (data / name).exists() else None


Rows = list[dict[str, Any]]


def _parts(nab: Path | None, file: Path | None, *, only_events: bool) -> Iterator[tuple[str, Rows]]:
    """Title and rows of each part that there is data for."""
    frame = None if file is None else read_actions(file)
    found = [] if frame is None else cascades_of(frame)
    if not only_events:
        course = None if nab is None else nab_course(nab)
        ways = len(WAYS)
        if course is not None:
            with _counted("P1", ways + 1) as advance:
                yield "P1 NAB 十个品牌（标注窗口）", _rows(protocols.labelled(course, advance))
        with _counted("P2", ways) as advance:
            yield "P2 模拟话题（检验种子）", _rows(protocols.generated(advance))
        if course is not None and found:
            with _counted("P3", ways) as advance:
                yield "P3 NAB 背景 + 真实传播", _rows(protocols.in_real_surroundings(course, found, advance))
        with _counted("P4", 15) as advance:
            yield "P4 负面占比（模拟）", _by_rate(shares(advance=advance))
        with _counted("缓升", 3) as advance:
            yield "缓升（模拟）", _by_rate(slow(advance=advance))
    if frame is not None:
        with _counted("真实传播", 3) as advance:
            yield "真实传播：从首帖到预警的分钟数", [_event(replayed(frame, each), advance) for each in largest(found)]


@contextmanager
def _counted(title: str, total: int) -> Iterator[Callable[[], None]]:
    done = 0
    with bar(title) as progress:

        def advance() -> None:
            nonlocal done
            done += 1
            progress(done, total)

        progress(0, total)
        yield advance


def _rows(rows: Sequence[protocols.Row]) -> Rows:
    return [
        {
            "做法": row.way,
            "线": "误报 ≤ " + str(row.budget) if row.budget is not None else "常用",
            "值": round(row.outcome.line, 2),
            "召回": round(row.outcome.whole.recall, 3),
            "各量级平均召回": round(row.outcome.mean_recall, 3),
            "误报/日": round(row.outcome.whole.per_day, 4),
            "延迟中位（分）": row.outcome.whole.delay,
            **_detail("误报@", {rate: each.per_day for rate, each in row.outcome.by_rate.items()}),
            **_detail("召回@×", {size: each.recall for size, each in row.outcome.by_size.items() if size}),
        }
        for row in rows
    ]


def _detail(prefix: str, figures: Mapping[float, float]) -> dict[str, float]:
    return {f"{prefix}{key:g}": round(value, 3) for key, value in figures.items()}


def _by_rate(ways: Mapping[str, Mapping[float, Sum]]) -> Rows:
    return [
        {
            "做法": name,
            **_detail("召回@", {rate: each.recall for rate, each in sums.items()}),
            **_detail("误报@", {rate: each.per_day for rate, each in sums.items()}),
        }
        for name, sums in ways.items()
    ]


def _event(outbreak: Outbreak, advance: Callable[[], None]) -> dict[str, Any]:
    advance()
    told = asdict(outbreak)
    told["begun"] = spoken(bucket_time(outbreak.begun))
    names = {
        "root": "原帖",
        "begun": "首帖",
        "actions": "参与数",
        "alert": "到预警",
        "posts_at_alert": "预警时帖数",
        "hundredth": "到第 100 条",
    }
    return {names[key]: value for key, value in told.items()}


def _table(title: str, rows: Rows) -> Table:
    """What fits on a screen: details by rate and size only where they are all there is."""
    columns = [key for key in rows[0] if "@" not in key] if rows else []
    if len(columns) == 1 or (rows and len(rows[0]) <= 7):
        columns = list(rows[0])
    table = Table(title=title, box=SIMPLE)
    for column in columns:
        table.add_column(column, justify="left" if column in {"做法", "线", "原帖", "首帖"} else "right")
    for row in rows:
        table.add_row(*("–" if row.get(column) is None else str(row[column]) for column in columns))
    return table
