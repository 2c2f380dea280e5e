"""WeChat articles out of the feeds that the operator's own bridges give."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.expectations import Met
from crawlers.found import Found
from crawlers.ledger import Evidence, Ledger
from crawlers.order import Order, Sites
from crawlers.ordered import OrderedSpider
from crawlers.pages.answer import Answer
from crawlers.pages.feed import marks_of, post_of, read_feed
from crawlers.pages.feed_entry import FeedPage
from crawlers.pages.feed_gate import UNCHANGED, feed_refusal
from crawlers.pages.unreadable import UnreadablePage
from domain.crawl import CrawlOutcome
from domain.feed import ArticleOffered, EntryMet, Feed, FeedRead, masked, secrets_of
from domain.post import Channel
from domain.refusal import MEANINGS, Refusal

WORDS = {
    Refusal.LOGIN: "桥接不认密钥，或要求登录",
    Refusal.ELSEWHERE: "转到了别的主机，没有跟随",
    Refusal.CAPTCHA: "桥接给出的是验证页",
}
"""What a refusal is called of a bridge, where the word for platforms would mislead."""


class WeChatFeed(OrderedSpider):
    """Asks each feed of the watch once, and only for what has changed since its last good answer.

    A feed that fails is put on record with its own reason and keeps none of the others from being asked. Its crawls
    never say that the channel is covered: a bridge gives valid answers long after it has stopped bringing anything,
    which is what staleness is for.
    """

    name = "wechat-feed"
    channel = Channel.WECHAT
    site_name = "桥接订阅"
    leads = False
    custom_settings = {
        "DOWNLOAD_HANDLERS": {
            "http": "crawlers.sealed_addresses.SealedAddresses",
            "https": "crawlers.sealed_addresses.SealedAddresses",
        }
    }

    def __init__(self, order: Order, ledger: Ledger) -> None:
        super().__init__(order, ledger)
        self.covers = {feed.key: _covers(feed) for feed in order.feeds}
        self.unread: list[tuple[Feed, Refusal, Evidence]] = []

    @property
    def secrets(self) -> Mapping[str, tuple[str, str]]:
        """The keys of all feeds."""
        return {
            cover: (name, secrets_of(feed.address)[name])
            for feed in self.order.feeds
            for name, cover in self.covers[feed.key].items()
        }

    @property
    def site(self) -> str:
        """No site in particular: each feed has its own."""
        return ""

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two requests to one host."""
        return sites.wechat_feed_delay

    def refusal(self, answer: Answer) -> Refusal | None:
        """By the gate of feeds."""
        return feed_refusal(answer)

    async def start(self) -> AsyncIterator[Request]:
        """One request for each feed, with its keys covered."""
        for feed in self.order.feeds:
            self.ledger.pages_of(feed.key).announced = 1
            yield self._ask(feed)

    def _ask(self, feed: Feed) -> Request:
        known = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
        return Request(
            masked(feed.address, self.covers[feed.key]),
            callback=self.read,
            errback=self.not_read,
            headers={name: value for name, value in known.items() if value},
            meta={"feed": feed},
            cb_kwargs={"feed": feed},
        )

    def declined(self, refusal: Refusal, evidence: Evidence, request: Request) -> None:
        """One feed was refused; the others are asked all the same."""
        self.unread.append((request.meta["feed"], refusal, evidence))
        self.ledger.keep(evidence)

    def not_read(self, failure: Failure) -> Iterator[FeedRead]:
        """What the feed's own source is told of a refusal."""
        request: Request = failure.request  # type: ignore[attr-defined]
        for feed, refusal, evidence in self.unread:
            if feed is request.meta["feed"]:
                why = f"{evidence.place}{WORDS.get(refusal, refusal.shown)}"
                yield FeedRead(feed=feed.key, outcome=MEANINGS[refusal].outcome, reason=why, refusal=refusal.value)

    def read(self, response: Response, feed: Feed) -> Iterator[Found]:
        """The articles, and behind them the note that lets the next crawl ask only for what is new."""
        if response.status == UNCHANGED:
            self._understood(feed)
            yield FeedRead(feed=feed.key, outcome=CrawlOutcome.COMPLETE, unchanged=True)
            return
        try:
            page = read_feed(response.body, self.order.clock())
        except UnreadablePage as reason:
            self.could_not_read(reason, response, f"订阅“{feed.name}”")
            yield FeedRead(
                feed=feed.key,
                outcome=CrawlOutcome.CHANGED_LAYOUT,
                reason=f"读不懂：{reason}",
                refusal=Refusal.CHANGED_LAYOUT.value,
            )
            return
        self._understood(feed)
        yield from self._found(page, feed, response)

    def _found(self, page: FeedPage, feed: Feed, response: Response) -> Iterator[Found]:
        now = self.order.clock()
        for entry in page.entries:
            yield post_of(entry, feed.name, feed.seen.get(marks_of(entry)[0], now), now)
            if not entry.whole and entry.link is not None and entry.opens:
                yield ArticleOffered(
                    name=entry.name,
                    link=entry.link,
                    title=entry.title,
                    account=entry.account,
                    published_at=entry.published_at,
                    why=entry.missing,
                )
        yield FeedRead(
            feed=feed.key,
            outcome=CrawlOutcome.COMPLETE,
            reason=_remarks(page),
            entries=tuple(EntryMet(marks=marks_of(one), published_at=one.published_at) for one in page.entries),
            etag=_header(response, "ETag"),
            modified=_header(response, "Last-Modified"),
        )

    def _understood(self, feed: Feed) -> None:
        self.ledger.understood()
        self.ledger.pages_of(feed.key).filled.add(1)

    def closed(self, reason: str) -> None:
        """Where no feed could be read the crawl as a whole was refused; else what is missing is named."""
        super().closed(reason)
        read = any(pages.filled for pages in self.ledger.lists.values())
        for feed, refusal, evidence in self.unread:
            if read:
                self.ledger.leave(f"订阅“{feed.name}”没有读到：{evidence.place}{WORDS.get(refusal, refusal.shown)}")
            else:
                self.ledger.refusals.append(Met(refusal=refusal, place=evidence.place))


def _covers(feed: Feed) -> dict[str, str]:
    """What stands for each key in the address, by the name of the key."""
    return {name: f"hidden-{feed.key}-{number}-" for number, name in enumerate(secrets_of(feed.address))}


def _remarks(page: FeedPage) -> str:
    """What of a feed is not as it should be, in Chinese; empty where all is well."""
    undated = sum(entry.published_at is None for entry in page.entries)
    bare = sum(not entry.whole for entry in page.entries)
    parts = [f"{undated} 篇没有发布时间，按首次见到记"] * bool(undated)
    parts += [f"{bare} 篇没有全文"] * bool(bare)
    parts += [f"{len(page.unreadable)} 处读不懂，首处：{page.unreadable[0]}" if page.unreadable else ""]
    return "，".join(part for part in parts if part)


def _header(response: Response, name: str) -> Any:  # noqa: ANN401  # a str; Scrapy has no types
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""
