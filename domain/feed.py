"""Feeds that the operator's own bridges give: what is asked for, what came, and what of an address is secret."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from domain.crawl import CrawlOutcome
from domain.shown import Shown

LONGEST = 1000
COVER = "***"
OPEN = frozenset(
    {
        *("limit", "offset", "page", "mode", "kw", "since", "fakeid", "bid", "after", "before", "content", "update"),
        *("title_include", "title_exclude", "format", "filter", "filter_title", "filterout", "type", "tag"),
    }
)
"""Names in an address whose values are no secret; the value of any other name may be a key."""


class FeedForm(Shown):
    """What a feed is written in."""

    RSS = "rss", "RSS"
    ATOM = "atom", "Atom"
    JSON_FEED = "json_feed", "JSON Feed"
    WE_MP_RSS = "we_mp_rss", "we-mp-rss 的 JSON"
    DOWNLOAD_API = "download_api", "wechat-download-api 的 JSON"
    WECHAT2RSS = "wechat2rss", "Wechat2RSS 的 JSON"


class BadFeedAddress(ValueError):
    """An address that no feed can be asked for at; the message says in Chinese why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One feed as it is asked for.

    `address` is whole, with its key. `etag` and `modified` are what the host gave with its last good answer. `seen`
    says when each entry of this feed was first met, by its mark; a feed without any was never read.
    """

    key: int
    name: str
    watch: int
    source: int
    address: str = field(repr=False)
    etag: str = ""
    modified: str = ""
    seen: Mapping[str, datetime] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class EntryMet:
    """One entry that stood in a feed: the marks by which it is known again, and its own time where it tells one."""

    marks: tuple[str, ...]
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FeedRead:
    """How asking one feed went, and what stood in it; `unchanged` says that the host answered 304."""

    feed: int
    outcome: CrawlOutcome
    reason: str = ""
    refusal: str = ""
    entries: tuple[EntryMet, ...] = ()
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


@dataclass(frozen=True, kw_only=True)
class ArticleOffered:
    """An article that a feed names, with a link that a stranger may open, and whose text it does not bring.

    `name` is what it is known by, `why` says in Chinese why the text is missing.
    """

    name: str
    link: str
    title: str
    account: str | None
    published_at: datetime | None
    why: str


def checked_address(written: str) -> str:
    """The address of a feed, without its fragment; raises BadFeedAddress."""
    address = written.strip()
    if len(address) > LONGEST or any(not letter.isprintable() or letter.isspace() for letter in address):
        raise BadFeedAddress(f"订阅地址含空白、换行或超过 {LONGEST} 个字符；请重新复制")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadFeedAddress("订阅地址写法不对；请写成 https://主机/路径") from None
    if parts.scheme not in {"http", "https"} or not host or port == 0:
        raise BadFeedAddress("订阅地址须以 http:// 或 https:// 开头，后面是主机")
    if "@" in parts.netloc:
        raise BadFeedAddress("订阅地址里不能写用户名和密码；请改用桥接自己的密钥参数，或在桥接一侧放行本机")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def secrets_of(address: str) -> Mapping[str, str]:
    """The values in an address that may be a key, by their names, as they stand there after decoding."""
    return {name: value for name, value in parse_qsl(urlsplit(address).query) if name.lower() not in OPEN}


def masked(address: str, covers: Mapping[str, str] | None = None) -> str:
    """The address with every value that may be a key covered: by the word for its name, else by ***."""
    parts = urlsplit(address)
    words = covers if covers is not None else dict.fromkeys(secrets_of(address), COVER)
    pairs = [(name, words.get(name, value)) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    return urlunsplit(parts._replace(query=urlencode(pairs, safe="*|,", quote_via=quote)))
