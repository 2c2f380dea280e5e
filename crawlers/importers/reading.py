"""The rows of a file, whatever the layout."""

import gzip
import io
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from crawlers.importers.files import Layout, Opened
from crawlers.importers.plan import Plan
from crawlers.importers.readers import database, delimited, objects, workbook
from crawlers.importers.rows import RawRow


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Every row of the tables that the plan names, streaming, in the same order each time; `share` is the part read."""

    rows: Iterator[RawRow]
    share: Callable[[], float]


@contextmanager
def reading(opened: Opened, plan: Plan) -> Iterator[Reading]:
    """Open the file for one pass. A row that cannot be read comes with its trouble; nothing is ever written."""
    with ExitStack() as stack:
        if opened.layout is Layout.SQLITE:
            found, share = _database(opened, plan)
            yield Reading(rows=stack.enter_context(closing(found)), share=share)
            return
        raw = stack.enter_context(opened.path.open("rb"))
        if opened.layout is Layout.XLSX:
            book = stack.enter_context(workbook.opened(opened.path, raw))
            sheets = (
                row
                for part, columns in enumerate(plan.tables)
                for row in workbook.rows_of(book, columns.table, columns.names, columns.above, part)
            )
            rows = stack.enter_context(closing(sheets))
        else:
            rows = stack.enter_context(closing(_text(opened, plan, raw)))
        size = max(1, opened.path.stat().st_size)
        yield Reading(rows=rows, share=lambda: min(1.0, raw.tell() / size))


def _database(opened: Opened, plan: Plan) -> tuple[Generator[RawRow, None, None], Callable[[], float]]:
    whole = max(1, sum(database.count(opened.path, columns.table) for columns in plan.tables))
    done = 0

    def rows() -> Generator[RawRow, None, None]:
        nonlocal done
        for part, columns in enumerate(plan.tables):
            for row in database.rows_of(opened.path, columns.table, columns.names, part):
                done += 1
                yield row

    return rows(), lambda: min(1.0, done / whole)


def _text(opened: Opened, plan: Plan, raw: BinaryIO) -> Generator[RawRow, None, None]:
    stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if opened.packed else raw
    line = 0
    try:
        for row in _unpacked(opened, plan, stream):
            line = row.line
            yield row
    except (EOFError, zlib.error, gzip.BadGzipFile) as trouble:
        yield RawRow(line=line + 1, cells={}, trouble=f"压缩数据在此处损坏，后面的内容未能读取（{trouble}）")


def _unpacked(opened: Opened, plan: Plan, stream: BinaryIO) -> Iterator[RawRow]:
    (columns,) = plan.tables
    if opened.layout is Layout.JSON:
        yield from objects.array(opened, stream, columns.path)
        return
    encoding = "utf-8-sig" if opened.marked and opened.encoding == "utf-8" else opened.encoding
    text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    try:
        if opened.layout is Layout.JSONL:
            yield from objects.lines(text)
        else:
            yield from delimited.rows_of(text, opened.layout, columns.names, columns.above)
    finally:
        text.detach()  # else it would close the stream, whose position is asked for afterwards
