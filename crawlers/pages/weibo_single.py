"""One post by its number, and its whole text where lists show only the beginning."""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime

from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.weibo_mblog import Mblog, read_mblog
from crawlers.pages.weibo_shape import answered, count, maybe, member, words
from crawlers.pages.weibo_words import parted, read_words
from domain.absence import Absence, Gone
from domain.post import Channel, Post, Reading

RENDERED = re.compile(r"\$render_data\s*=\s*\[")


@dataclass(frozen=True, kw_only=True)
class FullText:
    """The whole text of a post; `text` is None where the site says that there is no more than it showed.

    The answer does not tell of which post it is: whoever asked knows. `reading` holds the counts that m.weibo.cn gives
    along, None where there are none.
    """

    text: str | None
    reading: Reading | None = None


def read_show(body: bytes, collected_at: datetime) -> Mblog | Gone:
    """The answer of weibo.com/ajax/statuses/show: the bare post with ok."""
    given = answered(body)
    return _nothing() if given is None else read_mblog(given, collected_at)


def read_mobile_show(body: bytes, collected_at: datetime) -> Mblog | Gone:
    """The answer of m.weibo.cn/statuses/show, which gives the text whole though it may call it long."""
    given = answered(body)
    if given is None:
        return _nothing()
    with within("data"):
        return read_mblog(member(given, "data"), collected_at, whole=True)


def read_detail(body: bytes, collected_at: datetime) -> Mblog | Gone:
    """The page m.weibo.cn/detail/… : the post stands in a script."""
    page = body.decode("utf-8", "replace")
    start = RENDERED.search(page)
    if start is None:
        raise UnreadablePage("script $render_data", "页面脚本里没有帖文")
    try:
        rendered, _ = json.JSONDecoder().raw_decode(page, page.index("{", start.end()))
    except (ValueError, RecursionError):
        raise UnreadablePage("script $render_data", "页面脚本里的帖文残缺") from None
    with within("$render_data"):
        return read_mblog(member(rendered, "status"), collected_at, whole=True)


def read_longtext(body: bytes) -> FullText:
    """The answer of weibo.com/ajax/statuses/longtext; an empty one means that the list showed everything."""
    given = answered(body)
    if given is None:
        return FullText(text=None)
    if given.get("data") is None:
        raise UnreadablePage("data", "缺少这一项")
    data = maybe(given, "data")
    if not data:
        return FullText(text=None)
    with within("data"):
        written = words(data, "longTextContent_raw") or words(data, "longTextContent")
        if written is None:
            raise UnreadablePage("longTextContent", "既不是空的，也没有全文")
        return FullText(text=read_words(written, lines=True).text)


def read_extend(body: bytes, collected_at: datetime) -> FullText:
    """The answer of m.weibo.cn/statuses/extend: HTML, with the counts of the moment."""
    given = answered(body)
    if given is None:
        return FullText(text=None)
    with within("data"):
        data = member(given, "data")
        written = words(data, "longTextContent")
        if written is None:
            raise UnreadablePage("longTextContent", "没有全文")
        reposts, comments, likes = (
            one.number if (one := count(data, key)) else None
            for key in ("reposts_count", "comments_count", "attitudes_count")
        )
        reading = Reading(read_at=collected_at, reposts=reposts, comments=comments, likes=likes)
        return FullText(text=read_words(written).text, reading=reading)


def completed(blog: Mblog, full: FullText) -> Post:
    """The post with its whole text; the words that it repeats by //@ are parted again, the original's stay."""
    post = blog.post
    if full.text is None:
        return replace(post, cut=False)
    own, chain = parted(full.text)
    original = blog.original.post.text if isinstance(blog.original, Mblog) else None
    quoted = "\n".join(part for part in (chain, original) if part) or None
    return replace(post, text=own, quoted=quoted, cut=False, reading=full.reading or post.reading)


def _nothing() -> Gone:
    return Gone(channel=Channel.WEIBO, native_id=None, why=Absence.UNKNOWN, words="这里还没有内容")
