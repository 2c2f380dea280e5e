"""Weibo by keyword: s.weibo.com, cut into pieces of time and place that the site's 50 pages can hold."""

from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from scrapy import Request
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from crawlers.book import PageRead, SliceBook
from crawlers.ledger import Evidence
from crawlers.order import Sites
from crawlers.ordered import OrderedSpider
from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_gate import weibo_refusal
from crawlers.pages.weibo_mid import first_mid
from crawlers.pages.weibo_search import SearchPage, read_search
from crawlers.routes import Route
from crawlers.slices import MOST_PAGES, SPLIT_FROM, Slice, whole_hours
from domain.post import Channel, Post
from domain.refusal import Refusal

CONTROL = "今天"
"""A word that some public post always holds: no result for it means that the account is quietly blocked."""

FEW = 0.1
ENOUGH = 20
"""A tenth of what is usual, where at least 20 are usual, is too few to be believed unasked."""


class WeiboSearch(OrderedSpider):
    """Asks for every word of the watch over the whole window, then by days and hours where the list may be cut off.

    An hour that is cut off all the same is read as far as it goes and asked for again province by province, a province
    city by city. Posts of unknown region are in the hour's own list only; how many of them are missing is estimated.
    """

    name = "weibo-search"
    channel = Channel.WEIBO
    site_name = "微博搜索"

    doubted = False

    @property
    def site(self) -> str:
        """The search's address."""
        return self.order.sites.weibo_search_url.rstrip("/")

    @property
    def cookie(self) -> str:
        """The account's Cookie header."""
        return self.order.sites.weibo_cookie

    @property
    def book(self) -> SliceBook:
        """The account of all pieces."""
        return self.ledger.book

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two requests."""
        return sites.weibo_delay

    def refusal(self, answer: Answer) -> Refusal | None:
        """Log-in, human check, rate limit or a plain no."""
        return weibo_refusal(answer)

    async def start(self) -> AsyncIterator[Request]:
        """The first page of the whole window for each word, or of what earlier crawls left of it."""
        self.book.first, self.book.last = _first_mid(self.order.since), _first_mid(self.order.until)
        for query in self.order.queries():
            for request in self._first_pages(self.book.starts(whole_hours(query, self.order.since, self.order.until))):
                yield request

    def _first_pages(self, pieces: Iterable[Slice]) -> Iterator[Request]:
        return (self._ask(piece) for piece in pieces)

    def _ask(self, piece: Slice, page: int = 1, *, again: bool = False) -> Request:
        asked = {
            "q": piece.query,
            "typeall": 1,
            "suball": 1,
            "timescope": piece.timescope(),
            **({"region": f"custom:{piece.region.code}"} if piece.region else {}),
            "Refer": "g",
            "page": page,
        }
        return self._request(asked, self.read, {"piece": piece, "page": page, "again": again})

    def _request(
        self, asked: Mapping[str, object], callback: Callable[..., object], more: dict[str, object]
    ) -> Request:
        return Request(
            f"{self.site}/weibo?{urlencode(asked, quote_via=quote)}",
            callback=callback,
            headers={"Referer": f"{self.site}/"},
            meta={"route": Route.SEARCH},
            cb_kwargs=more,
        )

    def read(self, response: Response, piece: Slice, page: int, *, again: bool) -> Iterator[Post | Request | PageRead]:
        """Posts in the window, what to ask next, and the mark that the page has landed."""
        where = f"{piece} 第 {page} 页"
        try:
            found = read_search(response.body, self.order.clock())
        except UnreadablePage as reason:
            self.lost(reason, response, where)
            return
        self.ledger.understood()
        for card in found.unreadable:
            self.could_not_read(card, response, where)
        self.book.opened(piece, self.order.clock())
        if page == 1 and found.pages >= SPLIT_FROM and piece.parts():
            yield from self._wanted(found)
            yield from self._first_pages(self.book.shorten(piece))
            return
        yield from self._wanted(found, self.book.entries[piece].mids)
        was_read = yield from self._turn(found, piece, page, again=again)
        yield from self._first_pages(self.book.narrow(piece))
        if was_read and not found.unreadable:
            yield PageRead(piece=piece, page=page)
        if found.nothing and again:
            evidence = Evidence(url=response.url, status=response.status, body=response.body, place=f"{where}是空的")
            self.ledger.keep(evidence)

    def _wanted(self, found: SearchPage, mids: set[int] | None = None) -> Iterator[Post]:
        """The posts of the window that speak of the watch; searches match loosely and answer for whole hours."""
        for post in found.posts:
            belongs = self.order.watch.matches(f"{post.text}\n{post.quoted or ''}")
            if belongs and mids is not None:
                mids.add(int(post.native_id))
            if belongs and self.order.holds(post.published_at):
                yield post
            else:
                self.ledger.dropped += 1

    def _turn(self, found: SearchPage, piece: Slice, page: int, *, again: bool) -> Generator[Request, None, bool]:
        """Mark the page as read and ask for those that it announces; returns whether it counts as read.

        A page may come empty although later ones are not, so an empty page before the last is asked once more.
        """
        pages = self.book.entries[piece].pages
        known = pages.announced
        announced = pages.announced = min(MOST_PAGES, max(known, found.pages, page + 1 if found.more else 1))
        asked_again = found.nothing and page < announced and not again
        if not asked_again:
            (pages.empty if found.nothing else pages.filled).add(page)
        else:
            yield self._ask(piece, page, again=True)
        yield from (self._ask(piece, number) for number in range(known + 1, announced + 1))
        return not asked_again

    def when_idle(self) -> None:
        """Before a crawl that found nothing, or far less than usual, ends: ask for a word that must have results."""
        if self.doubted or self.ledger.stopped or not self._is_doubtful():
            return
        self.doubted = True
        engine = self.crawler.engine
        if engine is not None:
            engine.crawl(self._request({"q": CONTROL, "page": 1}, self.judge_control, {}))
            raise DontCloseSpider

    def _is_doubtful(self) -> bool:
        pages = self.ledger.lists.values()
        read = self.book.pages + sum(one.read() for one in pages)
        found = self.book.found or any(one.filled for one in pages)
        if not read or any(not one.opened() for one in pages):
            return False
        return not found or (self.order.usual >= ENOUGH and self.ledger.fetched <= FEW * self.order.usual)

    def judge_control(self, response: Response) -> None:
        """No result for the control word either: the answers so far mean nothing."""
        try:
            found = read_search(response.body, self.order.clock())
        except UnreadablePage as reason:
            self.could_not_read(reason, response, f"对照词“{CONTROL}”")
            return
        self.ledger.probed = not found.nothing
        if found.nothing:
            evidence = Evidence(url=response.url, status=response.status, body=response.body, place=self.site_name)
            self.ledger.refused(Refusal.SOFT_BLOCK, evidence)


def _first_mid(at: datetime) -> int:
    """The smallest number of a post from this moment on; numbers know whole seconds."""
    return first_mid(at if not at.microsecond else at + timedelta(seconds=1))
