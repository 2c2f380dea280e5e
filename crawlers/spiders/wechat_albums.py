"""Albums of WeChat accounts: lists of articles that anybody may read."""

from collections.abc import AsyncIterator
from typing import Any, ClassVar
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.order import Sites
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_album import AlbumArticle, AlbumPage, read_album
from crawlers.wechat import Answers, WeChatHost, WeChatSpider
from domain.article_address import BadAddress, address_of
from domain.article_link import FoundBy, FoundLink, LinksFound, SourceAsked
from domain.crawl import CrawlOutcome
from domain.refusal import MEANINGS

A_PAGE = 20
MOST_PAGES = 10
UNOPENED = "专辑给的长链接不带校验码，微信不对外显示"


class WeChatAlbums(WeChatSpider):
    """Puts the articles of every album into the queue, newest first, until a page holds nothing new.

    It opens no article. Every album is a source of its own, and says itself how asking it went.
    """

    name = "wechat-albums"
    site_name = "公众号专辑"
    by_words: ClassVar[bool] = False
    leads: ClassVar[bool] = False

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two pages; albums are on the articles' host."""
        return sites.wechat_article_delay

    async def start(self) -> AsyncIterator[Request]:
        """The first page of every album."""
        if self.rests(WeChatHost.ARTICLES):
            return
        for target in self.order.targets:
            self.ledger.pages_of(target.key)
            yield self._ask(target.key, 1, None)

    def _ask(self, place: str, page: int, after: AlbumArticle | None) -> Request:
        biz, _, album = place.removeprefix("album/").rpartition("/")
        asked: dict[str, str | int] = {"action": "getalbum", "__biz": biz, "album_id": album, "count": A_PAGE}
        if after is not None:
            asked |= {"begin_msgid": after.message, "begin_itemidx": after.place}
        asked |= {"is_reverse": 0, "f": "json"}
        return Request(
            f"{self.order.sites.wechat_article_url.rstrip('/')}/mp/appmsgalbum?{urlencode(asked)}",
            callback=self.read,
            errback=self.did_not_come,
            cb_kwargs={"place": place, "page": page},
            meta={"leads_to": WeChatHost.ARTICLES},
        )

    def read(self, response: Response, place: str, page: int) -> Answers:
        """The articles of a page, what is new in them, and the next page where there may be more."""
        try:
            album = read_album(response.body)
        except UnreadablePage as reason:
            self.lost(reason, response, f"专辑第 {page} 页")
            yield _asked(place, CrawlOutcome.CHANGED_LAYOUT, f"读不懂：{reason.why}", "changed_layout")
            return
        self.answers(response)
        self.ledger.understood()
        for row in album.unreadable:
            self.could_not_read(row, response, f"专辑第 {page} 页")
        pages = self.ledger.pages_of(place)
        (pages.filled if album.articles else pages.empty).add(page)
        links = tuple(found_link(article) for article in album.articles)
        name = album.title or f"专辑 {place[-12:]}"
        if links:
            yield LinksFound(by=FoundBy.ALBUM, place=place, source=name, links=links)
        new = [link for link in links if link.name not in self.order.known]
        self.ledger.noted += len(links)
        if album.more and new and album.articles and page < MOST_PAGES:
            pages.announced = page + 1
            yield self._ask(place, page + 1, album.articles[-1])
            return
        yield self._done(place, name, album)

    def _done(self, place: str, name: str, album: AlbumPage) -> SourceAsked:
        outcome = CrawlOutcome.CHANGED_LAYOUT if album.unreadable else CrawlOutcome.COMPLETE
        return SourceAsked(place=place, source=name, outcome=outcome, reason="读到了已经知道的文章为止")

    def did_not_come(self, failure: Failure) -> Any:  # noqa: ANN401  # what Scrapy takes
        """What an album that could not be asked has met; one that was never asked keeps its last word."""
        request: Request = failure.request  # type: ignore[attr-defined]
        refusal = request.meta.get("declined")
        if refusal is None:
            return []
        return [_asked(request.cb_kwargs["place"], MEANINGS[refusal].outcome, refusal.shown, refusal.value)]


def found_link(article: AlbumArticle) -> FoundLink:
    """An article of an album for the queue; one that cannot be opened stands there with the reason."""
    try:
        address = address_of(article.link)
        name, url, why = address.name, address.url, "" if address.opens else UNOPENED
    except BadAddress as bad:
        name, url, why = f"album-row/{article.message}:{article.place}", "", str(bad)
    return FoundLink(name=name, url=url or None, title=article.title, told_at=article.published_at, why=why)


def _asked(place: str, outcome: CrawlOutcome, reason: str, refusal: str) -> SourceAsked:
    return SourceAsked(place=place, source="", outcome=outcome, reason=reason, refusal=refusal)
