"""Chooses who a request comes as, and draws the consequences of what the site answered; knows nothing of Scrapy."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawlers.identities.asking import Ask, Fetch, NoAnswer, merged
from crawlers.identities.configured import Given, given_by
from crawlers.identities.cookies import KEPT
from crawlers.identities.headers import headers_for, home_headers
from crawlers.identities.keeper import Keeper
from crawlers.identities.pool import Nothing, wants_other
from crawlers.identities.visitors import FLOWS
from crawlers.order import Clock, Sites
from crawlers.routes import WAYS, Dress, Host, Route, Way
from domain.identity import CookieDomain, Identity, IdentityKind
from domain.refusal import Refusal

TOKEN_AGE = timedelta(minutes=90)
HELD_EVERY = timedelta(minutes=1)
NOTED_EVERY = timedelta(seconds=20)
PATIENCE = 20 * 60.0
BREATH = 1.0
CREDENTIALS = frozenset({"SUB", "SUBP"})
"""Never changed by an answer: a redirect to the log-in deletes them, and that is not for us to follow."""

Slot = tuple[CookieDomain, IdentityKind]


@dataclass(kw_only=True)
class Worn:
    """An identity in use: its cookies as they are by now, and whether a site has answered it yet.

    `keys` are all that it had: a visitor gets another one when it is kept.
    """

    identity: Identity
    cookies: dict[str, str] = field(repr=False)
    proven: bool
    own: bool = False
    keys: set[str] = field(default_factory=set)
    warmed_at: dict[Host, datetime] = field(default_factory=dict)
    used: int = 0
    noted_at: datetime | None = None
    held_at: datetime | None = None

    def is_kind(self, kind: IdentityKind) -> bool:
        """Whether it is of this kind."""
        return self.identity.kind is kind


@dataclass(frozen=True, kw_only=True)
class Outfit:
    """What one request is sent with; `key` is "none" for a request without identity."""

    key: str
    kind: IdentityKind
    headers: Mapping[str, str] = field(repr=False)
    proxy: str | None = field(repr=False)


@dataclass(kw_only=True)
class Wardrobe:
    """The identities of one crawl.

    `fetch` makes questions of its own through a proxy, `chance` gives numbers in [0, 1), `going` says whether the
    crawl goes on, so that nobody waits for an account when it does not.
    """

    keeper: Keeper
    sites: Sites
    clock: Clock
    fetch: Callable[[str | None], Fetch]
    chance: Callable[[], float]
    going: Callable[[], bool]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    worn: dict[Slot, Worn] = field(default_factory=dict)
    flow_at: dict[CookieDomain, int] = field(default_factory=dict)
    floor: dict[Route, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    given: Given | None = None

    async def outfit(self, route: Route, tried: frozenset[str] = frozenset()) -> Outfit | Nothing:
        """The least powerful identity that may get this route and was not tried for it, dressed."""
        way, why = WAYS[route], Nothing(refusal=Refusal.LOGIN, why="")
        async with self.lock:
            await self._open()
            for kind in way.identities[self.floor.get(route, 0) :]:
                if kind is IdentityKind.NONE:
                    if kind.value not in tried:
                        return self._plain(way)
                    continue
                found = await self._wear((way.domain, kind), tried)
                if isinstance(found, Worn):
                    return await self._dressed(way, found)
                why = found
        return self._explained(way, why)

    async def answered(self, key: str, set_cookies: Mapping[str, str | None]) -> None:
        """The site gave this identity a page: keep it if it is new, and the tokens that it was given."""
        async with self.lock:
            worn = self._by_key(key)
            if worn is None:
                return
            allowed = set(KEPT[worn.identity.domain]) - CREDENTIALS
            worn.cookies = merged(worn.cookies, {name: set_cookies[name] for name in allowed & set_cookies.keys()})
            worn.used += 1
            if not worn.proven:
                worn.identity = await self.keeper.keep(worn.identity)
                worn.keys.add(worn.identity.key)
                worn.proven = True
            await self._note(worn)

    async def refused(self, route: Route, key: str, kind: IdentityKind, refusal: Refusal) -> bool:
        """The site refused this identity; True where the request should be tried again as somebody else."""
        async with self.lock:
            worn = self._by_key(key)
            other = wants_other(kind, refusal)
            if kind is IdentityKind.NONE or (worn is not None and _wants_account(worn, refusal)):
                if other:
                    self._give_up(route, kind)
            elif worn is not None:
                await self._drop(worn, refusal, other=other)
        return other

    async def blocked_softly(self) -> None:
        """The crawl has shown that its answers mean nothing: whoever was used rests."""
        for worn in self.worn.values():
            if worn.proven:
                await self._noted(worn)
                await self.keeper.refused(worn.identity.key, Refusal.SOFT_BLOCK)

    async def close(self) -> None:
        """Write down what was used and give everything back."""
        if self.given is None:
            return
        for worn in self.worn.values():
            if worn.used and worn.proven:
                await self.keeper.good(worn.identity.key, worn.used)
        await self.keeper.close()

    async def _open(self) -> None:
        if self.given is None:
            self.given = given_by(self.sites, self.clock())
            await self.keeper.open(self.given)

    async def _wear(self, slot: Slot, tried: frozenset[str]) -> Worn | Nothing:
        worn = self.worn.get(slot)
        if worn is not None and not worn.keys & tried:
            return worn
        found = await self._take(slot, tried)
        if isinstance(found, Identity):
            worn = Worn(identity=found, cookies=dict(found.cookies), proven=True, keys={found.key})
        elif slot[1] is IdentityKind.VISITOR and (found.busy or found.refusal is Refusal.LOGIN):
            made = await self._made_visitor(slot[0])
            if made is None:
                return found
            worn = Worn(identity=made, cookies=dict(made.cookies), proven=False, own=True, keys={made.key})
        else:
            return found
        self.worn[slot] = worn
        return worn

    async def _take(self, slot: Slot, tried: frozenset[str]) -> Identity | Nothing:
        """Lease one; an account that another crawl uses is waited for, a visitor is not."""
        domain, kind = slot
        now = asyncio.get_running_loop().time
        give_up_at = now() + PATIENCE
        while True:
            found = await self.keeper.take(domain, kind, tried)
            waits = isinstance(found, Nothing) and found.busy and kind is IdentityKind.ACCOUNT
            if not waits or not self.going() or now() >= give_up_at:
                return found
            await self.pause(BREATH)

    async def _made_visitor(self, domain: CookieDomain) -> Identity | None:
        """A new visitor by the first flow that gives one; None where none does."""
        flows, proxy = FLOWS.get(domain, ()), self.sites.weibo_proxy or None
        while (place := self.flow_at.setdefault(domain, 0)) < len(flows):
            try:
                cookies = await flows[place](self.fetch(proxy), self.sites, self.clock(), self.chance())
            except NoAnswer as trouble:
                self.troubles.append(str(trouble))
                self.flow_at[domain] += 1
                continue
            key = f"visitor {domain.value} {place + 1}"
            kind = IdentityKind.VISITOR
            return Identity(key=key, kind=kind, domain=domain, cookies=cookies, proxy=proxy, obtained_at=self.clock())
        return None

    async def _dressed(self, way: Way, worn: Worn) -> Outfit:
        """Headers and proxy of this identity, with tokens that are fresh enough for calls by script."""
        now = self.clock()
        if worn.proven and (worn.held_at is None or now - worn.held_at >= HELD_EVERY):
            await self.keeper.hold(worn.identity.key)
            worn.held_at = now
        warmed = worn.warmed_at.get(way.host)
        if way.dress is not Dress.PAGE and (warmed is None or now - warmed > TOKEN_AGE):
            worn.warmed_at[way.host] = now
            await self._warm(way, worn)
        return Outfit(
            key=worn.identity.key,
            kind=worn.identity.kind,
            headers=headers_for(way, self.sites, worn.cookies),
            proxy=self._proxy(worn.identity),
        )

    async def _warm(self, way: Way, worn: Worn) -> None:
        """Visit the home page, which gives the tokens that last about two hours."""
        ask = Ask(
            url=f"{self.sites.address(way.host)}/", headers=home_headers(way.host, way.dress, self.sites, worn.cookies)
        )
        try:
            reply = await self.fetch(self._proxy(worn.identity))(ask)
        except NoAnswer as trouble:
            self.troubles.append(str(trouble))
            return
        news = reply.cookies(worn.identity.domain, self.clock())
        allowed = set(KEPT[worn.identity.domain]) - CREDENTIALS
        worn.cookies = merged(worn.cookies, {name: news[name] for name in allowed & news.keys()})

    async def _note(self, worn: Worn) -> None:
        """Write the answers down, not each one by itself."""
        now = self.clock()
        if worn.noted_at is None or now - worn.noted_at >= NOTED_EVERY:
            await self.keeper.good(worn.identity.key, worn.used)
            worn.noted_at, worn.used = now, 0

    async def _noted(self, worn: Worn) -> None:
        """Write the good answers down that came before a refusal, so that they do not take it back."""
        if worn.used:
            await self.keeper.good(worn.identity.key, worn.used)
            worn.used = 0

    async def _drop(self, worn: Worn, refusal: Refusal, *, other: bool) -> None:
        domain = worn.identity.domain
        if worn.proven:
            await self._noted(worn)
            await self.keeper.refused(worn.identity.key, refusal)
        elif other:
            self.flow_at[domain] = self.flow_at.get(domain, 0) + 1
        if other:
            self.worn.pop((domain, worn.identity.kind), None)

    def _give_up(self, route: Route, kind: IdentityKind) -> None:
        """From now on this route is asked by the next kind at once."""
        self.floor[route] = max(self.floor.get(route, 0), WAYS[route].identities.index(kind) + 1)

    def _by_key(self, key: str) -> Worn | None:
        return next((worn for worn in self.worn.values() if key in worn.keys), None)

    def _plain(self, way: Way) -> Outfit:
        kind = IdentityKind.NONE
        return Outfit(key=kind.value, kind=kind, headers=headers_for(way, self.sites, {}), proxy=self._proxy())

    def _proxy(self, identity: Identity | None = None) -> str | None:
        return (identity.proxy if identity else None) or self.sites.weibo_proxy or None

    def _explained(self, way: Way, why: Nothing) -> Nothing:
        """With what stood in the way of visitors and of the configuration's accounts."""
        parts = [why.why, *(self.given.problems if self.given else ()), *dict.fromkeys(self.troubles[-2:])]
        guests = IdentityKind.VISITOR in way.identities
        refusal = Refusal.VISITOR if guests and why.refusal is Refusal.LOGIN else why.refusal
        return replace(why, refusal=refusal, why="；".join(part for part in parts if part))


def _wants_account(worn: Worn, refusal: Refusal) -> bool:
    """A visitor of this very crawl that the site has answered is told to log in: the route wants more, not another."""
    return worn.own and worn.proven and worn.is_kind(IdentityKind.VISITOR) and refusal is Refusal.LOGIN
