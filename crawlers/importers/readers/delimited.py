"""Rows of CSV and TSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from crawlers.importers.files import Layout, Opened
from crawlers.importers.rows import RawRow, Table

if TYPE_CHECKING:
    import _csv

LONGEST_FIELD = 2_000_000
SAMPLED = 2_000


def table_of(opened: Opened) -> Table:
    """The first rows of the text, the last one left out where the sample may have cut it."""
    whole = opened.sample.rsplit("\n", 1)[0] if "\n" in opened.sample else opened.sample
    rows: list[tuple[str, ...]] = []
    reader = delimited(io.StringIO(whole, newline=""), opened.layout)
    while len(rows) < SAMPLED:
        try:
            cells = next(reader, None)
        except csv.Error:
            continue
        if cells is None:
            break
        if any(cells):
            rows.append(tuple(cells))
    return Table(rows=tuple(rows), headed=False)


def rows_of(text: Iterable[str], layout: Layout, names: tuple[str, ...], above: int) -> Iterator[RawRow]:
    """Every row below the first `above` rows that are not empty; a row that cannot be split comes with its trouble."""
    reader = delimited(text, layout)
    header: list[str] = []
    seen = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield RawRow(line=reader.line_num, cells={}, trouble=f"这一行无法拆成列，或有一格超过 {LONGEST_FIELD} 字")
            continue
        if not any(cells):
            continue
        seen += 1
        if seen <= above:
            header = cells
        else:
            yield row_of(reader.line_num, cells, names, header)


def row_of(line: int, cells: list[str], names: tuple[str, ...], header: list[str]) -> RawRow:
    """One row under its names; one that is longer than they are, or the header once more, comes with its trouble."""
    if len(cells) > len(names):
        return RawRow(line=line, cells={}, trouble=f"应有 {len(names)} 列，实有 {len(cells)} 列")
    if cells == header:
        return RawRow(line=line, cells={}, trouble="这一行又是表头，不是数据")
    return RawRow(line=line, cells=dict(zip(names, cells, strict=False)), missing=len(names) - len(cells))


def delimited(text: Iterable[str], layout: Layout) -> "_csv.Reader":
    """A reader of delimited text; a TSV has no quoting, so that a stray quotation mark swallows nothing."""
    csv.field_size_limit(LONGEST_FIELD)
    if layout is Layout.TSV:
        return csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
    return csv.reader(text)
