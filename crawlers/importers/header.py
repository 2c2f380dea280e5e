"""The row of names over a table: found among titles and data, made of names that differ."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawlers.importers.fields import cleaned, field_of
from crawlers.importers.rows import Table
from crawlers.importers.values import is_time, shortened

TITLE_LINES = 10
LONGEST_NAME = 12
DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, kw_only=True)
class Header:
    """The names over a table, the rows up to and with them, and what is odd about them."""

    names: tuple[str, ...]
    above: int
    notes: tuple[str, ...] = ()


def header_of(table: Table, said: Mapping[str, str]) -> Header | None:
    """The header of a table, None where it has none; lines such as a title may stand above it.

    Names that stand twice are told apart as 内容, 内容#2.
    """
    if table.headed:
        return Header(names=table.rows[0], above=0)
    place = _header_place(table.rows[:TITLE_LINES], said)
    if place is None:
        return None
    names, notes = _distinct(table.rows[place])
    if place:
        notes = (f"表头在第 {place + 1} 行，上面的 {place} 行不是数据，未读取", *notes)
    return Header(names=names, above=place + 1, notes=notes)


def _header_place(rows: Sequence[Sequence[str]], said: Mapping[str, str]) -> int | None:
    """The row that holds every column that was said, else the one with the most known names; data is no header."""
    named = {column.partition("#")[0] for column in said if not column.isdecimal()}
    clean = [[cleaned(name) for name in row] for row in rows]
    if named:
        told = next((place for place, row in enumerate(clean) if named <= set(row)), None)
        if told is not None:
            return told
    known = [0 if _looks_like_data(row) else sum(field_of(name) is not None for name in row) for row in clean]
    best = max(range(len(known)), key=lambda place: known[place], default=0)
    if known and known[best] >= (2 if best else 1):
        return best
    data = next((place for place, row in enumerate(clean) if _looks_like_data(row)), 0)
    return next((place for place, row in enumerate(clean[:data]) if _names_only(row)), None)


def _names_only(row: Sequence[str]) -> bool:
    """Whether a row over data can be names that nobody knows: short words, all different, no number among them."""
    return len(set(row)) == len(row) > 1 and all(
        0 < len(name) <= LONGEST_NAME and not DIGIT.search(name) for name in row
    )


def _distinct(row: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    times = Counter[str]()
    names: list[str] = []
    for place, cell in enumerate(row, start=1):
        name = cleaned(cell) or f"第{place}列"
        times[name] += 1
        names.append(name if times[name] == 1 else f"{name}#{times[name]}")
    notes = (
        f"表头里“{shortened(name)}”出现 {count} 次：取第 1 个，其余叫 {shortened(name)}#2 等，可用 --column 指定"
        for name, count in times.items()
        if count > 1
    )
    return tuple(names), tuple(notes)


def _looks_like_data(cells: Sequence[str]) -> bool:
    return any(is_time(cell) for cell in cells)
