"""Where a crawl's identities come from and what becomes of them: kept in the database, or in memory for one crawl."""

from dataclasses import replace
from typing import Protocol

from crawlers.identities.configured import Given
from crawlers.identities.pool import OVER, Nothing, in_order, rest_until, why_none
from crawlers.order import Clock
from domain.identity import CookieDomain, Health, Identity, IdentityKind, Origin, Standing
from domain.refusal import Refusal


class Keeper(Protocol):
    """Lends identities to one crawl; none of its methods blocks the event loop."""

    async def open(self, given: Given) -> None:
        """Take in what the configuration gives."""

    async def take(self, domain: CookieDomain, kind: IdentityKind, besides: frozenset[str]) -> Identity | Nothing:
        """Lend the best one that is none of `besides`, or say why there is none."""

    async def keep(self, proven: Identity) -> Identity:
        """Keep a visitor that a site has answered; returns it under the key that it has from now on."""

    async def hold(self, key: str) -> None:
        """The crawl is still at it, though it may have to wait."""

    async def good(self, key: str, used: int) -> None:
        """The site answered; `used` more requests were made."""

    async def refused(self, key: str, refusal: Refusal) -> None:
        """The site refused: it rests, or it is over."""

    async def close(self) -> None:
        """Give everything back."""


class InMemory:
    """Keeps identities for one crawl that stores nothing, as one started by `scrapy crawl`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.known: dict[str, tuple[Standing, Identity]] = {}

    async def open(self, given: Given) -> None:
        """Take in what the configuration gives."""
        for number, (place, identity) in enumerate(given.accounts, 1):
            self._add(replace(identity, key=str(number)), place, Origin.CONFIG)

    async def take(self, domain: CookieDomain, kind: IdentityKind, besides: frozenset[str]) -> Identity | Nothing:
        """The best one that is none of `besides`."""
        standings, now = [standing for standing, _ in self.known.values()], self.clock()
        fit = in_order(standings, domain, kind, now, besides)
        return self.known[fit[0].key][1] if fit else why_none(standings, domain, kind, now)

    async def keep(self, proven: Identity) -> Identity:
        """Keep a visitor under a number of its own."""
        kept = replace(proven, key=str(len(self.known) + 1))
        self._add(kept, "访客", Origin.ISSUED)
        return kept

    async def hold(self, key: str) -> None:
        """Nobody else is there."""

    async def good(self, key: str, used: int) -> None:
        """Note the answer."""
        standing, identity = self.known[key]
        noted = replace(standing, refusals=0, last_refusal=None, last_good_at=self.clock())
        self.known[key] = replace(noted, used_today=standing.used_today + used), identity

    async def refused(self, key: str, refusal: Refusal) -> None:
        """Let it rest, or end it."""
        standing, identity = self.known[key]
        now, count = self.clock(), standing.refusals + 1
        if standing.health(now) in {Health.COOLING, Health.EXPIRED}:
            return
        noted = replace(standing, refusals=count, last_refusal=refusal, cool_until=rest_until(refusal, count, now))
        self.known[key] = replace(noted, expired_at=now) if refusal in OVER else noted, identity

    async def close(self) -> None:
        """Nothing is kept."""

    def _add(self, identity: Identity, name: str, origin: Origin) -> None:
        standing = Standing(
            key=identity.key,
            kind=identity.kind,
            domain=identity.domain,
            name=name,
            origin=origin,
            obtained_at=identity.obtained_at or self.clock(),
            expires_at=identity.expires_at,
        )
        self.known[identity.key] = standing, identity
