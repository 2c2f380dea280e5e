"""Texts that people have labelled, out of a file with the columns text and label."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawlers.importers.columns import Columns, listed
from crawlers.importers.files import BadFile, look_into
from crawlers.importers.plan import plan_by_names
from crawlers.importers.reading import reading
from crawlers.importers.rows import RawRow
from crawlers.importers.values import BadValue
from domain.label import LabelKind

SOUGHT: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text", "content", "正文", "内容", "文本"}),
    "label": frozenset({"label", "标签", "标注", "情感"}),
    "source": frozenset({"source"}),
}
KINDS: Mapping[str, LabelKind] = {
    **{kind.value: kind for kind in LabelKind},
    **{kind.shown: kind for kind in LabelKind},
    "negative": LabelKind.NEG,
    "neutral": LabelKind.NEU,
    "positive": LabelKind.POS,
}
LONGEST = 100_000


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """One row that can be used; `source` is the column of that name, empty where there is none."""

    text: str
    kind: LabelKind
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """One row that cannot be used: its line, from 1, and why."""

    line: int
    why: str


def read_labelled(path: Path) -> tuple[list[Labelled], list[BadRow]]:
    """Every row of a CSV, TSV, JSON or JSONL file, packed or not; a bad row is reported and the rest goes on.

    Labels are neg, neu, pos and non (not negative), or the same in Chinese or in full. Raises BadFile where the file
    cannot be read or one of the two columns is missing.
    """
    opened = look_into(path)
    plan = plan_by_names(opened, SOUGHT)
    if not {"text", "label"} <= set(plan.tables[0].fields):
        there = listed(plan.tables[0].names)
        raise BadFile(f"{path} 里要有 text 和 label 两列（也认 正文、标注）；现有的列：{there}")
    good: list[Labelled] = []
    bad: list[BadRow] = []
    with reading(opened, plan) as file:
        for row in file.rows:
            found = _labelled(row, plan.tables[0])
            if isinstance(found, str):
                bad.append(BadRow(line=row.line, why=found))
            else:
                good.append(found)
    return good, bad


def _labelled(row: RawRow, columns: Columns) -> Labelled | str:
    """The row, or why it cannot be used."""
    if why := columns.trouble_of(row):
        return why
    try:
        cells = {field: row.cell(column) for field, column in columns.fields.items()}
    except BadValue as trouble:
        return str(trouble)
    kind = KINDS.get(cells["label"].strip().lower())
    if kind is None:
        return f"标注“{cells['label'].strip()[:20]}”不认识；请写 neg、neu、pos 或 non（负面、中性、正面、非负面）"
    if not cells["text"].strip():
        return "正文是空的"
    if len(cells["text"]) > LONGEST:
        return f"正文超过 {LONGEST} 字"
    return Labelled(text=cells["text"], kind=kind, source=cells.get("source", ""))
