"""JSON of Weibo, looked at strictly: a fact is told, is missing, or has a shape that nobody knows."""

import json
from collections.abc import Mapping, Sequence

from crawlers.pages.counts import Count, counted
from crawlers.pages.unreadable import UnreadablePage

Object = Mapping[str, object]
MOST = 10**18
NOTHING_HERE = (
    "这里还没有内容",
    "还没有人转发过",
    "还没有人评论",
    "还没有人赞过",
    "没有更多数据了",
    "暂无数据",
)


def loaded(body: bytes) -> Object:
    """The JSON object of a whole answer; raises UnreadablePage for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        what = "网页" if body.lstrip()[:1] == b"<" else "残缺的或别的内容"
        raise UnreadablePage("$", f"应是 JSON，来的是{what}：{body[:40]!r}") from None
    return an_object(found, "$")


def answered(body: bytes) -> Object | None:
    """The object of an answer that says ok; None where the site says that there is nothing here."""
    given = loaded(body)
    if given.get("ok") in (1, "1") and given.get("ok") is not True:
        return given
    said = words(given, "msg") or words(given, "message") or ""
    if any(phrase in said for phrase in NOTHING_HERE):
        return None
    raise UnreadablePage("ok", f"答复不是成功：ok={given.get('ok')!r}，{said[:40] or '没有说明'}")


def an_object(value: object, place: str) -> Object:
    """A value that has to be an object."""
    if not isinstance(value, dict):
        raise UnreadablePage(place, f"应是一组字段，实际是 {_kind(value)}")
    return value


def member(holder: Object, key: str) -> Object:
    """An object that has to be there."""
    return an_object(holder.get(key), key)


def maybe(holder: Object, key: str) -> Object | None:
    """An object that may be missing, null, or empty in the way of PHP (an empty list)."""
    value = holder.get(key)
    return None if value in (None, "", []) else an_object(value, key)


def rows(holder: Object, key: str) -> Sequence[object]:
    """A list that has to be there; an object with the keys "0", "1", … is one too."""
    value = holder.get(key)
    if isinstance(value, dict) and all(name.isdecimal() for name in value):
        return list(value.values())
    if not isinstance(value, list):
        raise UnreadablePage(key, f"应是列表，实际是 {_kind(value)}")
    return value


def maybe_rows(holder: Object, key: str) -> Sequence[object]:
    """A list that may be missing, null, false or empty; empty then."""
    value = holder.get(key)
    return () if value is None or value is False or value == "" else rows(holder, key)


def words(holder: Object, key: str) -> str | None:
    """A text; None where it is missing, null or empty. The text is as given, not yet cleaned."""
    value = holder.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise UnreadablePage(key, f"应是文字，实际是 {_kind(value)}")
    return value


def needed(holder: Object, key: str) -> str:
    """A text that has to be there."""
    value = words(holder, key)
    if value is None:
        raise UnreadablePage(key, "缺少这一项")
    return value


def number(holder: Object, key: str) -> int | None:
    """A whole number or its digits in a text; None where it is missing, null or empty. May be negative."""
    value = holder.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdecimal() and len(value) < 20:
        return int(value)
    if type(value) is not int or abs(value) > MOST:
        raise UnreadablePage(key, f"应是整数，实际是 {_kind(value)}：{str(value)[:20]!r}")
    return value


def count(holder: Object, key: str) -> Count | None:
    """A count, as a number or as people write it (1.2万, 100万+); None where it is missing, null or empty."""
    value = holder.get(key)
    if isinstance(value, str) and value and not value.isspace():
        try:
            return counted(value)
        except ValueError as wrong:
            raise UnreadablePage(key, str(wrong)) from wrong
    whole = None if isinstance(value, str) else number(holder, key)
    if whole is not None and whole < 0:
        raise UnreadablePage(key, f"计数是负的：{whole}")
    return None if whole is None else Count(number=whole)


def flag(holder: Object, key: str) -> bool | None:
    """Yes or no, also written as 1 and 0; None where it is missing or null."""
    value = holder.get(key)
    if value is None or value == "":
        return None
    if value not in (True, False, "0", "1"):
        raise UnreadablePage(key, f"应是是或否，实际是 {_kind(value)}")
    return value in (True, "1")


def _kind(value: object) -> str:
    names = {dict: "一组字段", list: "列表", str: "文字", bool: "是或否", int: "整数", float: "小数", type(None): "空"}
    return names.get(type(value), type(value).__name__)
