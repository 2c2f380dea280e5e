"""What the spiders have in common that ask Weibo for things by number: routes, other ways, and a budget."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.found import Found
from crawlers.ledger import Evidence, Ledger
from crawlers.order import Order, Sites
from crawlers.ordered import OrderedSpider
from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_gate import weibo_refusal
from crawlers.pages.weibo_json_gate import json_refusal
from crawlers.pages.weibo_words import absence_of
from crawlers.routes import WAYS, Host, Route
from domain.absence import Gone
from domain.post import Channel
from domain.refusal import MEANINGS, Reaction, Refusal
from domain.target import Target

Answers = Iterator[Found | Request]
Read = Callable[[Response], Answers]
Turned = Callable[[Refusal, Evidence], Answers]
Page = TypeVar("Page")

OTHER_WAY = frozenset({Refusal.LOGIN, Refusal.VISITOR, Refusal.FORBIDDEN, Refusal.GONE, Refusal.ELSEWHERE})
"""Refusals of this way and not of us: another way to the same thing may be open. All others stop the crawl."""


class AskingSpider(OrderedSpider):
    """A spider that asks about its order's targets, within the limits of the order.

    What belongs to a target belongs to the watch, whatever it says. Its crawls never say that a channel is covered or
    silent.
    """

    channel = Channel.WEIBO
    within_each: ClassVar[bool] = True
    """Whether a target has a limit of its own; a search reads each word to the end of the window."""
    by_words: ClassVar[bool] = False
    leads: ClassVar[bool] = False

    def __init__(self, order: Order, ledger: Ledger) -> None:
        super().__init__(order, ledger)
        self.asked: Counter[str] = Counter()
        self.passed_over: set[str] = set()
        self.cut_short: set[str] = set()

    @property
    def site(self) -> str:
        """The address of the web version."""
        return self.order.sites.address(Host.WEB)

    @staticmethod
    def delay(sites: Sites) -> float:
        """Seconds between two requests."""
        return sites.weibo_delay

    def refusal(self, answer: Answer) -> Refusal | None:
        """By the gate of the host that answered: pages of the search, else calls that give JSON."""
        search = urlsplit(self.order.sites.address(Host.SEARCH)).netloc
        return weibo_refusal(answer) if urlsplit(answer.url).netloc == search else json_refusal(answer)

    def ask(
        self,
        route: Route,
        asked: Mapping[str, str | int],
        read: Read,
        *,
        about: str,
        turned: Turned | None = None,
    ) -> Iterator[Request]:
        """One request about a target, or none where the budget is used up, which is then on record.

        `turned` goes another way where this one is closed; it also hears that the thing itself is gone.
        """
        if not self._may_ask(about):
            return
        self.asked[about] += 1
        way = WAYS[route]
        yield Request(
            f"{self.order.sites.address(way.host)}{way.path}?{urlencode(asked, quote_via=quote)}",
            callback=read,
            errback=lambda failure: self._errback(failure, turned),
            meta={"route": route, "turns": turned is not None},
        )

    def declined(self, refusal: Refusal, evidence: Evidence, request: Request) -> None:
        """Where another way is known the crawl goes on; the answer is kept for it."""
        request.meta["declined"] = (refusal, evidence)
        turns = request.meta.get("turns")
        if turns and refusal in OTHER_WAY:
            self.ledger.went_round(refusal, evidence)
        elif not turns or MEANINGS[refusal].reaction is not Reaction.GO_ON:
            self.ledger.refused(refusal, evidence)

    def mark(self, about: str) -> int:
        """Put on record that one more page about a target was read; returns which one it is."""
        pages = self.ledger.pages_of((self.name, about))
        number = len(pages.filled) + 1
        pages.filled.add(number)
        pages.announced = max(pages.announced, number)
        return number

    def parsed(self, parse: Callable[[], Page], response: Response, where: str) -> Page | None:
        """What a parser reads; None where it cannot, which is then on record. `where` says which page it was."""
        try:
            page = parse()
        except UnreadablePage as reason:
            self.lost(reason, response, where)
            return None
        self.ledger.understood()
        return page

    def gone(self, target: Target, evidence: Evidence) -> Gone:
        """That a post is no more, in the words with which the site declined it."""
        self.ledger.gone += 1
        said = notice(evidence)
        return Gone(channel=Channel.WEIBO, native_id=target.key, why=absence_of(said), words=said)

    def closed(self, reason: str) -> None:
        """Say what the budget left out."""
        super().closed(reason)
        limits = self.order.limits
        if self.passed_over:
            self.ledger.leave(
                f"本轮请求上限 {limits.requests} 次已用完，还有 {len(self.passed_over)} 项没有问完，留待下一轮"
            )
        if self.cut_short:
            self.ledger.leave(f"有 {len(self.cut_short)} 项达到单项请求上限 {limits.each} 次，其余未读")

    def _may_ask(self, about: str) -> bool:
        limits = self.order.limits
        if self.asked.total() >= limits.requests:
            self.passed_over.add(about)
            return False
        if self.within_each and self.asked[about] >= limits.each:
            self.cut_short.add(about)
            return False
        return True

    def _errback(self, failure: Failure, turned: Turned | None) -> Any:  # noqa: ANN401  # what Scrapy takes
        """Where the request was declined for a reason that concerns this way or the thing itself, go on."""
        request: Request = failure.request  # type: ignore[attr-defined]
        refusal, evidence = request.meta.get("declined", (None, None))
        if turned is None or refusal is None:
            return ()
        if refusal in OTHER_WAY or MEANINGS[refusal].reaction is Reaction.GO_ON:
            return turned(refusal, evidence)
        return ()


def notice(evidence: Evidence) -> str:
    """What a JSON answer says to people; empty where it says nothing."""
    try:
        given = json.loads(evidence.body)
    except (ValueError, RecursionError):
        return ""
    said = (given.get("msg") or given.get("message")) if isinstance(given, dict) else None
    return said if isinstance(said, str) else ""
