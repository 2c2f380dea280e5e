"""What of a file is read and how: known forms first, else the one table as the person says or as it can be guessed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from crawlers.importers.columns import Columns, listed, settle
from crawlers.importers.files import BadFile, Layout, Opened
from crawlers.importers.forms import FORMS, WITHOUT_POSTS
from crawlers.importers.forms.form import Form
from crawlers.importers.header import Header, header_of
from crawlers.importers.readers import database, delimited, objects, workbook
from crawlers.importers.rows import Table
from domain.post import Channel


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The tables to read, in order, and the names of those left out."""

    tables: tuple[Columns, ...]
    left_out: tuple[str, ...] = ()

    @property
    def channel(self) -> Channel | None:
        """Where the posts come from, None where the file does not tell."""
        return next((columns.form.channel for columns in self.tables if columns.form), None)


def tables_of(opened: Opened) -> list[Table]:
    """How each table of the file begins; raises BadFile where the file turns out to be broken."""
    match opened.layout:
        case Layout.XLSX:
            return workbook.tables(opened.path)
        case Layout.SQLITE:
            return database.tables(opened.path)
        case Layout.JSON:
            return [objects.array_table(opened)]
        case Layout.JSONL:
            return [objects.lines_table(opened)]
        case _:
            return [delimited.table_of(opened)]


def plan(opened: Opened, said: Mapping[str, str]) -> Plan:
    """Settle what is read. `said` maps columns to fields; where the person says any, no form is looked for.

    Raises BadFile, naming what there is, where nothing can be understood as posts.
    """
    tables = tables_of(opened)
    seen = [(table, header_of(table, said)) for table in tables]
    known = [] if said else [_of_form(table, header) for table, header in seen]
    taken = tuple(columns for columns in known if columns is not None)
    if taken:
        names = {columns.table for columns in taken}
        return Plan(tables=taken, left_out=tuple(table.name for table in tables if table.name not in names))
    if not said and any(header and _without_posts(header) for _, header in seen):
        raise BadFile(f"{opened.path} 是创作者资料，没有帖文；请导入同一文件夹里的 contents 或 comments 文件")
    table, header = _plain(opened, seen, said)
    return Plan(tables=(settle(table, header, said),), left_out=tuple(one.name for one in tables if one is not table))


def plan_by_names(opened: Opened, sought: Mapping[str, frozenset[str]]) -> Plan:
    """Read the first table by the names in its first row; `sought` says by which, in lower case, a field goes.

    A field that no column is called by is left out of the plan's fields.
    """
    table = next(iter(tables_of(opened)), Table(rows=((),), headed=True))
    names = tuple(name.strip().removeprefix("\ufeff") for name in table.rows[0])
    found = {field: next((name for name in names if name.lower() in known), None) for field, known in sought.items()}
    fields = {field: name for field, name in found.items() if name is not None}
    above = 0 if table.headed else 1
    return Plan(tables=(Columns(names=names, above=above, fields=fields, table=table.name, path=table.path),))


def form_of(names: tuple[str, ...]) -> Form | None:
    """The known form with these columns."""
    return next((form for form in FORMS if form.is_form_of(names)), None)


def _of_form(table: Table, header: Header | None) -> Columns | None:
    form = form_of(header.names) if header else None
    if header is None or form is None:
        return None
    return Columns(
        names=header.names,
        above=header.above,
        fields=form.fields,
        form=form,
        table=table.name,
        path=table.path,
        notes=header.notes,
    )


def _without_posts(header: Header) -> bool:
    return any(columns <= set(header.names) for columns in WITHOUT_POSTS)


def _plain(
    opened: Opened, seen: list[tuple[Table, Header | None]], said: Mapping[str, str]
) -> tuple[Table, Header | None]:
    """The one table of no known form that is read: the first that has the columns that were said."""
    if opened.layout is Layout.SQLITE:
        fitting = [(table, header) for table, header in seen if said and header and set(said) <= set(header.names)]
        if not fitting:
            there = listed([table.name for table, _ in seen]) or "没有表"
            raise BadFile(f"{opened.path} 里没有认得的表；它有：{there}。可用 --column 字段=列 指明其中一张表的列")
        return fitting[0]
    if not seen:
        raise BadFile(f"{opened.path} 里没有数据")
    return next(((table, header) for table, header in seen if header is not None), seen[0])


def signature(opened: Opened) -> str:
    """What the same kind of file has in common: its first row with two names or more, as one word of 32 letters."""
    rows = [row for table in tables_of(opened) for row in table.rows[:10]]
    first = next((row for row in rows if sum(bool(cell.strip()) for cell in row) >= 2), ())
    return hashlib.blake2b(
        "\x1f".join(cell.strip() for cell in first).encode("utf-8", "replace"), digest_size=16
    ).hexdigest()
