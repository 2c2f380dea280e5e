"""The one queue of articles that were found and wait to be read: what a discovery tells, and what becomes of a try."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.absence import Absence
from domain.crawl import CrawlOutcome
from domain.shown import Shown

MOST_TRIES = 6
PLAN = tuple(timedelta(minutes=minutes) for minutes in (10, 60, 240, 1_440, 4_320))
"""How long to wait after the first, second, … try that brought nothing; the last span stands for all later ones."""

READING, READING_NAME = "fetch", "公众号文章读取"
"""Place and name of the source that stands for reading articles, whoever found them."""


class FoundBy(Shown):
    """Who told us of an article."""

    SEARCH = "search", "文章搜索"
    ALBUM = "album", "专辑"
    FILE = "file", "链接文件"
    CONSOLE = "console", "控制台粘贴"
    MAIL = "mail", "邮件"
    FEED = "feed", "桥接订阅"


class LinkState(Shown):
    """How far a link has come; WAITING is the only one that is asked for again."""

    WAITING = "waiting", "待读取"
    READ = "read", "已读取"
    GONE = "gone", "已看不到"
    REFUSED = "refused", "不能收"
    GIVEN_UP = "given_up", "已放弃"


class Tried(Shown):
    """What one try to read an article brought."""

    READ = "read", "已读取"
    GONE = "gone", "文章已看不到"
    NOT_NOW = "not_now", "暂时看不到"
    BAD_LINK = "bad_link", "链接有误"
    EXPIRED = "expired", "临时链接已过期"
    UNREADABLE = "unreadable", "页面读不懂"
    FAILED = "failed", "没有取到页面"
    BLOCKED = "blocked", "平台拦下了我们"


@dataclass(frozen=True, kw_only=True)
class FoundLink:
    """What a discovery says of one article: `name` and `url` as in domain.article_address, `url` None while unknown.

    `why` says why it cannot be opened at all, empty where it can.
    """

    name: str
    url: str | None
    account: str = ""
    title: str = ""
    told_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class LinksFound:
    """What one page of a discovery gave; `place` and `source` are the place and the name of its source."""

    by: FoundBy
    place: str
    source: str
    links: tuple[FoundLink, ...]


@dataclass(frozen=True, kw_only=True)
class LinkTried:
    """What one try at a link brought; `native_id` is the article's identity, empty where the page did not tell.

    `how` and `words` tell how an article that is gone went away, or what else stood in its place.
    """

    name: str
    what: Tried
    native_id: str = ""
    how: Absence | None = None
    words: str = ""


class Verdict(Shown):
    """What became of one line that somebody offered."""

    TAKEN = "taken", "已收下，排队读取"
    ALBUM = "album", "已收下，作为专辑定期查看"
    KNOWN = "known", "已经有了"
    REFUSED = "refused", "不能收"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One line that was offered: its number from 1, its beginning, and why it was refused."""

    line: int
    written: str
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class QueuedLink:
    """One link as it stands in the queue; times are None where the thing has not happened."""

    name: str
    url: str
    account: str
    title: str
    told_at: datetime | None
    found_by: FoundBy
    found_at: datetime
    by: str
    state: LinkState
    why: str
    tries: int
    next_try_at: datetime | None
    tried_at: datetime | None
    seen_at: datetime | None
    gone_at: datetime | None
    native_id: str


@dataclass(frozen=True, kw_only=True)
class SourceAsked:
    """How asking one discovery went."""

    place: str
    source: str
    outcome: CrawlOutcome
    reason: str
    refusal: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What becomes of a link; `next_try_at` is None where it is not asked for again, or only with a fresh address."""

    state: LinkState
    tries: int
    next_try_at: datetime | None
    keeps_url: bool = True


ENDS = {Tried.READ: LinkState.READ, Tried.GONE: LinkState.GONE, Tried.BAD_LINK: LinkState.REFUSED}


def step_after(what: Tried, tries: int, now: datetime, rest: timedelta) -> Step:
    """What follows from one more try at a link that was tried `tries` times.

    A page that stops us is our state and not the article's: it counts as no try, and the link comes up again once the
    host has rested, behind others. A temporary link that is over waits for the search to give a fresh one.
    """
    if what in ENDS:
        return Step(state=ENDS[what], tries=tries + 1, next_try_at=None)
    if what is Tried.BLOCKED:
        return Step(state=LinkState.WAITING, tries=tries, next_try_at=now + rest)
    if tries + 1 >= MOST_TRIES:
        return Step(state=LinkState.GIVEN_UP, tries=tries + 1, next_try_at=None)
    if what is Tried.EXPIRED:
        return Step(state=LinkState.WAITING, tries=tries + 1, next_try_at=None, keeps_url=False)
    return Step(state=LinkState.WAITING, tries=tries + 1, next_try_at=now + PLAN[min(tries, len(PLAN) - 1)])
