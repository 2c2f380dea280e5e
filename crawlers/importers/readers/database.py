"""Rows of an SQLite database, opened for reading alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from crawlers.importers.files import BadFile
from crawlers.importers.rows import RawRow, Table

TABLES = """
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%'
    ORDER BY name
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection that neither writes nor locks; raises BadFile where the newest rows still stand in another file."""
    journal = path.with_name(f"{path.name}-wal")
    if journal.is_file() and journal.stat().st_size:
        raise BadFile(f"{path} 还在被写入（旁边有 {journal.name}）；请先停止写它的采集程序，再导入")
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    return connection


def tables(path: Path) -> list[Table]:
    """The tables with the names of their columns; raises BadFile for a broken database."""
    try:
        with closing(connect(path)) as connection:
            names = [name for (name,) in connection.execute(TABLES)]
            return [Table(rows=(_columns(connection, name),), headed=True, name=name) for name in names]
    except (sqlite3.DatabaseError, UnicodeError):
        raise BadFile(f"{path} 不是完好的 SQLite 数据库；请重新复制（复制前先停止写它的程序）") from None


def _columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Names of columns; raises UnicodeError where one of them is no text."""
    names = tuple(str(row[1]) for row in connection.execute(f"PRAGMA table_info({_quoted(table)})"))
    "".join(names).encode("utf-8")
    return names


def count(path: Path, table: str) -> int:
    """How many rows a table has, 0 where it cannot be counted."""
    try:
        with closing(connect(path)) as connection:
            (number,) = connection.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()  # noqa: S608
            return int(number)
    except sqlite3.DatabaseError:
        return 0


def rows_of(path: Path, table: str, names: tuple[str, ...], part: int) -> Iterator[RawRow]:
    """Every row of a table in the order in which they were written; a break comes as a row with its trouble."""
    line = 0
    with closing(connect(path)) as connection:
        try:
            wanted = ", ".join(_quoted(name) for name in names)
            found = connection.execute(f"SELECT {wanted} FROM {_quoted(table)} ORDER BY rowid")  # noqa: S608
            for line, values in enumerate(found, start=1):
                cells = {name: _text(value) for name, value in zip(names, values, strict=True)}
                yield RawRow(line=line, cells=cells, part=part)
        except sqlite3.DatabaseError:
            yield RawRow(line=line + 1, cells={}, part=part, trouble="数据库在此处损坏，后面的内容未能读取")


def _text(value: object) -> object:
    return "" if isinstance(value, bytes) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
