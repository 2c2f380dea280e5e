"""Cells turned into facts, or refused with the reason."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from crawlers.pages import counts
from domain.day import CHINA
from domain.post import PostKind

KINDS: Mapping[str, PostKind] = {
    **dict.fromkeys(("post", "原帖", "原创", "微博", "weibo"), PostKind.POST),
    **dict.fromkeys(("repost", "转发", "retweet"), PostKind.REPOST),
    **dict.fromkeys(("comment", "评论", "回复", "reply"), PostKind.COMMENT),
    **dict.fromkeys(("article", "文章", "图文"), PostKind.ARTICLE),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEIBO_TIME = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) ([+-]\d{4}) (\d{4})")
CHINESE_TIME = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\s*(\d{1,2}):(\d\d)(?::(\d\d))?")
PARTED = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\s+(\d:.*)|(.*))")
EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
EXCEL_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
WHOLE = re.compile(r"(\d{1,15})\.0+")
LONGEST_COUNT = 12
LONGEST_TIME = 40
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class BadValue(ValueError):
    """A cell does not hold what its column should; the message says what it held."""


def moment_of(cell: str) -> datetime:
    """A point in time, UTC; one without a zone is China time. Raises BadValue."""
    words = cell.strip()
    if not words:
        raise BadValue("发布时间是空的")
    try:
        found = _epoch(words) if EPOCH.fullmatch(words) else datetime.fromisoformat(words)
    except (ValueError, OverflowError):
        found = _other_moment(words)
    if found.tzinfo is None:
        found = found.replace(tzinfo=CHINA)
    found = found.astimezone(UTC)
    if found < EARLIEST:
        raise BadValue(f"时间 {shortened(cell)} 早于 2000 年，不可信")
    return found


def is_time(cell: str) -> bool:
    """Whether a cell holds a point in time and nothing else."""
    if not 8 <= len(cell) <= LONGEST_TIME:
        return False
    try:
        moment_of(cell)
    except BadValue:
        return False
    return True


def _epoch(words: str) -> datetime:
    seconds = float(words)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)


def _other_moment(words: str) -> datetime:
    try:
        if match := WEIBO_TIME.fullmatch(words):
            month, day, hour, minute, second, zone, year = match.groups()
            iso = f"{year}-{MONTHS.index(month) + 1:02d}-{int(day):02d}T{hour}:{minute}:{second}{zone}"
            return datetime.fromisoformat(iso)
        if match := CHINESE_TIME.fullmatch(words):
            return datetime(*(int(part or 0) for part in match.groups()), tzinfo=CHINA)  # type: ignore[arg-type,misc]
        if match := PARTED.fullmatch(words):
            year, month, day, early, rest = match.groups()
            clock = f" 0{early}" if early else rest
            return datetime.fromisoformat(f"{year}-{int(month):02d}-{int(day):02d}{clock}")
    except (ValueError, OverflowError):
        pass
    if EXCEL_SERIAL.fullmatch(words):
        raise BadValue(f"“{shortened(words)}”是 Excel 的日期序号，不是时间；请把这一列设为日期格式再导出")
    raise BadValue(f"“{shortened(words)}”不是认得的时间；例：2026-11-23 09:30")


def kind_of(cell: str) -> PostKind:
    """What kind of message it is; an empty cell is a post. Raises BadValue."""
    words = cell.strip().casefold()
    if not words:
        return PostKind.POST
    if words not in KINDS:
        raise BadValue(f"“{shortened(cell)}”不是认得的类型；可用：{'、'.join(kind.shown for kind in PostKind)}")
    return KINDS[words]


def count_of(cell: str) -> int | None:
    """A count such as 1,234 or 1.2万 or 100万+; None for an empty cell. Raises BadValue."""
    if cell.isdecimal() and cell.isascii() and len(cell) <= LONGEST_COUNT:
        return int(cell)
    if not cell.strip():
        return None
    try:
        return counts.count_of(cell)
    except ValueError:
        raise BadValue(f"“{shortened(cell)}”不是数字") from None


def id_of(cell: str) -> str:
    """An id as the platform gives it; "" for an empty cell. Raises BadValue where a spreadsheet has rounded it."""
    words = cell.strip()
    if words.isdecimal():
        return words
    if words.isalnum() and not ROUNDED.fullmatch(words):
        return words
    if ROUNDED.fullmatch(words):
        raise BadValue(f"编号“{shortened(words)}”被 Excel 取整，末几位已丢失；请从来源重新导出，编号列设为文本格式")
    if whole := WHOLE.fullmatch(words):
        return whole[1]
    return words


def shortened(cell: str) -> str:
    """A cell as a person may safely read it in a message: one short line, nothing invisible."""
    plain = "".join(letter if letter.isprintable() else "□" for letter in cell)
    return plain if len(plain) <= 40 else plain[:39] + "…"
