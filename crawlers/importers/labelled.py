"""Texts that people have labelled, out of a file with the columns text and label."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawlers.importers.files import BadFile, Opened, RawRow, look_into, rows
from domain.label import LabelKind

TEXTS = frozenset({"text", "content", "正文", "内容", "文本"})
LABELS = frozenset({"label", "标签", "标注", "情感"})
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
    good: list[Labelled] = []
    bad: list[BadRow] = []
    with opened.path.open("rb") as raw:
        for row in rows(opened, None, raw):
            found = row.trouble or _labelled(row, opened)
            if isinstance(found, str):
                bad.append(BadRow(line=row.line, why=found))
            else:
                good.append(found)
    return good, bad


def _labelled(row: RawRow, opened: Opened) -> Labelled | str:
    """The row, or why it cannot be used."""
    cells = {name.strip().lower(): cell for name, cell in row.cells.items()}
    text, label = _cell(cells, TEXTS), _cell(cells, LABELS)
    if text is None or label is None:
        raise BadFile(f"{opened.path} 里要有 text 和 label 两列（也认 正文、标注）；现有的列：{'、'.join(row.cells)}")
    kind = KINDS.get(label.strip().lower())
    if kind is None:
        return f"标注“{label.strip()[:20]}”不认识；请写 neg、neu、pos 或 non（负面、中性、正面、非负面）"
    if not text.strip():
        return "正文是空的"
    if len(text) > LONGEST:
        return f"正文超过 {LONGEST} 字"
    return Labelled(text=text, kind=kind, source=cells.get("source", ""))


def _cell(cells: Mapping[str, str], names: frozenset[str]) -> str | None:
    return next((cells[name] for name in cells if name in names), None)
