"""Rows that are objects: one a line, or in an array that is the whole file or stands in one of its fields."""

import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Protocol, TextIO

import ijson

from crawlers.importers.files import BadFile, Opened
from crawlers.importers.rows import RawRow, Table, flat

LONGEST_LINE = 8_000_000
SAMPLED = 200
ARRAY = re.compile(r"(?!user\.)(?:[^.]+\.){0,2}item")
SCALARS = frozenset({"string", "number", "boolean", "null"})
FACTS = 100
MARK = b"\xef\xbb\xbf"


def lines_table(opened: Opened) -> Table:
    """The names in the first lines of a JSONL file."""
    names: dict[str, None] = {}
    for words in opened.sample.split("\n")[:SAMPLED]:
        try:
            found = json.loads(words)
        except ValueError:
            continue
        if isinstance(found, dict):
            names |= dict.fromkeys(flat(found))
    return Table(rows=(tuple(names),), headed=True)


def array_table(opened: Opened) -> Table:
    """The array of objects in a JSON file: its path, its names, and the single facts before it as /outer.inner.

    Raises BadFile where no field of the file, down to the second level, is an array of objects.
    """
    path = ""
    names: dict[str, None] = {}
    try:
        for prefix, moment, _ in ijson.parse(io.BytesIO(opened.sample.encode("utf-8", "replace")), use_float=True):
            if not path and moment == "start_map" and ARRAY.fullmatch(prefix):
                path = prefix
            elif moment in SCALARS or moment == "start_array":
                names[prefix.removeprefix(f"{path}.") if path else f"/{prefix}"] = None
    except ijson.JSONError:
        pass  # the sample ends in the middle; what is broken in the file itself is told when it is read
    if not path:
        raise BadFile(f"{opened.path} 里没有由对象组成的数组，认不出帖文；请确认这是帖文文件")
    return Table(rows=(tuple(name for name in names if name and not name.endswith(".item")),), headed=True, path=path)


def lines(text: TextIO) -> Iterator[RawRow]:
    """Every line of a JSONL file as a row; a broken or endless line comes with its trouble."""
    for line, words in enumerate(_bounded(text), start=1):
        if not words.strip():
            continue
        if len(words) > LONGEST_LINE:
            yield RawRow(line=line, cells={}, trouble=f"这一行超过 {LONGEST_LINE} 字，未读取")
            continue
        try:
            found = json.loads(words)
        except (ValueError, RecursionError):
            yield RawRow(line=line, cells={}, trouble="不是有效的 JSON，可能没有写完")
            continue
        yield _row(line, found, {})


def _bounded(text: TextIO) -> Iterator[str]:
    """Lines; of one that is too long only as much as shows that it is."""
    while words := text.readline(LONGEST_LINE + 1):
        rest = words
        while rest and not rest.endswith("\n") and len(rest) > LONGEST_LINE:
            rest = text.readline(LONGEST_LINE + 1)
        yield words


def array(opened: Opened, stream: BinaryIO, path: str) -> Iterator[RawRow]:
    """Every object of the array at `path`, with the single facts before it (/outer.inner) as cells of every row."""
    facts: dict[str, object] = {}
    place = 0
    builder: ijson.ObjectBuilder | None = None
    try:
        for prefix, moment, value in ijson.parse(_utf8(opened, stream), use_float=True):
            if builder is not None:
                builder.event(moment, value)
                if prefix == path and moment == "end_map":
                    place += 1
                    yield _row(place, builder.value, facts)
                    builder = None
            elif prefix == path and moment == "start_map":
                builder = ijson.ObjectBuilder()
                builder.event(moment, value)
            elif prefix == path and moment in SCALARS:
                place += 1
                yield _row(place, value, facts)
            elif moment in SCALARS and not place and len(facts) < FACTS:
                facts[f"/{prefix}"] = value
    except (ijson.JSONError, RecursionError):
        yield RawRow(line=place + 1, cells={}, trouble="JSON 在此处中断，可能没有写完；后面的内容未能读取")


class Utf8(Protocol):
    """What the parser reads from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, none at the end."""


def _utf8(opened: Opened, stream: BinaryIO) -> Utf8:
    if opened.encoding != "utf-8":
        return _Recoded(io.TextIOWrapper(stream, encoding=opened.encoding, errors="replace"))
    if opened.marked:
        stream.read(len(MARK))
    return stream


class _Recoded:
    """Text of another encoding as the UTF-8 that the parser wants."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int = -1, /) -> bytes:
        return self._text.read(size).encode("utf-8")


def _row(line: int, found: object, facts: dict[str, object]) -> RawRow:
    if not isinstance(found, dict):
        return RawRow(line=line, cells={}, trouble="不是 JSON 对象")
    return RawRow(line=line, cells=facts | flat(found) if facts else flat(found))  # type: ignore[operator]
