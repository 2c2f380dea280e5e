"""Feeds in JSON: JSON Feed, and three answers of bridges that are not quite that."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from crawlers.pages.feed_entry import Raw
from crawlers.pages.unreadable import UnreadablePage
from domain.feed import FeedForm

Row = Mapping[str, Any]


def read_json(body: bytes) -> tuple[FeedForm, str, list[Raw]]:
    """Form, title and entries; raises UnreadablePage for JSON that is broken or no feed."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadablePage("json", "不是合格的 JSON，或没有传完整") from None
    if isinstance(given, list):
        raise UnreadablePage("[]", "这是公众号列表，不是文章订阅；wewe-rss 请用 /feeds/all.json")
    if not isinstance(given, dict):
        raise UnreadablePage("json", "不是订阅")
    form, name, read = _form_of(given)
    rows = given[name]
    if not isinstance(rows, list):
        raise UnreadablePage(name, "应是文章的列表")
    return form, _string(given, "title", "name") or "", list(_rows(rows, name, read))


def _form_of(given: Row) -> tuple[FeedForm, str, Callable[[Row, str], Raw]]:
    """By what only this form has."""
    if "articles" in given:
        return FeedForm.DOWNLOAD_API, "articles", _download_api
    if "data" in given:
        return FeedForm.WECHAT2RSS, "data", _wechat2rss
    if "items" in given and "version" in given:
        return FeedForm.JSON_FEED, "items", _json_feed
    if "items" in given and "name" in given:
        return FeedForm.WE_MP_RSS, "items", _we_mp_rss
    if "items" in given:
        return FeedForm.JSON_FEED, "items", _json_feed
    said = _string(given, "err", "error", "message", "msg")
    raise UnreadablePage("items | articles | data", f"桥接没有给出文章{f'，它说：{said[:60]!r}' if said else ''}")


def _rows(rows: list[Any], name: str, read: Callable[[Row, str], Raw]) -> Iterator[Raw]:
    for number, row in enumerate(rows):
        place = f"{name}[{number}]"
        if not isinstance(row, dict):
            raise UnreadablePage(place, "应是一篇文章")
        yield read(row, place)


def _json_feed(row: Row, place: str) -> Raw:
    authors = row.get("authors") if isinstance(row.get("authors"), list) else [row.get("author")]
    author = next((one for one in authors or [] if isinstance(one, dict)), {})
    return Raw(
        place=place,
        title=_string(row, "title"),
        link=_string(row, "url", "external_url"),
        body=_string(row, "content_html", "content_text"),
        digest=_string(row, "summary"),
        account=_string(author, "name"),
        when=_string(row, "date_published", "date_modified"),
    )


def _we_mp_rss(row: Row, place: str) -> Raw:
    feed = row.get("feed")
    return Raw(
        place=place,
        title=_string(row, "title"),
        link=_string(row, "link"),
        body=_string(row, "content"),
        digest=_string(row, "description"),
        account=_string(row, "channel_name") or (_string(feed, "name") if isinstance(feed, dict) else None),
        when=_string(row, "updated"),
    )


def _download_api(row: Row, place: str) -> Raw:
    return Raw(
        place=place,
        title=_string(row, "title"),
        link=_string(row, "link"),
        body=_string(row, "content"),
        digest=_string(row, "digest"),
        account=_string(row, "nickname"),
        when=_string(row, "publish_time"),
    )


def _wechat2rss(row: Row, place: str) -> Raw:
    return Raw(
        place=place,
        title=_string(row, "title"),
        link=_string(row, "link", "url"),
        body=_string(row, "content"),
        digest=_string(row, "desc"),
        account=_string(row, "biz_name"),
        when=_string(row, "created"),
    )


def _string(row: Row, *names: str) -> str | None:
    """The first of these that says anything, as text; a number is written out."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int | float) and not isinstance(value, bool) and value:
            return str(value)
    return None
