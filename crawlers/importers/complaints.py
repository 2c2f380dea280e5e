"""A file of customer complaints, CSV or Excel, brought into the store; bad rows are listed, nothing comes in twice."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from crawlers.importers.columns import Columns, listed
from crawlers.importers.files import BadFile, Opened, look_into
from crawlers.importers.plan import plan_by_names
from crawlers.importers.reading import reading
from crawlers.importers.rows import RawRow
from crawlers.importers.values import BadValue, moment_of, shortened
from domain.grievance import Grievance
from domain.masking import masked
from storage import arrivals, grievances

BATCH = 2_000
AHEAD = timedelta(minutes=10)
FIELDS: Mapping[str, str] = {"key": "编号", "at": "时间", "category": "类别", "channel": "渠道", "text": "内容"}
NEEDED = ("key", "at", "category")
SOUGHT: Mapping[str, frozenset[str]] = {
    "key": frozenset({"id", "编号", "工单号", "工单编号", "投诉编号", "单号"}),
    "at": frozenset({"time", "时间", "投诉时间", "创建时间", "受理时间", "created_at"}),
    "category": frozenset({"category", "类别", "投诉类别", "分类", "问题类型", "投诉类型"}),
    "channel": frozenset({"channel", "渠道", "来源渠道", "投诉渠道"}),
    "text": frozenset({"text", "内容", "投诉内容", "描述", "问题描述"}),
}


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What a file brought; `bad_rows` is the list of refused rows, None where there are none."""

    rows: int
    new: int
    known: int
    refused: int
    bad_rows: Path | None


def load(path: Path, source: int, beside: Path, now: datetime) -> Imported:
    """Bring the file in, some rows at a time, each with its counts; raises BadFile where it is no such file at all."""
    opened = look_into(path)
    plan = plan_by_names(opened, SOUGHT)
    (columns,) = plan.tables
    _need(opened, columns)
    counted = new = good = 0
    bad: list[tuple[int, str]] = []
    with reading(opened, plan) as file:
        for batch in _batches(file.rows):
            some: list[Grievance] = []
            for row in batch:
                counted += 1
                try:
                    some.append(_grievance(row, columns, now))
                except BadValue as reason:
                    bad.append((row.line, str(reason)))
            fresh = grievances.store(source, some, now)
            arrivals.arrived(source, [one.at for one in fresh], now)
            new, good = new + len(fresh), good + len(some)
    listed = _list(beside / f"{path.stem[:40]}.bad.csv", bad) if bad else None
    return Imported(rows=counted, new=new, known=good - new, refused=len(bad), bad_rows=listed)


def _need(opened: Opened, columns: Columns) -> None:
    lacking = [FIELDS[field] for field in NEEDED if field not in columns.fields]
    if lacking:
        raise BadFile(
            f"{opened.path} 里没有{'、'.join(lacking)}列；表头应写：编号、时间、类别，可有渠道、内容。"
            f"现有的列：{listed(columns.names)}"
        )


def _grievance(row: RawRow, columns: Columns, now: datetime) -> Grievance:
    if trouble := columns.trouble_of(row):
        raise BadValue(trouble)
    cells = {field: row.cell(name).strip() for field, name in columns.fields.items()}
    for field in NEEDED:
        if not cells[field]:
            raise BadValue(f"{FIELDS[field]}是空的")
    at = moment_of(cells["at"])
    if at > now + AHEAD:
        raise BadValue(f"时间 {shortened(cells['at'])} 还没有到")
    return Grievance(
        key=cells["key"],
        at=at,
        category=masked(cells["category"]),
        channel=masked(cells.get("channel", "")),
        text=masked(cells.get("text", "")),
    )


def _batches(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _list(path: Path, bad: list[tuple[int, str]]) -> Path:
    """Lines and reasons only: what stood in the rows may be personal."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as side:
        writer = csv.writer(side)
        writer.writerow(("行号", "原因"))
        writer.writerows(bad)
    return path
