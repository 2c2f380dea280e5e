"""Accounts behind loud posts: how many follow them and what the platform vouches for."""

from collections.abc import AsyncIterator
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.asking import Answers, AskingSpider
from crawlers.found import Found
from crawlers.ledger import Evidence
from crawlers.pages.weibo_profile import read_mobile_profile, read_profile
from crawlers.routes import Route
from domain.post import Channel
from domain.profile import NoAccount
from domain.refusal import Refusal
from domain.target import Target

PARSERS = {Route.PROFILE: read_profile, Route.MOBILE_PROFILE: read_mobile_profile}


class WeiboProfile(AskingSpider):
    """Asks for each account once; what it tells goes to the posts that lacked it."""

    name = "weibo-profile"
    site_name = "微博账号资料"

    async def start(self) -> AsyncIterator[Found | Request]:
        """Every account that is asked for."""
        for target in self.order.targets:
            for request in self._ask(target, Route.PROFILE):
                yield request

    def _ask(self, target: Target, route: Route) -> Answers:
        asked = {"uid": target.key} if route is Route.PROFILE else {"type": "uid", "value": target.key}
        read, turned = partial(self.read, target, route), partial(self._turned, target, route)
        yield from self.ask(route, asked, read, about=target.key, turned=turned)

    def read(self, target: Target, route: Route, response: Response) -> Answers:
        """What the account's page tells."""
        self.mark(target.key)
        where = f"账号 {target.key} 的资料"
        profile = self.parsed(lambda: PARSERS[route](response.body, self.order.clock()), response, where)
        if profile is not None:
            yield profile

    def _turned(self, target: Target, route: Route, refusal: Refusal, evidence: Evidence) -> Answers:
        """Nobody of this number, or shown only in the other version of the site."""
        if refusal is Refusal.DELETED:
            self.mark(target.key)
            yield NoAccount(channel=Channel.WEIBO, key=target.key)
            self.ledger.leave(f"平台上查不到账号 {target.key}")
        elif route is Route.PROFILE:
            yield from self._ask(target, Route.MOBILE_PROFILE)
        else:
            self.ledger.leave(f"账号 {target.key} 的资料没有问到：{refusal.shown}")
