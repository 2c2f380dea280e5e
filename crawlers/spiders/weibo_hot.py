"""The hot lists: which titles stand where at this moment."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.asking import Answers, AskingSpider
from crawlers.found import Found
from crawlers.ledger import Evidence
from crawlers.pages.weibo_hot import HotPage, read_hot_band, read_hot_search, read_top_summary
from crawlers.routes import Route
from domain.hot import HotList, HotReading
from domain.refusal import Refusal

WAYS_TO: dict[HotList, tuple[Route, ...]] = {
    HotList.SEARCH: (Route.HOT_BAND, Route.HOT_SEARCH, Route.TOP_SUMMARY),
    HotList.SOCIAL: (Route.TOP_SUMMARY,),
    HotList.ENTERTAINMENT: (Route.TOP_SUMMARY,),
}
"""Routes that give the same list, the one that tells most first."""

CATE = {HotList.SEARCH: "realtimehot", HotList.SOCIAL: "socialevent", HotList.ENTERTAINMENT: "entrank"}


class WeiboHot(AskingSpider):
    """Reads each list once, by the first way that is open; a list that cannot be read leaves the others alone."""

    name = "weibo-hot"
    site_name = "微博热搜"

    async def start(self) -> AsyncIterator[Found | Request]:
        """Every list by its best way."""
        for which in WAYS_TO:
            for request in self._ask(which, 0):
                yield request

    def _ask(self, which: HotList, way: int) -> Answers:
        route = WAYS_TO[which][way]
        asked: dict[str, str | int] = {"cate": CATE[which]} if route is Route.TOP_SUMMARY else {}
        read, turned = partial(self.read, which, way), partial(self._turned, which, way)
        yield from self.ask(route, asked, read, about=which.value, turned=turned)

    def read(self, which: HotList, way: int, response: Response) -> Answers:
        """The whole list; where it is unreadable or empty, the next way."""
        self.mark(which.value)
        now = self.order.clock()
        where = which.shown
        found = self.parsed(lambda: self._parsed(which, way)(response.body, now), response, where)
        if found is not None:
            for row in found.unreadable:
                self.could_not_read(row, response, where)
            if found.entries:
                yield HotReading(list=which, read_at=now, entries=found.entries)
                return
        yield from self._next(which, way)

    def _parsed(self, which: HotList, way: int) -> Callable[[bytes, datetime], HotPage]:
        route = WAYS_TO[which][way]
        if route is Route.TOP_SUMMARY:
            return partial(read_top_summary, which=which)
        return read_hot_band if route is Route.HOT_BAND else read_hot_search

    def _turned(self, which: HotList, way: int, refusal: Refusal, evidence: Evidence) -> Answers:
        """Closed to us; the next way."""
        yield from self._next(which, way)

    def _next(self, which: HotList, way: int) -> Answers:
        if way + 1 < len(WAYS_TO[which]):
            yield from self._ask(which, way + 1)
        else:
            self.ledger.leave(f"{which.shown}没有读到")
