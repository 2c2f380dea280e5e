"""What the spiders have in common that ask the official interfaces of an own account."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.found import Found
from crawlers.ledger import Evidence, Ledger
from crawlers.order import Order, Sites
from crawlers.ordered import OrderedSpider, SourceName
from crawlers.own import Own, Side
from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_codes import official_refusal, verdict_of
from crawlers.settings import DOWNLOADER_MIDDLEWARES
from domain.day import spoken
from domain.post import Channel
from domain.refusal import MEANINGS, Reaction, Refusal
from domain.source import SourceKind

Answers = Iterator[Found | Request]
Page = TypeVar("Page")
SIDE, CALL, TOKEN, WHY = "side", "call", "access_token", "why"
"""Marks in `meta`: who asks, which interface, with which token, and what stood in the way of asking."""


class WithToken(HTTP11DownloadHandler):
    """Adds the access token to the address in the last moment, so that no log, evidence or error ever holds it."""

    async def download_request(self, request: Request) -> Response:
        """As Scrapy wants it."""
        token = request.meta.get(TOKEN)
        if token is None:
            answer: Response = await super().download_request(request)
            return answer
        between = "&" if "?" in request.url else "?"
        sent = request.replace(url=f"{request.url}{between}access_token={token}")
        answer = await super().download_request(sent)
        return answer.replace(url=request.url)


class OfficialSpider(OrderedSpider):
    """Asks for what belongs to the own account; all of it belongs to the account's watch, whatever it says.

    An answer that is no success is a refusal with the platform's own code, its meaning, its cure and its `rid`.
    """

    channel = Channel.WECHAT
    by_words: ClassVar[bool] = False
    leads: ClassVar[bool] = False
    side: ClassVar[Side] = Side.ACCOUNT
    source_kind: ClassVar[SourceKind] = SourceKind.OFFICIAL
    custom_settings = {
        "DOWNLOAD_HANDLERS": {"http": "crawlers.official.WithToken", "https": "crawlers.official.WithToken"},
        "DOWNLOADER_MIDDLEWARES": {
            **DOWNLOADER_MIDDLEWARES,
            "crawlers.middlewares.pace.Pace": None,  # a quota of the minute is waited for by the minute
            "crawlers.middlewares.own_token.OwnToken": 730,
        },
    }

    def __init__(self, order: Order, ledger: Ledger) -> None:
        super().__init__(order, ledger)
        self.asked = 0

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, order: Order | None = None, ledger: Ledger | None = None, **by_hand: str
    ) -> Self:
        """Made by Scrapy; raises UsageError by hand, since a token is shared through the store."""
        if order is None:
            raise UsageError(f"采集器 {cls.name} 要用公众号的接口凭证，请用 yuqing crawl {cls.name} --watch 主题")
        return super().from_crawler(crawler, order, ledger, **by_hand)

    @classmethod
    def source_in(cls, sites: Sites) -> SourceName | None:
        """The account's interface as a source of its own."""
        if sites.own is None:
            return None
        key = sites.own.key(cls.side)
        return SourceName(kind=cls.source_kind, place=f"{key}:{cls.name}", name=f"{sites.own.name}：{cls.site_name}")

    @classmethod
    def cannot(cls, order: Order) -> str:
        """Without a credential there is nobody to ask as."""
        if order.sites.own is not None and order.sites.own.usable(cls.side):
            return ""
        wanted = "appid 和 secret" if cls.side is Side.ACCOUNT else "kf_corpid 和 kf_secret"
        return f"没有配置{cls.side.shown}的接口凭证，请在 [official_account] 里填写 {wanted}"

    @property
    def own(self) -> Own:
        """Who we are; raises ValueError for an order without."""
        if self.order.sites.own is None:
            raise ValueError("an order for an official interface names the own account")
        return self.order.sites.own

    @property
    def site(self) -> str:
        """The address of the interfaces."""
        return self.own.address(self.side)

    @staticmethod
    def delay(sites: Sites) -> float:
        """None: the interfaces have quotas, not a pace."""
        return 0.0

    def refusal(self, answer: Answer) -> Refusal | None:
        """By status and error code."""
        return official_refusal(answer)

    def declined(self, refusal: Refusal, evidence: Evidence, request: Request) -> None:
        """On record with the platform's code; what concerns one article alone goes on."""
        request.meta["refusal"] = refusal
        verdict = verdict_of(evidence.body)
        said = request.meta.get(WHY) or (verdict.shown() if verdict else "")
        place = f"{self.site_name}（{said}）" if said else evidence.place
        self.ledger.refused(
            refusal, Evidence(url=evidence.url, status=evidence.status, body=evidence.body, place=place)
        )

    def ask(
        self,
        call: str,
        asked: Mapping[str, object],
        read: Callable[[Response], Answers],
        *,
        gone: Callable[[], Answers] | None = None,
    ) -> Iterator[Request]:
        """One request, or none where this run has asked enough, which is then on record.

        `gone` hears that the thing asked for is no more.
        """
        if self.asked >= self.order.limits.requests:
            self.ledger.leave(f"本轮请求上限 {self.order.limits.requests} 次已用完，其余留待下一轮")
            return
        self.asked += 1
        yield Request(
            f"{self.site}{call}",
            method="POST",
            body=json.dumps(asked, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"},
            callback=read,
            errback=lambda failure: self._errback(failure, gone),
            meta={SIDE: self.side.value, CALL: call},
            dont_filter=True,
        )

    def parsed(self, parse: Callable[[], Page], response: Response, where: str) -> Page | None:
        """What a parser reads; None where it cannot, which is then on record."""
        self.mark()
        try:
            page = parse()
        except UnreadablePage as reason:
            self.lost(reason, response, where)
            return None
        self.ledger.understood()
        return page

    def mark(self) -> None:
        """Put on record that one more answer came, also one that says that the thing asked for is no more."""
        pages = self.ledger.pages_of(self.name)
        place = len(pages.filled) + 1
        pages.filled.add(place)
        pages.announced = max(pages.announced, place)

    def now(self) -> datetime:
        """The moment of the crawl's clock."""
        return self.order.clock()

    def _errback(self, failure: Failure, gone: Callable[[], Answers] | None) -> Any:  # noqa: ANN401  # what Scrapy takes
        request: Request = failure.request  # type: ignore[attr-defined]
        refusal = request.meta.get("refusal")
        if gone is None or refusal is None or MEANINGS[refusal].reaction is not Reaction.GO_ON:
            return ()
        return gone()


def rests(until: datetime, code: int) -> str:
    """That an interface is left alone, for people."""
    return f"错误码 {code} 之后暂停询问这个接口，到 {spoken(until)} 恢复"
