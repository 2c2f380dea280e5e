"""Results of the bench as rows with Chinese headings, for the screen and for JSON alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from analysis.bench.cost import SERIES, STORM, TOPICS, TRACKED, Cost
from analysis.bench.course import Sum
from analysis.bench.foretold import Coverage
from analysis.bench.outbreaks import Outbreak
from analysis.bench.protocols import Row
from analysis.bench.topic_quality import Quality
from domain.day import bucket_time, spoken

Rows = list[dict[str, Any]]
WORDS = {"做法", "线", "原帖", "首帖", "标题", "继承", "项目", "判断"}
MOST_COLUMNS = 12


def line_rows(rows: Sequence[Row]) -> Rows:
    """Ways held against lines; figures by rate and size go to JSON only."""
    return [
        {
            "做法": row.way,
            "线": "常用" if row.budget is None else f"误报 ≤ {row.budget}",
            "值": round(row.outcome.line, 2),
            "召回": round(row.outcome.whole.recall, 3),
            "各量级平均召回": round(row.outcome.mean_recall, 3),
            "误报/日": round(row.outcome.whole.per_day, 4),
            "延迟中位（分）": row.outcome.whole.delay,
            **_each("误报@", {rate: each.per_day for rate, each in row.outcome.by_rate.items()}),
            **_each("召回@", {rate: each.recall for rate, each in row.outcome.by_rate.items()}),
            **_each("召回@×", {size: each.recall for size, each in row.outcome.by_size.items() if size}),
        }
        for row in rows
    ]


def rate_rows(ways: Mapping[str, Mapping[float, Sum]]) -> Rows:
    """Ways with recall and false alarms, one row for each number of posts an hour."""
    return [
        {
            "做法": name,
            "每小时条数": f"{rate:g}",
            "召回": round(each.recall, 3),
            "误报/日": round(each.per_day, 4),
            "延迟中位（时）": None if each.delay is None else round(each.delay / 60, 1),
        }
        for name, sums in ways.items()
        for rate, each in sums.items()
    ]


def outbreak_row(outbreak: Outbreak) -> dict[str, Any]:
    """One real cascade; times in minutes from its first post."""
    return {
        "原帖": outbreak.root[:8],
        "首帖": spoken(bucket_time(outbreak.begun)),
        "参与数": outbreak.actions,
        "到预警（分）": outbreak.alert,
        "预警时帖数": outbreak.posts_at_alert,
        "到第 100 条（分）": outbreak.hundredth,
    }


def quality_row(quality: Quality) -> dict[str, Any]:
    """How posts of one root came together."""
    return {
        "继承": quality.inherited.shown,
        "日期": quality.day,
        "帖文": quality.posts,
        "原帖数": quality.roots,
        "话题数": quality.topics,
        "归入": round(quality.placed, 3),
        "成对准确": round(quality.precision, 3),
        "成对召回": round(quality.recall, 3),
    }


def title_rows(quality: Quality) -> Rows:
    """The largest topics for people to read; the sentences go to JSON."""
    return [
        {
            "标题": each.title,
            "帖文": each.posts,
            "雷同占比": "–" if each.copied is None else round(each.copied, 2),
            "判断": each.spread.shown,
            "摘要@": [quoted.text for quoted in each.sentences],
        }
        for each in quality.summaries
    ]


def coverage_rows(found: Sequence[Coverage]) -> Rows:
    """How often the 80 % intervals held."""
    return [
        {
            "小时": each.hours,
            "次数": each.cases,
            "80% 区间覆盖": round(each.inside, 3),
            "低于": round(each.below, 3),
            "高于": round(each.above, 3),
            "相对误差中位": round(each.error, 3),
        }
        for each in found
    ]


def cost_rows(found: Cost) -> Rows:
    """What was spent, beside what may be."""
    return [
        {"项目": f"{TOPICS:,} 个序列一步（毫秒）", "实测": round(found.step * 1000, 1), "上限": 100},
        {"项目": f"{TOPICS:,} 个序列的内存（MB）", "实测": round(found.step_mb, 1), "上限": 200},
        {"项目": f"{TRACKED:,} 个线索的话题发现一步（毫秒）", "实测": round(found.tracked * 1000, 1), "上限": 100},
        {"项目": f"{TRACKED:,} 个线索的内存（MB）", "实测": round(found.tracked_mb, 1), "上限": 200},
        {"项目": f"由 90 天汇总重建 {SERIES} 个序列（秒）", "实测": round(found.rebuilt, 1), "上限": 60},
        {"项目": f"一步之内 {STORM:,} 条（秒）", "实测": round(found.storm, 1), "上限": 300},
        {"项目": "风暴形成的话题数", "实测": found.topics, "上限": 1},
        {"项目": "风暴引发的突增数", "实测": found.rising, "上限": 1},
    ]


def screen_table(title: str, rows: Rows) -> Table:
    """What fits on a screen; columns with @ in their name are left to JSON where there are many."""
    columns = list(rows[0]) if rows else []
    if len(columns) > MOST_COLUMNS or any(isinstance(rows[0][column], list) for column in columns):
        columns = [column for column in columns if "@" not in column]
    table = Table(title=title, box=SIMPLE)
    for column in columns:
        table.add_column(column, justify="left" if column in WORDS else "right", overflow="fold")
    for row in rows:
        table.add_row(*("–" if row.get(column) is None else str(row[column]) for column in columns))
    return table


def _each(prefix: str, figures: Mapping[float, float]) -> dict[str, float]:
    return {f"{prefix}{key:g}": round(value, 3) for key, value in figures.items()}
