"""Identities kept in the database: one account serves one crawl at a time."""

import asyncio
import logging
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from django.db import connections

from crawlers.identities.configured import Given
from crawlers.identities.pool import OVER, Nothing, in_order, rest_until, why_none
from crawlers.order import Clock
from domain.identity import CookieDomain, Health, Identity, IdentityKind, Origin
from domain.refusal import Refusal
from storage import identities
from storage.sealing import Unsealable

LEASE = timedelta(minutes=10)
log = logging.getLogger(__name__)
T = TypeVar("T")


class InStore:
    """Lends what the database keeps; its one thread holds its one connection, since the ORM may not block the loop.

    A lease goes on with every request and ends with the crawl; that of a process which died is void at once.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.holder = f"{socket.gethostname()[:80]}:{os.getpid()}"
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="identities")

    async def open(self, given: Given) -> None:
        """Keep what the configuration gives now, and forget what it gave once."""
        await self._run(lambda: self._open(given))

    async def take(self, domain: CookieDomain, kind: IdentityKind, besides: frozenset[str]) -> Identity | Nothing:
        """Lease the best one that is none of `besides`."""
        return await self._run(lambda: self._take(domain, kind, besides))

    async def keep(self, proven: Identity) -> Identity:
        """Keep a visitor and lease it."""
        return await self._run(lambda: self._keep(proven))

    async def hold(self, key: str) -> None:
        """Go on with the lease."""
        await self._run(lambda: identities.hold(key, self.holder, until=self.clock() + LEASE))

    async def good(self, key: str, used: int) -> None:
        """Note the answer and go on with the lease."""
        now = self.clock()
        await self._run(lambda: identities.good(key, used, now=now, held_until=now + LEASE))

    async def refused(self, key: str, refusal: Refusal) -> None:
        """Let it rest, or end it; a visitor that is over is of no use to anybody.

        What was under way when it was told to rest tells nothing new.
        """
        await self._run(lambda: self._refused(key, refusal))

    async def close(self) -> None:
        """Give everything back and let go of the connection."""
        try:
            await self._run(lambda: identities.release(self.holder))
        finally:
            self.thread.submit(connections.close_all)
            self.thread.shutdown()

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    def _open(self, given: Given) -> None:
        adopt(given, self.clock)

    def _take(self, domain: CookieDomain, kind: IdentityKind, besides: frozenset[str]) -> Identity | Nothing:
        now = self.clock()
        standings = identities.standings(now)
        dead = [holder for holder in identities.holders() if _is_dead(holder)]
        for one in in_order(standings, domain, kind, now, besides):
            if identities.lease(one.key, self.holder, until=now + LEASE, now=now, dead=dead):
                try:
                    return identities.opened(one.key)
                except Unsealable as trouble:
                    log.warning("identity %s: %s", one.key, trouble)
                    identities.expire(one.key, now)
        return why_none(identities.standings(now), domain, kind, now)

    def _keep(self, proven: Identity) -> Identity:
        now = self.clock()
        key = str(identities.adopt(proven, name="访客", origin=Origin.ISSUED, now=now))
        identities.lease(key, self.holder, until=now + LEASE, now=now)
        return replace(proven, key=key)

    def _refused(self, key: str, refusal: Refusal) -> None:
        now = self.clock()
        one = next((each for each in identities.standings(now) if each.key == key), None)
        if one is None or one.health(now) in {Health.COOLING, Health.EXPIRED}:
            return
        identities.refused(key, refusal, cool_until=rest_until(refusal, one.refusals + 1, now))
        if refusal in OVER and one.kind is IdentityKind.VISITOR:
            identities.retire(key, now)
        elif refusal in OVER:
            identities.expire(key, now)


def adopt(given: Given, clock: Clock) -> None:
    """Keep the accounts that the configuration gives; one that was found expired or was retired stays so.

    A place whose cookies cannot be used leaves the accounts of before alone, so that a slip of the pen costs nothing.
    """
    now = clock()
    for place, identity in given.accounts:
        identities.adopt(identity, name=place, origin=Origin.CONFIG, now=now, revive=False)
    for domain in CookieDomain:
        of_domain = [identity.cookies["SUB"] for _, identity in given.accounts if identity.domain is domain]
        if of_domain or not given.problems:
            identities.keep_configured(domain, of_domain)


def _is_dead(holder: str) -> bool:
    """Whether a holder of this machine runs no more; nothing is known of other machines."""
    host, _, number = holder.rpartition(":")
    if host != socket.gethostname()[:80] or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
