"""Gives a request to Weibo its identity, by the route that it names.

A spider only says what it wants: `Request(url, meta={"route": Route.POST})`. Who asks, with which cookies, headers and
proxy, is decided here by `crawlers.routes.WAYS`, the least powerful identity first. A refusal that means "not you"
sends the same request again as somebody else, so that the spider sees only the last answer. A Referer that the spider
gave is kept. A request without a route passes untouched.
"""

import random
from collections.abc import Mapping

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.misc import load_object

from crawlers.identities.by_engine import fetch_by, reply_of
from crawlers.identities.keeper import InMemory, Keeper
from crawlers.identities.pool import Nothing
from crawlers.identities.proxies import shown_proxy
from crawlers.identities.wardrobe import Outfit, Wardrobe
from crawlers.ledger import Evidence
from crawlers.middlewares.refusals import answer_of
from crawlers.ordered import OrderedSpider
from crawlers.routes import WAYS, Route
from domain.identity import IdentityKind
from domain.refusal import Refusal

MOST_TRIES = 6
IN_STORE = "crawlers.identities.stored.InStore"
"""By name, since a crawl by hand has no database and Django is not set up for it."""
ABOUT_US = frozenset(
    {Refusal.LOGIN, Refusal.VISITOR, Refusal.CAPTCHA, Refusal.RATE_LIMIT, Refusal.SOFT_BLOCK, Refusal.FORBIDDEN}
)
"""Refusals of whoever asks; the others are about the page or the line."""


class IdentityOfRoute:
    """Dresses requests that name a route and hears what became of them."""

    def __init__(self, spider: OrderedSpider, wardrobe: Wardrobe) -> None:
        self.spider = spider
        self.wardrobe = wardrobe

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "IdentityOfRoute":
        """Made by Scrapy; identities come from the database where the crawl stores what it finds."""
        spider = OrderedSpider.of(crawler)
        clock = spider.order.clock
        stored = crawler.settings.getbool("IDENTITIES_STORED")
        keeper: Keeper = load_object(IN_STORE)(clock) if stored else InMemory(clock)
        wardrobe = Wardrobe(
            keeper=keeper,
            sites=spider.order.sites,
            clock=clock,
            fetch=fetch_by(crawler),
            chance=random.random,
            going=lambda: bool(crawler.crawling) and not spider.ledger.stopped,
        )
        made = cls(spider, wardrobe)
        crawler.signals.connect(made.spider_closed, signals.spider_closed)
        return made

    async def process_request(self, request: Request) -> None:
        """Put the identity on; what nobody may ask goes no further, and is recorded unless the crawl is stopping."""
        route = route_of(request)
        if route is None:
            return
        outfit = await self.wardrobe.outfit(route, _tried(request))
        if isinstance(outfit, Nothing):
            if self.wardrobe.going():
                self._record(request, outfit)
            raise IgnoreRequest(outfit.refusal.value)
        put_on(request, outfit)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Hear the answer; send the request again where somebody else may get what this one was refused."""
        route = route_of(request)
        if route is None:
            return response
        key, kind = request.meta["identity"], IdentityKind(request.meta["identity_kind"])
        answer = answer_of(response)
        refusal = self.spider.refusal(answer)
        if refusal is None or refusal not in ABOUT_US:
            if response.status < 500 and not answer.is_redirect():
                await self.wardrobe.answered(key, reply_of(response).cookies(WAYS[route].domain, self.wardrobe.clock()))
            return response
        again = await self.wardrobe.refused(route, key, kind, refusal)
        tried = _tried(request) | {key}
        if not again or len(tried) >= MOST_TRIES or isinstance(await self.wardrobe.outfit(route, tried), Nothing):
            return response
        self.spider.logger.info("%s as %s was refused (%s), asked again", route.value, kind.value, refusal.value)
        return request.replace(meta={**request.meta, "tried": sorted(tried)})

    async def spider_closed(self) -> None:
        """Let who was quietly blocked rest, and give everything back."""
        if any(met.refusal is Refusal.SOFT_BLOCK for met in self.spider.ledger.refusals):
            await self.wardrobe.blocked_softly()
        await self.wardrobe.close()

    def _record(self, request: Request, nothing: Nothing) -> None:
        place = f"{self.spider.site_name}（{nothing.why}）"
        evidence = Evidence(url=request.url, status=0, body=nothing.why.encode(), place=place)
        self.spider.declined(nothing.refusal, evidence, request)


def route_of(request: Request) -> Route | None:
    """The route that a request names, None for one that goes without."""
    return Route(request.meta["route"]) if "route" in request.meta else None


def put_on(request: Request, outfit: Outfit) -> None:
    """Headers, Cookie and proxy of an identity; nothing of an identity that was tried before stays."""
    for name in ("Cookie", "X-XSRF-TOKEN"):
        request.headers.pop(name, None)
    for name, value in _worn(request, outfit).items():
        request.headers[name] = value
    request.meta["identity"], request.meta["identity_kind"] = outfit.key, outfit.kind.value
    request.meta.pop("through", None)
    if outfit.proxy:
        request.meta["proxy"], request.meta["through"] = outfit.proxy, shown_proxy(outfit.proxy)
    else:
        request.meta.pop("proxy", None)


def _worn(request: Request, outfit: Outfit) -> Mapping[str, str]:
    own = {"Referer"} if "Referer" in request.headers else set()
    return {name: value for name, value in outfit.headers.items() if name not in own}


def _tried(request: Request) -> frozenset[str]:
    return frozenset(request.meta.get("tried", ()))
