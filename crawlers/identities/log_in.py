"""A log-in by code from beginning to end, step by step, for the console and for the terminal alike."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import segno

from crawlers.identities import qr_login
from crawlers.identities.asking import Ask, Fetch, NoAnswer
from crawlers.identities.by_itself import client
from crawlers.identities.cookies import CookieSet
from crawlers.identities.headers import DESKTOP
from crawlers.identities.qr_login import Code
from crawlers.order import Clock, Sites
from domain.login import LoginState

PAUSE = 2.0
MOST_LOOKS = 120
PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_PICTURE = 200_000
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A log-in has come further: the code is there (`link` may be empty), was scanned, or it is over."""

    state: LoginState
    link: str = field(default="", repr=False)
    picture: bytes = field(default=b"", repr=False)
    cookies: tuple[CookieSet, ...] = ()
    words: str = ""


def scan(sites: Sites, clock: Clock, pause: Callable[[float], None], proxy: str | None = None) -> Iterator[Step]:
    """Every step up to the end; a trouble on the way is the last step, with its words."""
    try:
        yield from _steps(sites, clock, pause, proxy)
    except NoAnswer as trouble:
        yield Step(state=LoginState.FAILED, words=str(trouble))


def ask_once(work: Callable[[Fetch], Awaitable[T]], proxy: str | None) -> T:
    """Do one thing with a client of its own; not to be called where an event loop runs."""

    async def once() -> T:
        async with client() as through:
            return await work(through(proxy))

    return asyncio.run(once())


def _steps(sites: Sites, clock: Clock, pause: Callable[[float], None], proxy: str | None) -> Iterator[Step]:
    code, picture = ask_once(lambda fetch: _begun(fetch, sites, clock), proxy)
    yield Step(state=LoginState.SHOWN, link=code.link, picture=picture)
    said = LoginState.SHOWN
    for _ in range(MOST_LOOKS):
        pause(PAUSE)
        seen = ask_once(lambda fetch: qr_login.look(fetch, sites, code), proxy)
        if seen.state is LoginState.DONE:
            yield Step(state=LoginState.DONE, cookies=_collected(seen.url, sites, clock, proxy))
            return
        if seen.state is LoginState.EXPIRED:
            break
        if seen.state is not said:
            said = seen.state
            yield Step(state=said)
    yield Step(state=LoginState.EXPIRED)


def _collected(url: str, sites: Sites, clock: Clock, proxy: str | None) -> tuple[CookieSet, ...]:
    return ask_once(lambda fetch: qr_login.collect(fetch, sites, url, clock()), proxy)


async def _begun(fetch: Fetch, sites: Sites, clock: Clock) -> tuple[Code, bytes]:
    code = await qr_login.begin(fetch, sites, clock())
    return code, drawn(code.link) if code.link else await _fetched(fetch, code)


def drawn(link: str) -> bytes:
    """The code as PNG."""
    out = io.BytesIO()
    segno.make(link, micro=False).save(out, kind="png", scale=6, border=4)
    return out.getvalue()


async def _fetched(fetch: Fetch, code: Code) -> bytes:
    """The site's own picture, where its address does not tell what it says."""
    reply = await fetch(Ask(url=code.picture_url, headers={"User-Agent": DESKTOP}))
    if not reply.body.startswith(PNG) or len(reply.body) > LARGEST_PICTURE:
        raise NoAnswer("微博给出的二维码图片打不开")
    return reply.body
