"""How the columns of one table are understood: as the person says, by their names, or by their cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crawlers.importers.fields import FIELDS, field_of
from crawlers.importers.files import BadFile
from crawlers.importers.forms.form import Form
from crawlers.importers.guess import by_cells
from crawlers.importers.header import Header
from crawlers.importers.rows import RawRow, Table
from crawlers.importers.values import shortened


@dataclass(frozen=True, kw_only=True)
class Columns:
    """How one table of a file is understood.

    `names` are all its columns in order (numbers from 1 where it is not `headed`) and `above` the rows before its data;
    `fields` maps field to column, `form` is the known form, None for a table understood by itself. `notes` are
    sentences for the person.
    """

    names: tuple[str, ...]
    above: int
    fields: Mapping[str, str]
    form: Form | None = None
    table: str = ""
    path: str = ""
    headed: bool = True
    guessed: bool = False
    notes: tuple[str, ...] = ()

    def trouble_of(self, row: RawRow) -> str:
        """Why the row as a whole cannot be used, "" where it can."""
        if row.missing and not (self.form and self.form.ragged):
            return f"应有 {len(self.names)} 列，实有 {len(self.names) - row.missing} 列"
        return row.trouble


def settle(table: Table, header: Header | None, said: Mapping[str, str]) -> Columns:
    """Understand a table of no known form; `said` maps a column (name, or number from 1) to a field and always wins.

    Raises BadFile, naming the columns that there are, where text or time cannot be found.
    """
    unknown = sorted(set(said.values()) - set(FIELDS))
    if unknown:
        raise BadFile(f"--column 里的字段 {'、'.join(unknown)} 不认识；可用的字段：{'、'.join(FIELDS)}")
    if header is not None:
        return _settled(table, header, _by_name(header.names, said))
    if not table.rows:
        raise BadFile("文件里没有可读的行")
    names = tuple(str(place) for place in range(1, len(table.rows[0]) + 1))
    told = _by_said(names, said)
    guess = by_cells(names, table.rows, taken=told)
    settled = _settled(table, Header(names=names, above=0), guess | told)
    return replace(settled, headed=False, guessed=bool(set(guess) - set(told)))


def _by_said(names: Sequence[str], said: Mapping[str, str]) -> dict[str, str]:
    missing = sorted(set(said) - set(names))
    if missing:
        raise BadFile(f"文件里没有 --column 指的列 {'、'.join(missing)}；现有的列：{listed(names)}")
    return {field: column for column, field in said.items()}


def listed(names: Sequence[str]) -> str:
    """Names out of a file as they may stand in a sentence."""
    return "、".join(shortened(name) for name in names[:40]) + (" 等" if len(names) > 40 else "")


def _by_name(names: tuple[str, ...], said: Mapping[str, str]) -> dict[str, str]:
    fields = _by_said(names, said)
    for name in names:
        field = field_of(name)
        if field and field not in fields and name not in fields.values():
            fields[field] = name
    return fields


def _settled(table: Table, header: Header, fields: Mapping[str, str]) -> Columns:
    lacking = [f"{FIELDS[field]}（{field}）" for field in ("text", "published_at") if field not in fields]
    if lacking:
        raise BadFile(
            f"认不出哪一列是{'、'.join(lacking)}；请用 --column 字段=列 指明。现有的列：{listed(header.names)}"
        )
    return Columns(
        names=header.names,
        above=header.above,
        fields=dict(fields),
        table=table.name,
        path=table.path,
        notes=header.notes,
    )
