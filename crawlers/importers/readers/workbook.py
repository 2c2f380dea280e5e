"""Rows of an Excel workbook, streaming; nothing in it is computed, resolved or unpacked beyond its limits.

openpyxl reads sheets as a stream and tells formulas from values; python-calamine is faster but loads a sheet whole and
shows only the values that formulas had. Both entities and external references are refused by defusedxml.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from lxml.etree import XMLSyntaxError
from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from crawlers.importers.files import BadFile
from crawlers.importers.rows import Formula, RawRow, Table, written

LARGEST = 2_000_000_000
LARGEST_IN_MEMORY = 200_000_000
RATIO, RATIO_FROM = 200, 10_000_000
MOST_PARTS = 5_000
MOST_COLUMNS, MOST_ROWS = 1_000, 1_048_576
SAMPLED = 50
EXACT_DIGITS = 15
BROKEN = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, zlib.error),
    *(zipfile.BadZipFile, ParseError, XMLSyntaxError, DefusedXmlException, InvalidFileException),
)

if not DEFUSEDXML:
    raise ImportError("defusedxml is needed: workbooks come from strangers")


def guard(path: Path, stream: BinaryIO) -> None:
    """Raise BadFile for an archive that is no workbook, is locked, would swell, or brings a document type."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise BadFile(f"{path} 是压缩包，不是 Excel 工作簿（.xlsx）；请先解压，再逐个导入里面的文件")
            if any(part.flag_bits & 1 for part in parts):
                raise BadFile(f"{path} 受密码保护；请去掉密码后另存再导入")
            if len(parts) > MOST_PARTS or any(_swells(part) for part in parts) or _size(parts) > LARGEST:
                raise BadFile(f"{path} 解压后会异常膨胀，未予打开；请确认来源，或拆成几个文件、另存为 CSV 再导入")
            for part in parts:
                _refuse_document_type(path, archive, part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        raise BadFile(f"{path} 已损坏或没有下载完整；请重新获取") from None


def _swells(part: zipfile.ZipInfo) -> bool:
    shared = part.filename.endswith("sharedStrings.xml") and part.file_size > LARGEST_IN_MEMORY
    return shared or (part.file_size > RATIO_FROM and part.file_size > RATIO * max(1, part.compress_size))


def _size(parts: Sequence[zipfile.ZipInfo]) -> int:
    return sum(part.file_size for part in parts)


def _refuse_document_type(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A workbook never has one; what brings one is built to make a reader expand it."""
    if not part.filename.endswith((".xml", ".rels")):
        return
    with archive.open(part) as opened:
        start = opened.read(4096).replace(b"\x00", b"")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise BadFile(f"{path} 里含有实体定义（{part.filename[:60]}），可能是恶意文件，未予打开；请向来源核实")


@contextmanager
def opened(path: Path, stream: BinaryIO) -> Iterator[Workbook]:
    """The workbook, to be read from its start; raises BadFile where it cannot be opened."""
    guard(path, stream)
    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except BROKEN:
        raise BadFile(f"{path} 不是完好的 Excel 工作簿；请在 Excel 里打开后另存为 .xlsx 再导入") from None
    try:
        yield book
    finally:
        book.close()


def tables(path: Path) -> list[Table]:
    """How each sheet begins; sheets without any cell are left out."""
    with path.open("rb") as stream, opened(path, stream) as book:
        found = []
        for sheet in book.worksheets:
            rows = []
            for row in _rows(book, sheet.title):
                if row.trouble:
                    break
                rows.append(tuple(written(cell) for cell in row.cells.values()))
                if len(rows) == SAMPLED:
                    break
            if rows:
                found.append(Table(rows=tuple(rows), headed=False, name=sheet.title))
        return found


def rows_of(book: Workbook, sheet: str, names: tuple[str, ...], above: int, part: int) -> Iterator[RawRow]:
    """Every row of a sheet below the first `above` that are not empty."""
    header: list[object] = []
    for seen, row in enumerate(_rows(book, sheet), start=1):
        cells = list(row.cells.values())
        if seen <= above:
            header = cells
        elif row.trouble:
            yield RawRow(line=row.line, cells={}, part=part, trouble=row.trouble)
        elif any(cells[len(names) :]):
            yield RawRow(line=row.line, cells={}, part=part, trouble=f"应有 {len(names)} 列，实有 {len(cells)} 列")
        elif cells == header:
            yield RawRow(line=row.line, cells={}, part=part, trouble="这一行又是表头，不是数据")
        else:
            yield RawRow(line=row.line, cells=dict(zip(names, cells, strict=False)), part=part)


def _rows(book: Workbook, sheet: str) -> Iterator[RawRow]:
    """The rows that are not empty, cells named by their place."""
    worksheet = book[sheet]
    worksheet.reset_dimensions()  # what the file says of its size would be filled up with empty cells
    line = 0
    try:
        for line, row in enumerate(islice(worksheet.iter_rows(), MOST_ROWS), start=1):
            if len(row) > MOST_COLUMNS:
                yield RawRow(line=line, cells={}, trouble=f"超过 {MOST_COLUMNS} 列，未读取")
                continue
            cells = {str(place): _cell(cell.data_type, cell.value) for place, cell in enumerate(row)}
            if any(cells.values()):
                yield RawRow(line=line, cells=cells)
    except BROKEN:
        yield RawRow(line=line + 1, cells={}, trouble="工作簿在此处损坏，后面的内容未能读取")


def _cell(kind: str, value: object) -> object:
    """A value as text: times as they stand (China time), numbers that Excel has rounded in the form that tells it."""
    if kind == "f":
        return Formula(value if isinstance(value, str) else "=…")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        digits = str(value)
        rounded = len(digits) > EXACT_DIGITS and not digits[EXACT_DIGITS:].strip("0")
        return f"{value:.{EXACT_DIGITS - 1}E}" if rounded else digits
    if isinstance(value, float):
        return f"{value:.{EXACT_DIGITS}G}"
    return value
