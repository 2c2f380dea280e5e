"""A file of customer complaints, CSV or Excel, brought into the store; bad rows are listed, nothing comes in twice."""

import contextlib
import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from crawlers.importers import files, sheets
from crawlers.importers.files import BadFile, RawRow
from crawlers.importers.values import BadValue, moment_of, shortened
from domain.grievance import Grievance
from domain.masking import masked
from storage import arrivals, grievances

BATCH = 2_000
AHEAD = timedelta(minutes=10)
FIELDS: Mapping[str, str] = {"key": "编号", "at": "时间", "category": "类别", "channel": "渠道", "text": "内容"}
NEEDED = ("key", "at", "category")
ALIASES: Mapping[str, tuple[str, ...]] = {
    "key": ("id", "编号", "工单号", "工单编号", "投诉编号", "单号"),
    "at": ("time", "时间", "投诉时间", "创建时间", "受理时间", "created_at"),
    "category": ("category", "类别", "投诉类别", "分类", "问题类型", "投诉类型"),
    "channel": ("channel", "渠道", "来源渠道", "投诉渠道"),
    "text": ("text", "内容", "投诉内容", "描述", "问题描述"),
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
    counted = new = good = 0
    bad: list[tuple[int, str]] = []
    for batch in _batches(_rows(path)):
        some: list[Grievance] = []
        for row in batch:
            counted += 1
            try:
                some.append(_grievance(row, now))
            except BadValue as reason:
                bad.append((row.line, str(reason)))
        fresh = grievances.store(source, some, now)
        arrivals.arrived(source, [one.at for one in fresh], now)
        new, good = new + len(fresh), good + len(some)
    listed = _list(beside / f"{path.stem[:40]}.bad.csv", bad) if bad else None
    return Imported(rows=counted, new=new, known=good - new, refused=len(bad), bad_rows=listed)


def _rows(path: Path) -> Iterator[RawRow]:
    """Rows with their cells under our own names."""
    if sheets.is_workbook(path):
        yield from _named(path, sheets.rows(path))
        return
    opened = files.look_into(path)
    with path.open("rb") as raw, contextlib.closing(files.rows(opened, None, raw)) as rows:
        yield from _named(path, rows)


def _named(path: Path, rows: Iterable[RawRow]) -> Iterator[RawRow]:
    columns: dict[str, str] | None = None
    for row in rows:
        if row.trouble:
            yield row
            continue
        columns = _columns(path, tuple(row.cells)) if columns is None else columns
        yield RawRow(line=row.line, cells={field: row.cells.get(name, "") for field, name in columns.items()})


def _columns(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    found = {field: name for field, known in ALIASES.items() for name in names if name.strip().casefold() in known}
    lacking = [FIELDS[field] for field in NEEDED if field not in found]
    if lacking:
        shown = "、".join(shortened(name) for name in names[:40])
        raise BadFile(
            f"{path} 里没有{'、'.join(lacking)}列；表头应写：编号、时间、类别，可有渠道、内容。现有的列：{shown}"
        )
    return found


def _grievance(row: RawRow, now: datetime) -> Grievance:
    if row.trouble:
        raise BadValue(row.trouble)
    cells = {field: cell.strip() for field, cell in row.cells.items()}
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
