"""Questions of a crawl's own, asked by its engine, so that pace, time-outs and proxies hold for them too."""

from collections.abc import Callable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from crawlers.identities.asking import Ask, Fetch, NoAnswer, Reply
from crawlers.identities.proxies import shown_proxy
from crawlers.log_lines import ERRAND

NO_ANSWER = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    OSError,
)


def fetch_by(crawler: Crawler) -> Callable[[str | None], Fetch]:
    """Makes the function that asks through a proxy; its requests reach no spider.

    They carry the mark `errand`; they are never named in the log, since their addresses may hold a credential.
    """

    def through(proxy: str | None) -> Fetch:
        async def fetch(ask: Ask) -> Reply:
            request = Request(
                ask.url,
                method="GET" if ask.form is None else "POST",
                headers=dict(ask.headers),
                body=ask.body(),
                meta={ERRAND: True, "dont_retry": True, **({"proxy": proxy} if proxy else {})},
                dont_filter=True,
            )
            if ask.form is not None:
                request.headers["Content-Type"] = "application/x-www-form-urlencoded"
            assert crawler.engine is not None
            try:
                return reply_of(await crawler.engine.download_async(request))
            except NO_ANSWER as trouble:
                by = f"（经代理 {shown_proxy(proxy)}）" if proxy else ""
                raise NoAnswer(f"{ask.where()} 没有答复{by}：{type(trouble).__name__}") from None

        return fetch

    return through


def reply_of(response: Response) -> Reply:
    """A Scrapy response as the flows know it."""
    location = response.headers.get("Location")
    return Reply(
        url=response.url,
        status=response.status,
        body=response.body,
        location=location.decode("utf-8", "replace") if location else None,
        set_cookies=tuple(raw.decode("latin-1") for raw in response.headers.getlist("Set-Cookie")),
        logged_in=(response.headers.get("X-Log-Uid") or b"").decode("latin-1"),
    )
