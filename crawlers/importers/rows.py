"""One row of a file as it stands, before anything is understood, and one table of a file as it looks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from crawlers.importers.values import BadValue

DEEPEST = 4


class Formula(str):
    """A cell whose content a spreadsheet would compute; it is never computed here."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RawRow:
    """One row: its line (or place in the array, sheet or table, from 1) and its cells by column name.

    `part` tells which table of the file it stands in, `missing` how many columns of the header it lacks. `trouble` is
    set, and the cells are empty, where the row could not even be read.
    """

    line: int
    cells: Mapping[str, object]
    part: int = 0
    missing: int = 0
    trouble: str = ""

    def cell(self, column: str) -> str:
        """The words of one cell, "" where there is none; raises BadValue for a formula."""
        value = self.cells.get(column)
        if type(value) is str:  # a Formula is none
            return value
        if isinstance(value, Formula):
            raise BadValue(f"“{column}”一格是公式，不予计算；请在 Excel 里复制后“选择性粘贴为数值”再导入")
        return written(value)

    def words(self) -> list[str]:
        """All cells as they stand, for a person to recognise the row."""
        return [written(value) for value in self.cells.values()]


@dataclass(frozen=True, kw_only=True)
class Table:
    """How one table of a file begins.

    `rows` are its first rows, the row of names first where `headed` says that the names are sure (keys of objects,
    columns of a database). `name` is that of the sheet or table, "" where the file is one table; `path` leads to the
    array in a JSON file.
    """

    rows: tuple[tuple[str, ...], ...]
    headed: bool
    name: str = ""
    path: str = ""


def written(value: object) -> str:
    """A value as text: "" for none, JSON for lists and truth values."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(value) if type(value) is int else json.dumps(value, ensure_ascii=False, default=str)


def flat(found: Mapping[str, object]) -> Mapping[str, object]:
    """An object as one row: the fields of objects inside it stand as outer.inner."""
    if not any(isinstance(value, dict) for value in found.values()):
        return found
    cells: dict[str, object] = {}
    _spread(found, "", DEEPEST, cells)
    return cells


def _spread(found: Mapping[str, object], before: str, deep: int, cells: dict[str, object]) -> None:
    for name, value in found.items():
        if isinstance(value, dict) and deep:
            _spread(value, f"{before}{name}.", deep - 1, cells)
        else:
            cells[f"{before}{name}"] = value
