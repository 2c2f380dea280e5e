"""What both spiders have in common: an order to carry out and a ledger to write in."""

from collections.abc import Mapping
from typing import ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.by_hand import order_by_hand
from crawlers.ledger import Evidence, Ledger
from crawlers.order import Order, Sites
from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from domain.post import Channel
from domain.refusal import Refusal


class OrderedSpider(Spider):
    """A spider that carries out an Order and writes what it sees in a Ledger.

    Started by `scrapy crawl` it makes its order from the arguments words, since and until, and stores nothing.
    """

    channel: ClassVar[Channel]
    site_name: ClassVar[str]
    keeps_cookies: ClassVar[bool] = False
    by_words: ClassVar[bool] = True
    """Whether it searches for the words of the watch, so that what does not hold them is no part of it."""
    leads: ClassVar[bool] = True
    """Whether it is its channel's main spider, whose crawls say what is covered and what is silent."""

    def __init__(self, order: Order, ledger: Ledger) -> None:
        super().__init__()
        self.order = order
        self.ledger = ledger

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, order: Order | None = None, ledger: Ledger | None = None, **by_hand: str
    ) -> Self:
        """Made by Scrapy, with an order or with the arguments of a command line."""
        if order is None:
            order = order_by_hand(crawler.settings, **by_hand)
        spider = super().from_crawler(crawler, order, ledger if ledger is not None else Ledger())
        crawler.signals.connect(spider.went_wrong, signals.spider_error)
        crawler.signals.connect(spider.could_not_pass_on, signals.item_error)
        crawler.signals.connect(spider.when_idle, signals.spider_idle)
        return spider

    @staticmethod
    def of(crawler: Crawler) -> "OrderedSpider":
        """The spider that a middleware or pipeline belongs to; raises TypeError for a foreign one."""
        if not isinstance(crawler.spider, OrderedSpider):
            raise TypeError(f"{crawler.spider!r} has no order")
        return crawler.spider

    @property
    def site(self) -> str:
        """The address of the site that is searched, without a path."""
        raise NotImplementedError

    @property
    def cookie(self) -> str:
        """The Cookie header for that site, empty where none is needed."""
        return ""

    @property
    def secrets(self) -> Mapping[str, tuple[str, str]]:
        """Names and values of addresses that only the network may see, by the cover that stands for each elsewhere."""
        return {}

    @property
    def budget(self) -> int:
        """Requests a day that an identity may make at this spider's sites; 0 for no limit."""
        return self.order.sites.weibo_daily_budget if self.channel is Channel.WEIBO else 0

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two requests to this spider's sites."""
        raise NotImplementedError

    def refusal(self, answer: Answer) -> Refusal | None:
        """Why an answer is no page to read; None where it is one."""
        raise NotImplementedError

    def declined(self, refusal: Refusal, evidence: Evidence, request: Request) -> None:
        """A request got no page to read; a spider that knows another way to the same thing overrides this."""
        self.ledger.refused(refusal, evidence)

    def when_idle(self) -> None:
        """Called when nothing is left to ask; a spider may ask for more."""

    def could_not_read(self, reason: UnreadablePage, response: Response, where: str) -> None:
        """Put an unreadable page on record; `where` says in Chinese which page it was."""
        evidence = Evidence(
            url=response.url, status=response.status, body=response.body, place=f"{where}：{reason.place}"
        )
        self.ledger.could_not_read(reason, evidence)
        self.logger.warning("unreadable: %r at %r", reason.place, response.url)

    def lost(self, reason: UnreadablePage, response: Response, where: str) -> None:
        """Put a page on record of which nothing could be read."""
        self.could_not_read(reason, response, where)
        self.ledger.lost()

    def went_wrong(self, failure: Failure) -> None:
        """An error of ours: the crawl has failed whatever else it brings."""
        self.ledger.errors.append(f"{failure.type.__name__ if failure.type else '错误'}：{str(failure.value)[:200]}")

    def could_not_pass_on(self, failure: Failure) -> None:
        """An error of a pipeline: what cannot be stored need not be fetched."""
        self.went_wrong(failure)
        self.ledger.stopped = True

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end; "shutdown" is a stop from outside."""
        self.ledger.interrupted = reason == "shutdown"
        stats = self.crawler.stats
        self.ledger.requests = int(stats.get_value("downloader/request_count", 0)) if stats else 0
