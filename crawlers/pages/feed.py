"""A feed of a bridge, in any of the forms that bridges give, as articles."""

import hashlib
from datetime import datetime

from crawlers.pages.feed_content import is_markup, missing_of, words_of
from crawlers.pages.feed_entry import FeedEntry, FeedPage, Raw
from crawlers.pages.feed_gate import is_page
from crawlers.pages.feed_json import read_json
from crawlers.pages.feed_link import ArticleLink, article_link
from crawlers.pages.feed_when import moment_of
from crawlers.pages.feed_xml import read_xml
from crawlers.pages.unreadable import UnreadablePage
from domain.feed import FeedForm
from domain.post import Author, Channel, Post, PostKind

SUFFIXES = (" | wechat-feeds", " - wewe-rss")
NOT_ACCOUNTS = frozenset({"", "all", "全部", "全部文章", "wewe-rss", "wewe rss", "werss", "we-mp-rss", "wechat2rss"})


def read_feed(body: bytes, now: datetime) -> FeedPage:
    """Read a feed; raises UnreadablePage with place and reason.

    An entry whose time is garbled stays, without a time, and is named among the unreadable; one that holds neither
    title nor text is only named there.
    """
    start = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UnreadablePage("body", "答复是空的，不是订阅")
    if is_page(body):
        raise UnreadablePage("html", "答复是一个网页，不是订阅；地址写错了，或桥接要求登录")
    form, title, rows = read_json(body) if start[:1] in b"{[" else read_xml(body)
    account = None if any(row.account for row in rows) else _account(title)
    entries: list[FeedEntry] = []
    unreadable: list[UnreadablePage] = []
    for row in rows:
        when: datetime | None = None
        try:
            when = moment_of(row.when, form, now)
        except UnreadablePage as reason:
            unreadable.append(reason.within(row.place))
        entry = _entry(row, when, account)
        if entry is None:
            unreadable.append(UnreadablePage(f"{row.place}.title", "既没有标题也没有正文"))
        else:
            entries.append(entry)
    return FeedPage(form=FeedForm(form), title=title, entries=tuple(entries), unreadable=tuple(unreadable))


def post_of(entry: FeedEntry, feed: str, first_seen: datetime, now: datetime) -> Post:
    """The entry as a post of WeChat; one without a time of its own gets the moment at which it was first seen.

    `feed` names where it came from.
    """
    key = entry.name.partition(":")[0] if ":" in entry.name else (entry.account or "")
    return Post(
        channel=Channel.WECHAT,
        native_id=entry.name,
        kind=PostKind.ARTICLE,
        title=entry.title,
        text=entry.text or entry.title,
        published_at=entry.published_at or first_seen,
        collected_at=now,
        url=entry.link,
        author=Author(key=key, name=entry.account) if key else None,
        source=f"订阅：{feed}",
        cut=not entry.whole,
        dated=entry.published_at is not None,
    )


def marks_of(entry: FeedEntry) -> tuple[str, ...]:
    """By what an entry is known again: its name, and title with time, since an account that moves gets new links."""
    if entry.published_at is None:
        return (entry.name[:80],)
    return entry.name[:80], f"at/{_digest(f'{entry.title}|{int(entry.published_at.timestamp())}')}"


def _entry(row: Raw, when: datetime | None, account: str | None) -> FeedEntry | None:
    """The body as text where it is the article, else the digest; never a notice in the place of the article."""
    title, link = words_of(row.title), article_link(row.link)
    body = row.body if row.body or not is_markup(row.digest or "") else row.digest
    words = words_of(body)
    missing = missing_of(body, words, title)
    digest = words_of(row.digest)
    text = (digest if not missing_of(row.digest, digest, title) else "") if missing else words
    if not title and not text:
        return None
    who = words_of(row.account) or account
    return FeedEntry(
        name=_name(link, who, title, text),
        title=title or text[:60],
        link=link.url if link else None,
        opens=link is not None and link.opens,
        account=who,
        text=text,
        whole=not missing,
        missing=missing,
        published_at=when,
    )


def _name(link: ArticleLink | None, account: str | None, title: str, text: str) -> str:
    """From the link, else from the words; what a feed gives as id or guid is the tool's own and may change."""
    return link.name if link else f"text/{_digest('|'.join((account or '', title, text)))}"


def _account(title: str) -> str | None:
    """A feed of one account carries its name as title."""
    name = words_of(title)
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return None if name.casefold() in NOT_ACCOUNTS else name


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
