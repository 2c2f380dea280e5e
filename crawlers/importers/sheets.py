"""Rows of an Excel workbook: read without running anything in it, refused where it is no plain table."""

import contextlib
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from crawlers.importers.files import BadFile, RawRow

MOST_UNPACKED = 300 * 1024 * 1024
MOST_COLUMNS = 200
Cells = list[tuple[object, str]]
BROKEN = "{path} 不是能读的 Excel 工作簿（.xlsx）；请用 Excel 打开后另存为 .xlsx 或“CSV UTF-8”再导入"


def is_workbook(path: Path) -> bool:
    """Whether the file is a ZIP archive, as workbooks are; raises BadFile where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except FileNotFoundError:
        raise BadFile(f"找不到文件 {path}；请检查路径") from None
    except OSError as trouble:
        raise BadFile(f"读不到 {path}（{trouble.strerror}）；请检查路径和权限") from None


def rows(path: Path) -> Iterator[RawRow]:
    """Rows of the first sheet, below its header; a row with a formula comes with its trouble. Raises BadFile.

    XML is read through defusedxml, which openpyxl uses where it is installed; a bomb of an archive is not unpacked.
    """
    _look(path)
    try:
        with contextlib.closing(load_workbook(path, read_only=True, data_only=False, keep_links=False)) as book:
            yield from _below_header(_cells(book.worksheets[0]))
    except (InvalidFileException, zipfile.BadZipFile, ParseError, LookupError, ValueError, OSError):
        raise BadFile(BROKEN.format(path=path)) from None


def _cells(sheet: Any) -> Iterator[tuple[int, Cells]]:  # noqa: ANN401
    """Lines that hold anything, each cell with openpyxl's word for its type (f for a formula)."""
    for line, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        cells = [(cell.value, cell.data_type) for cell in row]
        if any(value is not None for value, _ in cells):
            yield line, cells


def _below_header(lines: Iterator[tuple[int, Cells]]) -> Iterator[RawRow]:
    _, head = next(lines, (0, []))
    names = tuple(_text(value).strip() for value, _ in head)
    for line, cells in lines:
        yield _row(line, cells, names)


def _row(line: int, cells: Cells, names: tuple[str, ...]) -> RawRow:
    named = [(name, value, kind) for name, (value, kind) in zip(names, cells, strict=False) if name]
    formula = next((name for name, _, kind in named if kind == "f"), None)
    if formula is not None:
        return RawRow(
            line=line, cells={}, trouble=f"“{formula}”一列是公式；请在 Excel 里复制后“选择性粘贴为数值”再导入"
        )
    return RawRow(line=line, cells={name: _text(value) for name, value, _ in named})


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _look(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise BadFile(f"{path} 解开后超过 {MOST_UNPACKED // 1024 // 1024} MB；请拆成几个文件再导入")
    except zipfile.BadZipFile:
        raise BadFile(BROKEN.format(path=path)) from None
