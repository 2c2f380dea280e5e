"""Keyword search and the hot list of s.weibo.com."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.day import CHINA
from drill.scenario import Microblog
from drill.scenarios.regions import BY_CODE, WHOLE
from drill.sites.trouble import Fault
from drill.sites.weibo.ask import Ask, Route
from drill.sites.weibo.hot_page import hot_page
from drill.sites.weibo.index import Sieve, newest
from drill.sites.weibo.search_page import HEAD, result_page

PAGE = 10
MOST_PAGES = 50
SCOPE = re.compile(r"custom:(\d{4}-\d\d-\d\d)(?:-(\d{1,2}))?:(\d{4}-\d\d-\d\d)?(?:-(\d{1,2}))?")
REGION = re.compile(r"custom:(\d+):(\d+)")
NARROWED = {
    "original": ("scope", "ori"),
    "verified": ("vip", "1"),
    "media": ("category", "4"),
    "pictures": ("haspic", "1"),
    "video": ("hasvideo", "1"),
    "link": ("haslink", "1"),
    "music": ("hasmusic", "1"),
}
BOARDS = {"realtimehot": "", "socialevent": "社会", "entrank": "文娱"}


@dataclass(frozen=True, kw_only=True)
class Window:
    """The first moment asked for and the first that no longer is; None for no limit."""

    start: datetime | None = None
    end: datetime | None = None


class SearchDesk:
    """Ten posts a page, fifty pages at most (`most_pages`, since some accounts see fewer)."""

    def __init__(self) -> None:
        self.most_pages = MOST_PAGES

    def routes(self) -> Mapping[str, Route]:
        """What the host answers."""
        return {"/weibo": self.search, "/realtime": self.search, "/top/summary": top_summary, "/": home}

    def search(self, ask: Ask) -> str:
        """One page of results."""
        most = PAGE * self.most_pages
        posts = [] if ask.fault is Fault.SOFT_BLOCK else found(ask, most)
        pages = min(self.most_pages, -(-len(posts) // PAGE))
        page = ask.page if ask.page <= pages else 1
        shown = [] if ask.fault is Fault.EMPTY_PAGE else posts[(page - 1) * PAGE : page * PAGE]
        return spoiled(result_page(shown, asked=ask, page=page, pages=pages), ask.fault)


def found(ask: Ask, most: int) -> list[Microblog]:
    """What a search finds, newest first, or the most liked first with xsort=hot; at most `most`."""
    window, sieve = window_of(ask.query.get("timescope", "")), sieve_of(ask.query)
    if window is None or sieve is None:
        return []
    index = ask.world.index
    hits: Iterator[Microblog] = index.search(
        ask.query.get("q", ""), start=window.start, end=window.end, now=ask.now, sieve=sieve
    )
    if ask.query.get("xsort") == "hot":
        hits = iter(sorted(hits, key=lambda post: post.reach.likes + post.reach.reposts, reverse=True))
    return newest(hits, most)


def window_of(scope: str) -> Window | None:
    """The hours of a timescope; None for one that the site does not understand."""
    if not scope:
        return Window()
    match = SCOPE.fullmatch(scope)
    if match is None:
        return None
    end = _hour(match[3], match[4]) if match[3] else None
    if end is not None and match[4] is None:
        end += timedelta(days=1)
    return Window(start=_hour(match[1], match[2]), end=end)


def sieve_of(query: Mapping[str, str]) -> Sieve | None:
    """The other narrowings of a query; None for a region that does not exist."""
    region, city = None, WHOLE
    if written := query.get("region", ""):
        match = REGION.fullmatch(written)
        province = BY_CODE.get(int(match[1])) if match else None
        if match is None or province is None:
            return None
        region, city = province.name, int(match[2])
    asked = {name: query.get(parameter) == value for name, (parameter, value) in NARROWED.items()}
    return Sieve(region=region, city=city, **asked)


def spoiled(page: str, fault: Fault | None) -> str:
    """A result page after a fault of its layout."""
    if fault is Fault.CHANGED_LAYOUT:
        return HEAD + "<div id=app></div>"
    if fault is Fault.CHANGED_PART:
        return page.replace('class="name" target', 'class="nickname" target', 1)
    return page


def top_summary(ask: Ask) -> str:
    """The hot list as a page; `cate` chooses the board."""
    board = BOARDS.get(ask.query.get("cate", "realtimehot"), "")
    topics = [] if ask.fault is Fault.SOFT_BLOCK else ask.world.hot(ask.now)
    page = hot_page([topic for topic in topics if board in topic.category or topic.paid], ask.now)
    return page.replace("td-02", "cell-two") if ask.fault in {Fault.CHANGED_LAYOUT, Fault.CHANGED_PART} else page


def home(_: Ask) -> str:
    """The start page."""
    return HEAD + "</div></div></div></body></html>"


def _hour(day: str, hour: str | None) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=CHINA) + timedelta(hours=int(hour or 0))
