"""WeChat articles by keyword: the public article search, the jump behind each result, the article."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from urllib.parse import quote, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.found import Found
from crawlers.ledger import Ledger
from crawlers.order import Order, Sites
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_jump import article_address, checked_address, signed
from crawlers.pages.wechat_search import ResultPage, Row, read_results
from crawlers.wechat import Answers, WeChatHost, WeChatSpider
from domain.article_address import BadAddress, address_of, row_name
from domain.article_link import FoundBy, FoundLink, LinksFound

MOST_PAGES = 10
MOST_PAGES_OF_A_PAPER = 2
MOST_PAPER_QUERIES = 40
BEFORE_ARTICLES = 1
"""Addresses of a whole page come first: one that is known can still be read once a block is over."""

SPANS = ((timedelta(days=1), 1), (timedelta(days=7), 2), (timedelta(days=30), 3), (timedelta(days=365), 4))


class WeChatArticles(WeChatSpider):
    """Asks for every word of the watch, and for every word with the name of each paper, and reads each article once.

    What a result says goes into the queue before anything else; its temporary link is followed at once, since it lives
    for hours, and before any article of the page. Where the article host stops us the search goes on, and the results
    wait. The search sorts by relevance and its index is incomplete and late: what it does not list may still exist.
    """

    name = "wechat-articles"
    site_name = "微信文章搜索"

    def __init__(self, order: Order, ledger: Ledger) -> None:
        super().__init__(order, ledger)
        self.listed: set[str] = set()
        self.told_of_rest = False

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two requests to one host."""
        return sites.wechat_delay

    @staticmethod
    def source(order: Order) -> tuple[str, str] | None:
        """One source for each watch."""
        return f"search/{order.watch.key}", f"搜狗文章搜索：{order.watch.name}"

    def stops_at(self, host: WeChatHost) -> bool:
        """The search goes on where only the articles are closed."""
        return host is WeChatHost.SEARCH

    async def start(self) -> AsyncIterator[Request]:
        """The home page first: its cookies are asked for at every later step."""
        if not self.rests(WeChatHost.SEARCH):
            yield Request(f"{self.site}/", callback=self.begin)

    def begin(self, response: Response) -> Iterator[Request]:
        """The first result page for each word, and for each word of each paper."""
        yield from (self._ask(query, 1, "") for query in self.order.queries())
        papers = self.order.paper_queries()
        if len(papers) > MOST_PAPER_QUERIES:
            left = len(papers) - MOST_PAPER_QUERIES
            words = f"关注的公众号与监测词相配共 {len(papers)} 组，只问前 {MOST_PAPER_QUERIES} 组，其余 {left} 组未问"
            self.ledger.leave(words)
        yield from (self._ask(query, 1, paper) for paper, query in papers[:MOST_PAPER_QUERIES])

    def _ask(self, query: str, page: int, paper: str) -> Request:
        self.ledger.pages_of(query)
        asked = {"type": 2, "s_from": "input", "query": query, "ie": "utf8", "page": page, "tsn": self._span()}
        return Request(
            f"{self.site}/weixin?{urlencode(asked, quote_via=quote)}",
            callback=self.read,
            headers={"Referer": f"{self.site}/"},
            cb_kwargs={"query": query, "page": page, "paper": paper},
        )

    def _span(self) -> int:
        """The search's own filter that covers the window, counted back from now; it may be ignored there."""
        back = self.order.clock() - self.order.since
        return next((code for span, code in SPANS if back <= span), 0)

    def read(self, response: Response, query: str, page: int, paper: str) -> Answers:
        """The results in the window, each once, and the next page; of a paper only what it wrote itself."""
        where = f"“{query}”第 {page} 页"
        try:
            found = read_results(response.body)
        except UnreadablePage as reason:
            self.lost(reason, response, where)
            return
        self.answers(response)
        self.ledger.understood()
        for row in found.unreadable:
            self.could_not_read(row, response, where)
        pages = self.ledger.pages_of(query)
        (pages.filled if found.rows else pages.empty).add(page)
        yield from self._take(list(self._wanted(found, paper)), found, response)
        if found.more and page < (MOST_PAGES_OF_A_PAPER if paper else MOST_PAGES):
            pages.announced = page + 1
            yield self._ask(query, page + 1, paper)

    def _wanted(self, found: ResultPage, paper: str) -> Iterator[tuple[str, Row]]:
        """Rows with their names; those that an earlier crawl has read are only counted."""
        for row in found.rows:
            name = row_name(row.account, row.title, row.published_at)
            if paper and row.account != paper:
                continue
            if not self.order.holds(row.published_at):
                self.ledger.dropped += 1
            elif name not in self.listed:
                self.listed.add(name)
                if name in self.order.known:
                    self.ledger.known_before(stored=self.order.known[name])
                yield name, row

    def _take(self, rows: list[tuple[str, Row]], found: ResultPage, response: Response) -> Iterator[Found | Request]:
        if rows:
            yield self._found(tuple(_told(name, row, None) for name, row in rows))
        new = [(name, row) for name, row in rows if name not in self.order.known]
        self.ledger.listed_articles += len(new)
        if new and WeChatHost.ARTICLES in self.blocked and not self.told_of_rest:
            self.told_of_rest = self.rests(WeChatHost.ARTICLES)
        for name, row in new:
            yield from self._follow(name, row, found, response)

    def _found(self, links: tuple[FoundLink, ...]) -> LinksFound:
        watch = self.order.watch
        place, source = f"search/{watch.key}", f"搜狗文章搜索：{watch.name}"
        return LinksFound(by=FoundBy.SEARCH, place=place, source=source, links=links)

    def _follow(self, name: str, row: Row, found: ResultPage, response: Response) -> Answers:
        """The result's link, signed as a click would sign it, or the article itself where the link leads there."""
        link = urljoin(response.url, row.link)
        if urlsplit(link).netloc == self.articles_at.netloc:
            yield from self._open(name, row, link, response)
            return
        k = len(row.title) % 100 + 1
        yield Request(
            urljoin(response.url, signed(row.link, found.shift, k)),
            callback=self.jump,
            headers={"Referer": response.url},
            cb_kwargs={"name": name, "row": row},
            meta={"leads_to": WeChatHost.ARTICLES},
            priority=BEFORE_ARTICLES,
        )

    def jump(self, response: Response, name: str, row: Row) -> Answers:
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
        yield from self._open(name, row, address, response)

    def _open(self, name: str, row: Row, address: str, response: Response) -> Answers:
        """The article, its address kept first."""
        try:
            url = address_of(self.real_address(address)).url
        except BadAddress as bad:
            self.could_not_read(UnreadablePage("url", str(bad)), response, "搜索结果的文章地址")
            return
        yield self._found((_told(name, row, url),))
        yield self.open_article(url, name)


def _told(name: str, row: Row, url: str | None) -> FoundLink:
    return FoundLink(name=name, url=url, account=row.account, title=row.title, told_at=row.published_at)
