"""What the spiders of WeChat have in common: two hosts that rest once they stopped us, and how an article is read."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.found import Found
from crawlers.ledger import Evidence, Ledger
from crawlers.order import Order
from crawlers.ordered import OrderedSpider
from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_article import LARGEST, read_article
from crawlers.pages.wechat_gate import article_refusal, search_refusal
from crawlers.pages.wechat_state import MISSED, ArticleState, NoArticle
from domain.absence import Absence
from domain.article_address import HOST, AddressKind, BadAddress, address_of
from domain.article_link import LinkTried, Tried
from domain.day import spoken
from domain.pause import BLOCKS, Pause
from domain.post import Channel
from domain.refusal import Refusal
from domain.shown import Shown

Answers = Iterator[Found | Request]
TRIED = {
    ArticleState.NOT_NOW: Tried.NOT_NOW,
    ArticleState.UNPUBLISHED: Tried.NOT_NOW,
    ArticleState.BAD_LINK: Tried.BAD_LINK,
    ArticleState.EXPIRED: Tried.EXPIRED,
}
"""States in which the article may be there; in all others it is gone."""

GONE_AS = {
    ArticleState.DELETED: Absence.DELETED,
    ArticleState.REMOVED: Absence.REMOVED,
    ArticleState.RUMOUR: Absence.REMOVED,
    ArticleState.PRIVATE: Absence.HIDDEN,
    ArticleState.ACCOUNT_GONE: Absence.ACCOUNT,
    ArticleState.MOVED: Absence.ACCOUNT,
}


class WeChatHost(Shown):
    """The hosts, by their real names; a stage set plays them elsewhere."""

    SEARCH = "weixin.sogou.com", "微信文章搜索"
    ARTICLES = HOST, "公众号文章"


class WeChatSpider(OrderedSpider):
    """One request at a time, cookies as the hosts give them, and a host that stops us is left alone by all crawls."""

    channel = Channel.WECHAT
    keeps_cookies = True
    one_at_a_time = True
    tries_limits_again = False
    custom_settings = {
        "RETRY_HTTP_CODES": [500, 502, 504, 522, 524, 408],  # here 503 is a block, not a failure
        "DOWNLOAD_MAXSIZE": LARGEST,
    }

    def __init__(self, order: Order, ledger: Ledger) -> None:
        super().__init__(order, ledger)
        self.articles_at = urlsplit(order.sites.wechat_article_url)
        self.blocked = {pause.host for pause in order.pauses if order.clock() < pause.until}
        self.on_probation = {pause.host for pause in order.pauses} - self.blocked

    @property
    def site(self) -> str:
        """The search's address."""
        return self.order.sites.wechat_search_url.rstrip("/")

    def host_of(self, url: str) -> WeChatHost:
        """Which of the two an address belongs to."""
        return WeChatHost.ARTICLES if urlsplit(url).netloc == self.articles_at.netloc else WeChatHost.SEARCH

    def refusal(self, answer: Answer) -> Refusal | None:
        """The check page of the search, or the verification page of the article host."""
        if self.host_of(answer.url) is WeChatHost.ARTICLES:
            return article_refusal(answer)
        return search_refusal(answer, self.articles_at.netloc)

    def declined(self, refusal: Refusal, evidence: Evidence, request: Request) -> None:
        """A block concerns the whole host and is remembered for all crawls; the spider says whether it goes on."""
        host = self.host_of(request.url)
        request.meta["declined"] = refusal
        if refusal in BLOCKS:
            self.blocked.add(host)
            self.ledger.pause(host, refusal)
        place = evidence.place.replace(self.site_name, host.shown, 1)
        self.ledger.refused(refusal, replace(evidence, place=place), stops=self.stops_at(host))

    def moot(self, request: Request) -> bool:
        """Whether a request would only lead to a host that has stopped us meanwhile."""
        return request.meta.get("leads_to") in self.blocked

    def stops_at(self, host: WeChatHost) -> bool:
        """Whether a refusal by this host ends the whole crawl."""
        return True

    def rests(self, host: WeChatHost) -> bool:
        """Whether a host still rests from an earlier refusal; the ledger then says until when."""
        if host not in self.blocked:
            return False
        for pause in self.order.pauses:
            if pause.host == host and self.order.clock() < pause.until:
                self.ledger.resting(pause.refusal, resting_words(host, pause), stops=self.stops_at(host))
        return True

    def answers(self, response: Response) -> None:
        """A page that is worth reading: what stood against its host is over."""
        host = self.host_of(response.url)
        if host in self.on_probation:
            self.on_probation.discard(host)
            self.ledger.lift(host)

    def address_here(self, url: str) -> str:
        """An address of the real article host, where the host is."""
        parts = urlsplit(url)
        return urlunsplit(parts._replace(scheme=self.articles_at.scheme, netloc=self.articles_at.netloc))

    def real_address(self, url: str) -> str:
        """An address where the host is, on the real article host."""
        return urlunsplit(urlsplit(url)._replace(scheme="https", netloc=HOST))

    def open_article(self, url: str, name: str, *, moved: bool = False) -> Request:
        """The request for an article that stands in the queue under `name`; `url` is on the real host."""
        return Request(
            self.address_here(url),
            callback=self.article_came,
            errback=self.article_did_not_come,
            headers={"Referer": f"{self.site}/"},
            cb_kwargs={"name": name, "moved": moved},
            meta={"leads_to": WeChatHost.ARTICLES},
        )

    def article_came(self, response: Response, name: str, moved: bool) -> Answers:
        """The article with the name that led to it, or what stood in its place; always what became of the try."""
        self.answers(response)
        if name in self.ledger.lists:
            self.ledger.pages_of(name).filled.add(1)
        try:
            found = read_article(response.body, self.real_address(response.url), self.order.clock())
        except UnreadablePage as reason:
            self.lost(reason, response, "公众号文章")
            yield LinkTried(name=name, what=Tried.UNREADABLE, words=f"页面读不懂：{reason.why}")
            return
        self.ledger.understood()
        if isinstance(found, NoArticle):
            yield from self._no_article(found, response, name, moved)
            return
        self.ledger.articles += 1
        yield replace(found, aliases=(*found.aliases, name), url=lasting(self.real_address(response.url), found.url))
        yield LinkTried(name=name, what=Tried.READ, native_id=found.native_id)

    def _no_article(self, found: NoArticle, response: Response, name: str, moved: bool) -> Answers:
        """A moved account's article is looked for once at its new place."""
        if found.moved_to and not moved:
            try:
                target = address_of(urljoin(self.real_address(response.url), found.moved_to))
            except BadAddress as bad:
                self.logger.info("an account moved to no article: %s", bad)
            else:
                yield self.open_article(target.url, name, moved=True)
                return
        self.ledger.gone += found.state not in MISSED
        self.logger.info("no article: %s at %r", found.state.value, response.url)
        what, how = TRIED.get(found.state, Tried.GONE), GONE_AS.get(found.state)
        yield LinkTried(name=name, what=what, how=how, words=found.words)

    def article_did_not_come(self, failure: Failure) -> Any:  # noqa: ANN401  # what Scrapy takes
        """Say what became of a try that brought no page; one that was never made is none."""
        request: Request = failure.request  # type: ignore[attr-defined]
        name, refusal = request.cb_kwargs["name"], request.meta.get("declined")
        if isinstance(failure.value, DownloadCancelledError):
            return [LinkTried(name=name, what=Tried.UNREADABLE, words=f"页面超过 {LARGEST >> 20} MB，不像一篇文章")]
        if refusal in BLOCKS:
            return [LinkTried(name=name, what=Tried.BLOCKED, words=f"{refusal.shown}，两小时后再试")]
        if refusal is not None:
            return [LinkTried(name=name, what=Tried.FAILED, words=refusal.shown)]
        return []


def lasting(asked: str, told: str | None) -> str:
    """The link that people can open for longest: a short one, then one that just opened, then what the page tells."""
    kinds = {link: address_of(link) for link in (asked, told) if link and is_article(link)}
    best = [link for link, address in kinds.items() if address.kind is AddressKind.SHORT]
    best += [link for link, address in kinds.items() if address.kind is AddressKind.LONG and address.opens]
    return kinds[best[0]].url if best else told or asked


def is_article(link: str) -> bool:
    """Whether a link is one of an article at all."""
    try:
        return address_of(link).kind is not AddressKind.ALBUM
    except BadAddress:
        return False


def resting_words(host: WeChatHost, pause: Pause) -> str:
    """Where nothing is asked and until when, to be said before the refusal's own words."""
    return f"{host.shown}（{spoken(pause.since)} 起第 {pause.times} 次被拦，到 {spoken(pause.until)} 前不再请求）"
