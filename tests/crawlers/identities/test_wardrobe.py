"""An account that another crawl uses is waited for, not shared; a visitor is not waited for."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crawlers.identities.asking import Ask, Fetch, NoAnswer, Reply
from crawlers.identities.configured import Given
from crawlers.identities.pool import Nothing
from crawlers.identities.wardrobe import PATIENCE, Outfit, Wardrobe
from crawlers.order import Sites
from crawlers.routes import Route
from domain.identity import CookieDomain, Identity, IdentityKind
from domain.refusal import Refusal

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
BUSY = Nothing(refusal=Refusal.NO_IDENTITY, why="正被另一个采集使用", busy=True)


@dataclass
class Shelf:
    """A keeper whose accounts are busy for some questions; notes what it is told."""

    busy: int
    asked: int = 0
    noted: list[tuple[str, str, object]] = field(default_factory=list)

    async def open(self, given: Given) -> None:
        self.noted.append(("open", "", len(given.accounts)))

    async def take(self, domain: CookieDomain, kind: IdentityKind, besides: frozenset[str]) -> Identity | Nothing:
        self.asked += 1
        if self.asked <= self.busy:
            return BUSY
        return Identity(key="7", kind=kind, domain=domain, cookies={"SUB": "s", "SUBP": "p"}, obtained_at=NOW)

    async def keep(self, proven: Identity) -> Identity:
        self.noted.append(("keep", proven.key, proven.kind))
        return proven

    async def hold(self, key: str) -> None:
        self.noted.append(("hold", key, None))

    async def good(self, key: str, used: int) -> None:
        self.noted.append(("good", key, used))

    async def refused(self, key: str, refusal: Refusal) -> None:
        self.noted.append(("refused", key, refusal))

    async def close(self) -> None:
        self.noted.append(("close", "", None))


def wardrobe(shelf: Shelf, *, going: bool = True) -> tuple[Wardrobe, list[float]]:
    waits: list[float] = []

    def nobody_answers(_: str | None) -> Fetch:
        async def fetch(ask: Ask) -> Reply:
            raise NoAnswer(f"{ask.where()} 没有答复")

        return fetch

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    clock_at = [NOW]

    def clock() -> datetime:
        clock_at[0] += timedelta(seconds=1)
        return clock_at[0]

    made = Wardrobe(
        keeper=shelf,
        sites=Sites(),
        clock=clock,
        fetch=nobody_answers,
        chance=lambda: 0.5,
        going=lambda: going,
        pause=pause,
    )
    return made, waits


def outfit(made: Wardrobe, route: Route) -> Outfit | Nothing:
    return asyncio.run(made.outfit(route))


def test_a_busy_account_is_waited_for() -> None:
    made, waits = wardrobe(Shelf(busy=5))
    found = outfit(made, Route.SEARCH)
    assert isinstance(found, Outfit)
    assert (found.key, found.headers["Cookie"]) == ("7", "SUB=s; SUBP=p")
    assert len(waits) == 5
    assert PATIENCE > 600


def test_nobody_waits_once_the_crawl_is_stopping() -> None:
    made, waits = wardrobe(Shelf(busy=5), going=False)
    found = outfit(made, Route.SEARCH)
    assert isinstance(found, Nothing)
    assert found.refusal is Refusal.NO_IDENTITY
    assert not waits


def test_a_busy_visitor_is_not_waited_for_and_the_account_stands_in() -> None:
    shelf = Shelf(busy=1)
    made, waits = wardrobe(shelf)
    found = outfit(made, Route.TOP_SUMMARY)
    assert isinstance(found, Outfit)
    assert found.kind is IdentityKind.ACCOUNT
    assert not waits


def test_a_redirect_to_the_log_in_cannot_take_the_credential_away() -> None:
    shelf = Shelf(busy=0)
    made, _ = wardrobe(shelf)

    async def story() -> Outfit | Nothing:
        await made.outfit(Route.POST)
        await made.answered("7", {"SUB": None, "SUBP": "other", "XSRF-TOKEN": "fresh", "stranger": "x"})
        return await made.outfit(Route.POST)

    found = asyncio.run(story())
    assert isinstance(found, Outfit)
    assert found.headers["Cookie"] == "SUB=s; SUBP=p; XSRF-TOKEN=fresh"
    assert found.headers["X-XSRF-TOKEN"] == "fresh"


def test_answers_are_noted_and_what_is_left_is_noted_at_the_end() -> None:
    shelf = Shelf(busy=0)
    made, _ = wardrobe(shelf)

    async def story() -> None:
        for _ in range(3):
            await made.outfit(Route.SEARCH)
            await made.answered("7", {})
        await made.close()

    asyncio.run(story())
    assert sum(int(str(what)) for act, _, what in shelf.noted if act == "good") == 3
    assert shelf.noted[-1][0] == "close"


def test_a_captcha_is_noted_and_nobody_else_is_sent() -> None:
    shelf = Shelf(busy=0)
    made, _ = wardrobe(shelf)

    async def story() -> bool:
        await made.outfit(Route.SEARCH)
        return await made.refused(Route.SEARCH, "7", IdentityKind.ACCOUNT, Refusal.CAPTCHA)

    assert asyncio.run(story()) is False
    assert ("refused", "7", Refusal.CAPTCHA) in shelf.noted
