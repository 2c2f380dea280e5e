"""Opening a file of posts: packed or not, encoding and layout of its rows; refused with the cure where it is none."""

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

from domain.shown import Shown

SAMPLE_BYTES = 262_144
ENCODINGS = ("utf-8", "gb18030")
GZIP, ZIP, SQLITE, OLE = b"\x1f\x8b", b"PK\x03\x04", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED = "EncryptedPackage".encode("utf-16-le")
WIDE = (b"\xff\xfe", b"\xfe\xff")


class BadFile(ValueError):
    """The file cannot be imported at all; the message says why and what to do."""


class Layout(Shown):
    """How rows stand in the file."""

    CSV = "csv", "CSV（逗号分隔）"
    TSV = "tsv", "TSV（制表符分隔）"
    JSONL = "jsonl", "JSONL（每行一个对象）"
    JSON = "json", "JSON（一个数组）"
    XLSX = "xlsx", "Excel 工作簿"
    SQLITE = "sqlite", "SQLite 数据库"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A file that was looked into: packing, encoding, layout and a sample of its text.

    `marked` says that a byte order mark stands before the text. Workbooks and databases have no encoding and no sample.
    """

    path: Path
    packed: bool
    encoding: str
    layout: Layout
    sample: str
    marked: bool = False


def look_into(path: Path) -> Opened:
    """Find out how to read a file; raises BadFile for an empty, unknown, protected or unreadable one."""
    head = _head(path)
    if head.startswith(SQLITE):
        return Opened(path=path, packed=False, encoding="", layout=Layout.SQLITE, sample="")
    if head.startswith(ZIP):
        return Opened(path=path, packed=False, encoding="", layout=Layout.XLSX, sample="")
    packed = head.startswith(GZIP)
    if packed:
        head = _unpacked_head(path)
    _refuse_other(path, head)
    encoding = _encoding(path, head)
    text = head.decode(encoding, "ignore")
    sample = text.removeprefix("\ufeff")
    return Opened(
        path=path,
        packed=packed,
        encoding=encoding,
        layout=_layout(path, sample),
        sample=sample,
        marked=sample is not text and len(sample) != len(text),
    )


def _refuse_other(path: Path, head: bytes) -> None:
    """Raise BadFile for what is not text, naming what it is and the cure."""
    if not head.strip():
        raise BadFile(f"{path} 是空文件，没有可导入的内容")
    if head.startswith(OLE):
        if PROTECTED in head:
            raise BadFile(f"{path} 受密码保护；请在 Excel 里打开，去掉密码后另存再导入")
        raise BadFile(f"{path} 是旧版 Excel（.xls）或受密码保护的工作簿；请在 Excel 里去掉密码，另存为 .xlsx 再导入")
    if head.startswith(WIDE):
        raise BadFile(f"{path} 是 UTF-16 编码（Excel 的“Unicode 文本”）；请另存为“CSV UTF-8（逗号分隔）”再导入")
    if b"\x00" in head:
        raise BadFile(
            f"{path} 是二进制文件，不是文本；能导入的是 CSV、TSV、JSON、JSONL（可用 gzip 压缩）、XLSX 和 SQLite"
        )


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
    except (OSError, EOFError, zlib.error):
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


def _layout(path: Path, sample: str) -> Layout:
    start = sample.lstrip()
    if start.startswith("["):
        return Layout.JSON
    first, _, more = start.partition("\n")
    if first.startswith("{"):
        return Layout.JSONL if _is_row(first.strip(), alone=not more.strip()) else Layout.JSON
    if first.count("\t") >= max(1, first.count(",") // 2):
        return Layout.TSV
    if "," in first:
        return Layout.CSV
    raise BadFile(f"{path} 的第一行里既没有逗号也没有制表符，也不是 JSON；请确认文件格式")


def _is_row(line: str, *, alone: bool) -> bool:
    """Whether a line is one object of many; one that stands alone and holds an array of objects is a whole file."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    holds = any(isinstance(value, list) and value and isinstance(value[0], dict) for value in found.values())
    return not (alone and holds)
