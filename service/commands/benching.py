"""`yuqing bench-bursts`: how early and how seldom wrongly rises are found, measured with the shipped scan."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from analysis.bench import protocols
from analysis.bench.cascades import Cascade, cascades_of, read_actions
from analysis.bench.cost import cost
from analysis.bench.foretold import coverage
from analysis.bench.nab import UnreadableBench, nab_course
from analysis.bench.outbreaks import largest, replayed
from analysis.bench.shares import RATES, shares
from analysis.bench.shares import WAYS as SHARE_WAYS
from analysis.bench.slow import slow
from analysis.bench.topic_quality import Inherited, quality
from analysis.bench.ways import WAYS
from service.commands.bench_rows import (
    Rows,
    cost_rows,
    coverage_rows,
    line_rows,
    outbreak_row,
    quality_row,
    rate_rows,
    screen_table,
    title_rows,
)
from service.commands.screen import bar, console, say
from service.trouble import Trouble

Parts = Iterator[tuple[str, Rows]]


def bench_bursts(
    data: Annotated[Path | None, typer.Option("--data", help="数据目录，含 nab/ 和 checked/posts.tsv.gz")] = None,
    cascades: Annotated[Path | None, typer.Option("--cascades", help="传播文件（六列 TSV），代替 --data 里的")] = None,
    only_events: Annotated[bool, typer.Option("--events", help="只重放最大的三次真实传播")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，含分量级的数字")] = False,
) -> None:
    """测量突增检测：召回、误报、延迟，同场对比四种常见做法；没有数据的部分跳过并说明。"""
    file = cascades or _there(data, "checked/posts.tsv.gz")
    nab = _there(data, "nab")
    if only_events and file is None:
        raise Trouble("--events 需要传播文件；请用 --data 或 --cascades 指出")
    try:
        told = dict(_parts(nab, file, only_events=only_events))
    except UnreadableBench as trouble:
        raise Trouble(str(trouble)) from None
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for name, rows in told.items():
        console.print(screen_table(name, rows), soft_wrap=False, markup=False)
    for part, lacks in (("P1、P3", nab is None), ("P3、真实传播、话题、预测", file is None)):
        if lacks and not only_events:
            say(f"没有数据，{part} 未测；用 --data 指出数据目录，格式见 docs/bursts.md")


def _there(data: Path | None, name: str) -> Path | None:
    """The part of the data folder, where it is; a folder that was named and is not there is a mistake."""
    if data is None:
        return None
    if not data.is_dir():
        raise Trouble(f"没有目录 {data}；请检查 --data")
    return data / name if (data / name).exists() else None


def _parts(nab: Path | None, file: Path | None, *, only_events: bool) -> Parts:
    """Title and rows of each part that there is data for."""
    frame = None if file is None else read_actions(file)
    found = [] if frame is None else cascades_of(frame)
    if frame is not None and not found:
        raise UnreadableBench(f"{file} 里没有一条原帖有 300 次以上的评论和转发，无法测量")
    if not only_events:
        yield from _counted_parts(nab, found)
    if frame is not None:
        yield from _told_parts(frame, found, only_events=only_events)


def _counted_parts(nab: Path | None, cascades: list[Cascade]) -> Parts:
    """Protocols P1 to P4, slow rises, cost."""
    course = None if nab is None else nab_course(nab)
    if course is not None:
        with _counted("P1", len(WAYS)) as advance:
            yield "P1 NAB 十个品牌（标注窗口）", line_rows(protocols.labelled(course, advance))
    with _counted("P2", len(WAYS)) as advance:
        yield "P2 模拟话题（检验种子）", line_rows(protocols.generated(advance))
    if course is not None and cascades:
        with _counted("P3", len(WAYS)) as advance:
            yield "P3 NAB 背景 + 真实传播", line_rows(protocols.in_real_surroundings(course, cascades, advance))
    with _counted("P4", len(RATES) * len(SHARE_WAYS)) as advance:
        yield "P4 负面占比（模拟，按每小时条数）", rate_rows(shares(advance=advance))
    with _counted("缓升", 3) as advance:
        yield "缓升（模拟，按每小时条数）", rate_rows(slow(advance=advance))
    with _counted("开销", 4) as advance:
        yield "开销", cost_rows(cost(time.perf_counter, advance))


def _told_parts(frame: pd.DataFrame, cascades: list[Cascade], *, only_events: bool) -> Parts:
    """Real cascades: alarms, and unless only those are wanted, topics and forecasts."""
    rows = []
    with _counted("真实传播", 3) as advance:
        for cascade in largest(cascades):
            rows.append(outbreak_row(replayed(frame, cascade)))
            advance()
    yield "真实传播：从首帖到预警", rows
    if only_events:
        return
    yield "预测区间（未参与拟合的传播）", coverage_rows(coverage(cascades))
    with _counted("话题", 3 * len(Inherited)) as advance:
        whole = [quality(frame, inherited, advance) for inherited in Inherited]
    yield "话题质量（最忙的一天）", [quality_row(each) for each in whole]
    yield f"最大的话题（{Inherited.KEYS.shown}）", title_rows(whole[0])


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
