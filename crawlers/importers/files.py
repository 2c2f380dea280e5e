"""Opening a file of posts: packed or not, in which encoding, of which form; refused with the cure where it is none."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import ijson

from domain.shown import Shown

if TYPE_CHECKING:
    import _csv

SAMPLE_BYTES = 262_144
LONGEST_FIELD = 2_000_000
ENCODINGS = ("utf-8", "gb18030")


class BadFile(ValueError):
    """The file cannot be imported at all; the message says why and what to do."""


class Form(Shown):
    """How rows stand in the file."""

    CSV = "csv", "CSV（逗号分隔）"
    TSV = "tsv", "TSV（制表符分隔）"
    JSONL = "jsonl", "JSONL（每行一个对象）"
    JSON = "json", "JSON（一个数组）"


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """One row as it stands: its line (or place in the array, from 1) and its cells by column name.

    `trouble` is set, and the cells are empty, where the line could not even be read.
    """

    line: int
    cells: dict[str, str]
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A file that was looked into: packing, encoding, form and a sample of its text."""

    path: Path
    packed: bool
    encoding: str
    form: Form
    sample: str


def look_into(path: Path) -> Opened:
    """Find out how to read a file; raises BadFile for an empty, binary, unknown or unreadable one."""
    head = _head(path)
    packed = head[:2] == b"\x1f\x8b"
    if packed:
        head = _unpacked_head(path)
    if not head.strip():
        raise BadFile(f"{path} 是空文件，没有可导入的内容")
    if head[:4] == b"PK\x03\x04":
        raise BadFile(f"{path} 是 Excel 工作簿或压缩包；请在 Excel 里另存为“CSV UTF-8（逗号分隔）”再导入")
    if b"\x00" in head:
        raise BadFile(f"{path} 是二进制文件，不是文本；能导入的是 CSV、TSV、JSON、JSONL（可用 gzip 压缩）")
    encoding = _encoding(path, head)
    sample = head.decode(encoding, "ignore").removeprefix("\ufeff")
    return Opened(path=path, packed=packed, encoding=encoding, form=_form(path, sample), sample=sample)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(SAMPLE_BYTES)
    except FileNotFoundError:
        raise BadFile(f"找不到文件 {path}；请检查路径") from None
    except IsADirectoryError:
        raise BadFile(f"{path} 是文件夹；请给出其中的一个文件") from None
    except PermissionError:
        raise BadFile(f"没有读取 {path} 的权限；请用 chmod 放开读权限") from None


def _unpacked_head(path: Path) -> bytes:
    try:
        with gzip.open(path, "rb") as stream:
            return stream.read(SAMPLE_BYTES)
    except (OSError, EOFError):
        raise BadFile(f"{path} 的 gzip 压缩已损坏；请重新下载或重新压缩") from None


def _encoding(path: Path, head: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            head[: len(head) - 4 if len(head) == SAMPLE_BYTES else len(head)].decode(encoding)
        except UnicodeDecodeError as trouble:
            if len(head) == SAMPLE_BYTES and trouble.start >= len(head) - 8:
                return encoding
            continue
        return encoding
    raise BadFile(f"{path} 的编码既不是 UTF-8 也不是 GB18030；请另存为 UTF-8 再导入")


def _form(path: Path, sample: str) -> Form:
    start = sample.lstrip()
    if start.startswith("["):
        return Form.JSON
    first = start.split("\n", 1)[0].strip()
    if first.startswith("{"):
        return Form.JSONL if _is_object(first) else Form.JSON
    if first.count("\t") >= max(1, first.count(",") // 2):
        return Form.TSV
    if "," in first:
        return Form.CSV
    raise BadFile(f"{path} 的第一行里既没有逗号也没有制表符，也不是 JSON；请确认文件格式")


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def rows(opened: Opened, columns: tuple[str, ...] | None, raw: BinaryIO) -> Generator[RawRow, None, None]:
    """Every row of the file, streaming from `raw`, whose position tells how far the reading has come.

    `columns` are the names of a file without a header, else None. A row that cannot be read comes with its trouble.
    """
    stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if opened.packed else raw
    try:
        yield from _rows(opened, columns, stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as trouble:
        yield RawRow(line=0, cells={}, trouble=f"压缩数据在此处损坏，后面的内容未能读取（{trouble}）")


def _rows(opened: Opened, columns: tuple[str, ...] | None, stream: BinaryIO) -> Iterator[RawRow]:
    if opened.form is Form.JSON:
        yield from _array(opened.path, stream)
        return
    text = io.TextIOWrapper(stream, encoding=opened.encoding, errors="surrogateescape", newline="")
    try:
        yield from _lines(text) if opened.form is Form.JSONL else _table(text, opened.form, columns)
    finally:
        text.detach()  # else it would close the stream, whose position is asked for afterwards


def _table(text: io.TextIOWrapper, form: Form, columns: tuple[str, ...] | None) -> Iterator[RawRow]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = table_reader(text, form)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as trouble:
            yield RawRow(line=reader.line_num, cells={}, trouble=f"这一行无法拆成列（{trouble}）")
            continue
        if columns is None:
            columns = tuple(name.strip().removeprefix("\ufeff") for name in cells)
        elif cells:
            yield _row(reader.line_num, cells, columns)


def table_reader(text: Iterable[str], form: Form) -> "_csv.Reader":
    """A reader of delimited text; a TSV has no quoting, so that a stray quotation mark swallows nothing."""
    if form is Form.TSV:
        return csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
    return csv.reader(text)


def _row(line: int, cells: list[str], columns: tuple[str, ...]) -> RawRow:
    if len(cells) != len(columns):
        return RawRow(line=line, cells={}, trouble=f"应有 {len(columns)} 列，实有 {len(cells)} 列")
    return RawRow(line=line, cells=dict(zip(columns, cells, strict=True)))


def _lines(text: io.TextIOWrapper) -> Iterator[RawRow]:
    for line, words in enumerate(text, start=1):
        if not words.strip():
            continue
        try:
            found = json.loads(words.removeprefix("\ufeff"))
        except ValueError as trouble:
            yield RawRow(line=line, cells={}, trouble=f"不是有效的 JSON（{trouble}）")
            continue
        yield _object(line, found)


def _array(path: Path, stream: BinaryIO) -> Iterator[RawRow]:
    try:
        for place, found in enumerate(ijson.items(stream, "item", use_float=True), start=1):
            yield _object(place, found)
    except ijson.JSONError as trouble:
        yield RawRow(line=0, cells={}, trouble=f"{path.name} 的 JSON 在此处中断，后面的内容未能读取（{trouble}）")


def _object(line: int, found: object) -> RawRow:
    if not isinstance(found, dict):
        return RawRow(line=line, cells={}, trouble="不是 JSON 对象")
    return RawRow(line=line, cells={str(name): _cell(value) for name, value in found.items()})


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
