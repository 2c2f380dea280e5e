"""Questions outside a crawl: log-in and check-up run in the scheduler's process, which has no engine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar
from yarl import URL

from crawlers.identities.asking import Ask, Fetch, NoAnswer, Reply
from crawlers.identities.proxies import shown_proxy

TIMEOUT = ClientTimeout(total=30)
LONGEST_BODY = 2_000_000
FORM = "application/x-www-form-urlencoded"


@asynccontextmanager
async def client() -> AsyncIterator[Callable[[str | None], Fetch]]:
    """Makes functions that ask through a proxy, while the block runs; only cookies that a question names are sent."""
    async with ClientSession(timeout=TIMEOUT, cookie_jar=DummyCookieJar(), trust_env=False) as session:

        def through(proxy: str | None) -> Fetch:
            async def fetch(ask: Ask) -> Reply:
                try:
                    return await _answer(session, ask, proxy)
                except (TimeoutError, ClientError, OSError, ValueError) as trouble:
                    by = f"（经代理 {shown_proxy(proxy)}）" if proxy else ""
                    raise NoAnswer(f"{ask.where()} 没有答复{by}：{type(trouble).__name__}") from None

            return fetch

        yield through


async def _answer(session: ClientSession, ask: Ask, proxy: str | None) -> Reply:
    headers = dict(ask.headers) | ({"Content-Type": FORM} if ask.form is not None else {})
    asked = session.request(
        "GET" if ask.form is None else "POST",
        URL(ask.url, encoded=True),
        headers=headers,
        data=ask.body() if ask.form is not None else None,
        proxy=proxy,
        allow_redirects=False,
    )
    async with asked as response:
        body = await response.content.read(LONGEST_BODY)
        while len(body) < LONGEST_BODY and (more := await response.content.read(LONGEST_BODY - len(body))):
            body += more
        return Reply(
            url=ask.url,
            status=response.status,
            body=body,
            location=response.headers.get("Location"),
            set_cookies=tuple(response.headers.getall("Set-Cookie", [])),
            logged_in=response.headers.get("X-Log-Uid", ""),
        )
