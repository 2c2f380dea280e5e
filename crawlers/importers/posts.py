"""One row of a file turned into a post."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from crawlers.importers.columns import Columns
from crawlers.importers.rows import RawRow
from crawlers.importers.values import BadValue, count_of, id_of, kind_of, moment_of, shortened
from crawlers.pages.weibo_mblog import region_of
from domain.post import Author, Channel, Post, Reading

LONGEST = 200_000
NAMING = ("title", "author_id", "author_name", "native_id")
COUNTS = ("reposts", "comments", "likes", "reads")


def post_of(row: RawRow, columns: Columns, channel: Channel, now: datetime) -> Post:
    """The post that a row holds as `columns` say. Raises BadValue with the reason for a bad row.

    A message without words (a picture alone) is a post; a row that names neither words nor author nor id is not.
    Where no column is the platform's id, the hash of the whole row is the identity: the same row is the same post.
    """
    cells = _cells(row, columns)
    text = cells["text"].strip()
    if not text and not any(cells.get(field, "").strip() for field in NAMING):
        raise BadValue("正文、标题、作者和编号都是空的")
    _refuse_broken(cells)
    published = moment_of(cells["published_at"])
    if published > now + timedelta(days=1):
        raise BadValue(f"发布时间 {shortened(cells['published_at'])} 在未来")
    return Post(
        channel=channel,
        native_id=id_of(cells.get("native_id", "")) or _row_key(row),
        kind=kind_of(cells.get("kind", "")),
        text=text,
        title=cells.get("title", "").strip() or None,
        url=_link(cells.get("url", "")),
        quoted=cells.get("quoted", "").strip() or None,
        root_id=id_of(cells.get("root_id", "")) or None,
        author=_author(cells),
        region=_region(cells.get("region", "")),
        source=cells.get("source", "").strip() or None,
        published_at=published,
        collected_at=now,
        reading=_reading(cells, now),
    )


def _cells(row: RawRow, columns: Columns) -> dict[str, str]:
    """The words of each field, set right as the form says."""
    if trouble := columns.trouble_of(row):
        raise BadValue(trouble)
    cells = {field: row.cell(column) for field, column in columns.fields.items()}
    for field, words in cells.items():
        if len(words) > LONGEST:
            raise BadValue(f"“{columns.fields[field]}”一格有 {len(words)} 字，超过 {LONGEST} 字的上限")
    if columns.form:
        columns.form.tidy(cells, row.cell)
    return cells


def _refuse_broken(cells: Mapping[str, str]) -> None:
    """Bytes of another encoding came through the reading as halves of surrogate pairs."""
    try:
        "".join(cells.values()).encode("utf-8")
    except UnicodeEncodeError:
        raise BadValue("含有不属于该文件编码的字节") from None


def _row_key(row: RawRow) -> str:
    whole = "\x1f".join(row.words()).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def _link(cell: str) -> str | None:
    words = cell.strip()
    return words if words.startswith(("http://", "https://")) else None


@lru_cache(maxsize=4_096)
def _region(cell: str) -> str | None:
    """The place without what stands before it; few places stand in many rows."""
    return region_of(cell)


def _author(cells: Mapping[str, str]) -> Author | None:
    name = cells.get("author_name", "").strip()
    key = id_of(cells.get("author_id", "")) or name
    if not key:
        return None
    return Author(key=key, name=name or None, followers=count_of(cells.get("followers", "")))


def _reading(cells: Mapping[str, str], now: datetime) -> Reading | None:
    counts = {name: count_of(cells[name]) for name in COUNTS if name in cells}
    told = {name: count for name, count in counts.items() if count is not None}
    return Reading(read_at=now, **told) if told else None
