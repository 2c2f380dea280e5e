"""WeChat articles by keyword: the public article search, the jump behind each result, the article."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.ledger import Ledger
from crawlers.order import Order, Sites
from crawlers.ordered import OrderedSpider
from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_article import read_article
from crawlers.pages.wechat_gate import article_refusal, search_refusal
from crawlers.pages.wechat_jump import article_address, checked_address, signed
from crawlers.pages.wechat_search import ResultPage, Row, read_results
from crawlers.pages.wechat_state import MISSED, ArticleState
from domain.post import Channel, Post
from domain.refusal import Refusal

MOST_PAGES = 10
SPANS = ((timedelta(days=1), 1), (timedelta(days=7), 2), (timedelta(days=30), 3), (timedelta(days=365), 4))


class WeChatArticles(OrderedSpider):
    """Asks for every word of the watch, up to the ten pages that the search gives, and reads each article once.

    The search sorts by relevance and its index is incomplete and late: what it does not list may still exist.
    """

    name = "wechat-articles"
    channel = Channel.WECHAT
    site_name = "微信文章搜索"
    keeps_cookies = True
    custom_settings = {"RETRY_HTTP_CODES": [500, 502, 504, 522, 524, 408]}  # here 503 is a block, not a failure

    def __init__(self, order: Order, ledger: Ledger) -> None:
        super().__init__(order, ledger)
        self.listed: set[tuple[str, str, datetime]] = set()
        self.articles_at = urlsplit(self.order.sites.wechat_article_url)

    @property
    def site(self) -> str:
        """The search's address."""
        return self.order.sites.wechat_search_url.rstrip("/")

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two requests to one host."""
        return sites.wechat_delay

    def refusal(self, answer: Answer) -> Refusal | None:
        """The check page of the search, or the verification page of the article host."""
        if urlsplit(answer.url).netloc == self.articles_at.netloc:
            return article_refusal(answer)
        return search_refusal(answer, self.articles_at.netloc)

    async def start(self) -> AsyncIterator[Request]:
        """The home page first: its cookies are asked for at every later step."""
        yield Request(f"{self.site}/", callback=self.begin)

    def begin(self, response: Response) -> Iterator[Request]:
        """The first result page for each word."""
        yield from (self._ask(query, 1) for query in self.order.queries())

    def _ask(self, query: str, page: int) -> Request:
        self.ledger.pages_of(query)
        asked = {"type": 2, "s_from": "input", "query": query, "ie": "utf8", "page": page, "tsn": self._span()}
        return Request(
            f"{self.site}/weixin?{urlencode(asked, quote_via=quote)}",
            callback=self.read,
            headers={"Referer": f"{self.site}/"},
            cb_kwargs={"query": query, "page": page},
        )

    def _span(self) -> int:
        """The search's own filter that covers the window, counted back from now; it may be ignored there."""
        back = self.order.clock() - self.order.since
        return next((code for span, code in SPANS if back <= span), 0)

    def read(self, response: Response, query: str, page: int) -> Iterator[Request]:
        """The results in the window, each once, and the next page."""
        where = f"“{query}”第 {page} 页"
        try:
            found = read_results(response.body)
        except UnreadablePage as reason:
            self.lost(reason, response, where)
            return
        self.ledger.understood()
        for row in found.unreadable:
            self.could_not_read(row, response, where)
        pages = self.ledger.pages_of(query)
        (pages.filled if found.rows else pages.empty).add(page)
        yield from (self._follow(row, found, response) for row in self._wanted(found))
        if found.more and page < MOST_PAGES:
            pages.announced = page + 1
            yield self._ask(query, page + 1)

    def _wanted(self, found: ResultPage) -> Iterator[Row]:
        for row in found.rows:
            key = (row.account, row.title, row.published_at)
            if not self.order.holds(row.published_at):
                self.ledger.dropped += 1
            elif key not in self.listed:
                self.listed.add(key)
                self.ledger.listed_articles += 1
                yield row

    def _follow(self, row: Row, found: ResultPage, response: Response) -> Request:
        """The result's link, signed as a click would sign it, or the article itself where the link leads there."""
        link = urljoin(response.url, row.link)
        if urlsplit(link).netloc == self.articles_at.netloc:
            return self._open(link)
        k = len(row.title) % 100 + 1
        return Request(
            urljoin(response.url, signed(row.link, found.shift, k)),
            callback=self.jump,
            headers={"Referer": response.url},
            cb_kwargs={"row": row},
        )

    def jump(self, response: Response, row: Row) -> Iterator[Request]:
        """From the jump page, or its redirect, to the article."""
        location = response.headers.get("Location")
        try:
            if location:
                address = checked_address(urljoin(response.url, location.decode("utf-8", "replace")), self.articles_at)
            else:
                address = article_address(response.body, self.articles_at)
        except UnreadablePage as reason:
            self.could_not_read(reason, response, "搜索结果跳转页")
            return
        yield self._open(address)

    def _open(self, address: str) -> Request:
        return Request(address, callback=self.read_article, headers={"Referer": f"{self.site}/"})

    def read_article(self, response: Response) -> Iterator[Post]:
        """The article, or a note that it is no more."""
        try:
            article = read_article(response.body, response.url, self.order.clock())
        except UnreadablePage as reason:
            self.lost(reason, response, "公众号文章")
            return
        self.ledger.understood()
        if isinstance(article, ArticleState):
            self.ledger.gone += article not in MISSED
            self.logger.info("no article: %s at %r", article.value, response.url)
            return
        self.ledger.articles += 1
        yield article
