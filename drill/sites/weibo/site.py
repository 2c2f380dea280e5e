"""Weibo: six hosts that share posts, people, clock, credentials and trouble."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from aiohttp import web

from domain.identity import CookieDomain, IdentityKind
from drill.scenario import Microblog, Scenario
from drill.scenarios.mishaps import Mishaps
from drill.sites.trouble import Temper
from drill.sites.weibo import mobile
from drill.sites.weibo import web as web_calls
from drill.sites.weibo.ask import Route
from drill.sites.weibo.counter import app_of
from drill.sites.weibo.login import LoginDesk
from drill.sites.weibo.register import Pass, Register
from drill.sites.weibo.search import SearchDesk
from drill.sites.weibo.visitor import VisitorDesk
from drill.sites.weibo.walls import WALLS, Host, Wall
from drill.sites.weibo.world import World

UID = 7_100_000_001
"""The account that collects."""


class WeiboSite:
    """All of Weibo.

    `now` is the site's clock: later posts do not exist yet, counts are as grown as they are then, cookies that ran out
    by then are dead. `walls` says who gets past which route; `temper` shows faults. `session` is the account's SUB of
    .weibo.com, `mobile_session` the one of .weibo.cn.
    """

    def __init__(self, scenario: Scenario, session: str) -> None:
        self.now: datetime = scenario.now
        self.world = World.of(scenario)
        self.temper = Temper()
        self.walls: dict[tuple[Host, str], Wall] = dict(WALLS)
        self.register = Register(session)
        self.session = session
        self.mobile_session = hashlib.sha256(f"{session}:weibo.cn".encode()).hexdigest()[:40]
        self._admit()
        self.desk = SearchDesk()
        self.login = LoginDesk(self.register, UID)
        self.visitors = VisitorDesk(self.register, CookieDomain.WEIBO_COM)
        self.mobile_visitors = VisitorDesk(self.register, CookieDomain.WEIBO_CN)

    @property
    def posts(self) -> Sequence[Microblog]:
        """All posts, also those that are still to come."""
        return self.world.posts

    def show(self, posts: Sequence[Microblog]) -> None:
        """Other posts from now on, oldest first."""
        self.world = World(tuple(posts), self.world.topics)

    def end_session(self, at: datetime, domain: CookieDomain = CookieDomain.WEIBO_COM) -> None:
        """Let the account's cookie of a domain die at a moment of the site's clock."""
        self.register.end(self.session if domain is CookieDomain.WEIBO_COM else self.mobile_session, at)

    def suffer(self, mishaps: Mishaps) -> None:
        """Let these things go wrong, in place of whatever does now."""
        self.temper.make(*mishaps.troubles)
        if mishaps.session_ends is not None:
            self.end_session(mishaps.session_ends)
        if mishaps.mobile_session_ends is not None:
            self.end_session(mishaps.mobile_session_ends, CookieDomain.WEIBO_CN)

    def app(self, host: Host = Host.SEARCH) -> web.Application:
        """One host as an application."""
        posts = ("/visitor/genvisitor", "/visitor/genvisitor2")
        return app_of(self, host, self._routes(host), posts)

    def at(self, addresses: Mapping[Host, str]) -> None:
        """Where the hosts are served, so that addresses which somebody has to follow lead there."""
        self.login.passport = addresses[Host.PASSPORT]
        self.login.mobile = addresses[Host.VISITOR]
        self.login.sina = addresses[Host.LOGIN]

    def _routes(self, host: Host) -> Mapping[str, Route]:
        return {
            Host.SEARCH: self.desk.routes,
            Host.WEB: lambda: web_calls.routes(self.register),
            Host.MOBILE: lambda: mobile.routes(self.register),
            Host.PASSPORT: lambda: {**self.visitors.routes(), **self.login.passport_routes()},
            Host.VISITOR: lambda: {**self.mobile_visitors.routes(), **self.login.mobile_routes()},
            Host.LOGIN: self.login.sina_routes,
        }[host]()

    def _admit(self) -> None:
        for sub, domain in ((self.session, CookieDomain.WEIBO_COM), (self.mobile_session, CookieDomain.WEIBO_CN)):
            self.register.admit(sub, Pass(kind=IdentityKind.ACCOUNT, domain=domain, uid=UID))
