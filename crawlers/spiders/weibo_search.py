"""Weibo by keyword: s.weibo.com, cut into pieces of time that the site's 50 pages can hold."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote, urlencode

from scrapy import Request
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from crawlers.ledger import Evidence
from crawlers.order import Sites
from crawlers.ordered import OrderedSpider
from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_gate import weibo_refusal
from crawlers.pages.weibo_search import SearchPage, read_search
from crawlers.slices import MOST_PAGES, SPLIT_FROM, Slice, whole_hours
from domain.post import Channel, Post
from domain.refusal import Refusal

CONTROL = "今天"
"""A word that some public post always holds: no result for it means that the account is quietly blocked."""


class WeiboSearch(OrderedSpider):
    """Asks for every word of the watch over the whole window, then by days and hours where the list may be cut off."""

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

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two requests."""
        return sites.weibo_delay

    def refusal(self, answer: Answer) -> Refusal | None:
        """Log-in, human check, rate limit or a plain no."""
        return weibo_refusal(answer)

    async def start(self) -> AsyncIterator[Request]:
        """The first page of the whole window for each word."""
        for query in self.order.watch.queries():
            yield self._ask(whole_hours(query, self.order.since, self.order.until))

    def _ask(self, piece: Slice, page: int = 1, *, again: bool = False) -> Request:
        self.ledger.pages_of(piece)
        asked = {
            "q": piece.query,
            "typeall": 1,
            "suball": 1,
            "timescope": piece.timescope(),
            "Refer": "g",
            "page": page,
        }
        return Request(
            f"{self.site}/weibo?{urlencode(asked, quote_via=quote)}",
            callback=self.read,
            headers={"Referer": f"{self.site}/"},
            cb_kwargs={"piece": piece, "page": page, "again": again},
        )

    def read(self, response: Response, piece: Slice, page: int, *, again: bool) -> Iterator[Post | Request]:
        """Posts in the window, and what to ask next."""
        where = f"{piece} 第 {page} 页"
        try:
            found = read_search(response.body, self.order.clock())
        except UnreadablePage as reason:
            self.could_not_read(reason, response, where)
            return
        for card in found.unreadable:
            self.could_not_read(card, response, where)
        yield from self._in_window(found)
        if page == 1 and found.pages >= SPLIT_FROM and (parts := piece.parts()):
            self.ledger.forget(piece)
            yield from (self._ask(part) for part in parts)
            return
        yield from self._turn(found, piece, page, again=again)
        if found.nothing and again:
            evidence = Evidence(url=response.url, status=response.status, body=response.body, place=f"{where}是空的")
            self.ledger.keep(evidence)

    def _in_window(self, found: SearchPage) -> Iterator[Post]:
        """Searches answer for whole hours; posts outside the window belong to another crawl."""
        for post in found.posts:
            if self.order.holds(post.published_at):
                yield post
            else:
                self.ledger.dropped += 1

    def _turn(self, found: SearchPage, piece: Slice, page: int, *, again: bool) -> Iterator[Request]:
        """Mark the page as read and ask for those that it announces.

        A page may come empty although later ones are not, so an empty page before the last is asked once more.
        """
        pages = self.ledger.pages_of(piece)
        announced = min(MOST_PAGES, max(pages.announced, found.pages, page + 1 if found.more else 1))
        before_last = page < announced
        if found.nothing and before_last and not again:
            yield self._ask(piece, page, again=True)
        else:
            (pages.empty if found.nothing else pages.filled).add(page)
        yield from (self._ask(piece, number) for number in range(pages.announced + 1, announced + 1))
        pages.announced = announced
        if announced == MOST_PAGES and str(piece) not in self.ledger.cut:
            self.ledger.cut.append(str(piece))

    def when_idle(self) -> None:
        """Before a crawl that found nothing at all ends, ask for a word that must have results."""
        pages = self.ledger.lists.values()
        if self.doubted or self.ledger.stopped or not pages or any(not one.empty or one.filled for one in pages):
            return
        self.doubted = True
        engine = self.crawler.engine
        if engine is not None:
            asked = urlencode({"q": CONTROL, "page": 1}, quote_via=quote)
            engine.crawl(Request(f"{self.site}/weibo?{asked}", callback=self.judge_control))
            raise DontCloseSpider

    def judge_control(self, response: Response) -> None:
        """No result for the control word either: the answers so far mean nothing."""
        try:
            found = read_search(response.body, self.order.clock())
        except UnreadablePage as reason:
            self.could_not_read(reason, response, f"对照词“{CONTROL}”")
            return
        if found.nothing:
            evidence = Evidence(url=response.url, status=response.status, body=response.body, place=self.site_name)
            self.ledger.refused(Refusal.SOFT_BLOCK, evidence)
