"""Gives a request to an official interface its access token, and renews the token once where it is no longer good."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db import connections
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response

from crawlers.identities.by_engine import NO_ANSWER
from crawlers.ledger import Evidence
from crawlers.log_lines import ERRAND
from crawlers.middlewares.refusals import answer_of
from crawlers.official import CALL, SIDE, TOKEN, WHY, OfficialSpider, rests
from crawlers.own import Side
from crawlers.pages.wechat_codes import BUSY, CODES, MINUTE, QUOTA, STALE, official_refusal, verdict_of
from domain.day import day_bounds, day_of
from domain.refusal import Refusal
from storage import own_tokens

T = TypeVar("T")


class NoToken(Exception):
    """No token can be had; what the platform said is in the evidence."""

    def __init__(self, refusal: Refusal, evidence: Evidence) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.evidence = evidence


class OwnToken:
    """Stands inside the refusals: what a new token, a second try or a minute's wait mends, nobody else hears of.

    A token is shared by all crawls through the store and renewed from five minutes before its end. A daily quota that
    is used up closes the interface until midnight in China. `sleep` is the event loop's.
    """

    def __init__(
        self, spider: OfficialSpider, crawler: Crawler, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.spider = spider
        self.crawler = crawler
        self.sleep = sleep
        self.fetching = asyncio.Lock()
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="own-token")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "OwnToken":
        """Made by Scrapy, for the spiders of the official interfaces alone."""
        if not isinstance(crawler.spider, OfficialSpider):
            raise NotConfigured
        made = cls(crawler.spider, crawler)
        crawler.signals.connect(made.spider_closed, signals.spider_closed)
        return made

    async def process_request(self, request: Request) -> None:
        """Put the token on; an interface that rests is not asked."""
        if SIDE not in request.meta or request.meta.get(TOKEN):
            return
        side, call, now = Side(request.meta[SIDE]), request.meta[CALL], self.spider.now()
        rest = await self._run(lambda: own_tokens.resting(self.spider.own.key(side), call, now))
        if rest is not None:
            request.meta[WHY] = rests(rest.until, rest.code)
            self._decline(request, CODES[rest.code].refusal, Evidence(url=request.url, status=0, body=b"", place=""))
        try:
            token = await self._token(side)
        except NoToken as told:
            self._decline(request, told.refusal, told.evidence)
        request.meta[TOKEN] = token

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Try again what trying again can mend, once each; remember a quota that is used up."""
        verdict = verdict_of(response.body) if SIDE in request.meta else None
        if verdict is None:
            return response
        side, tried = Side(request.meta[SIDE]), set(request.meta.get("tried", ()))
        reason = "stale" if verdict.code in STALE else {BUSY: "busy", MINUTE: "minute"}.get(verdict.code)
        if verdict.code == QUOTA:
            await self._rest(side, request.meta[CALL])
        if reason is None or reason in tried:
            return response
        meta = {**request.meta, "tried": sorted(tried | {reason})}
        if reason == "minute":
            await self.sleep(self.spider.own.minute)
        if reason == "stale":
            try:
                meta[TOKEN] = await self._renewed(side, request.meta[TOKEN])
            except NoToken as told:
                self._decline(request, told.refusal, told.evidence)
        self.spider.logger.info("asked again: %s after error code %d", request.meta[CALL], verdict.code)
        return request.replace(meta=meta)

    async def spider_closed(self) -> None:
        """Give the connection back."""
        await self._run(connections.close_all)
        self.thread.shutdown()

    async def _token(self, side: Side) -> str:
        """The token that all crawls share, fetched by one request where several want it; raises NoToken."""
        account, now = self.spider.own.key(side), self.spider.now()
        async with self.fetching:
            return await self._run(lambda: own_tokens.good(account, now)) or await self._fetch(side, force=False)

    async def _renewed(self, side: Side, old: str) -> str:
        """Another token than the one that was refused: what the platform gives now, else a forced one."""
        account, now = self.spider.own.key(side), self.spider.now()
        async with self.fetching:
            if (known := await self._run(lambda: own_tokens.good(account, now))) not in {None, old}:
                return str(known)
            token = await self._fetch(side, force=False)
            if token != old or side is Side.DESK or not await self._run(lambda: own_tokens.may_force(account, now)):
                return token
            return await self._fetch(side, force=True)

    async def _fetch(self, side: Side, *, force: bool) -> str:
        """Fetch and keep a token; raises NoToken."""
        request = self._question(side, force=force)
        named = request.url.partition("?")[0]
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except NO_ANSWER as trouble:
            evidence = Evidence(url=named, status=0, body=type(trouble).__name__.encode(), place="接口凭证没有答复")
            raise NoToken(Refusal.NETWORK, evidence) from None
        refusal = official_refusal(answer_of(response))
        given = _token_in(response.body)
        if refusal is not None or given is None:
            body = response.body if refusal is not None else b""
            evidence = Evidence(url=named, status=response.status, body=body, place="接口凭证")
            raise NoToken(refusal or Refusal.CHANGED_LAYOUT, evidence)
        value, seconds = given
        token = own_tokens.Token(value=value, good_until=self.spider.now() + timedelta(seconds=seconds))
        await self._run(lambda: own_tokens.keep(self.spider.own.key(side), token))
        return value

    def _question(self, side: Side, *, force: bool) -> Request:
        """The request for a token; it is an errand, so that its secret is in no log."""
        own, meta = self.spider.own, {ERRAND: True, "dont_retry": True}
        if side is Side.DESK:
            asked = urlencode({"corpid": own.corpid, "corpsecret": own.corp_secret})
            return Request(f"{own.address(side)}/cgi-bin/gettoken?{asked}", meta=meta, dont_filter=True)
        body = {"grant_type": "client_credential", "appid": own.appid, "secret": own.secret, "force_refresh": force}
        return Request(
            f"{own.address(side)}/cgi-bin/stable_token",
            method="POST",
            body=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            meta=meta,
            dont_filter=True,
        )

    async def _rest(self, side: Side, call: str) -> None:
        midnight = day_bounds(day_of(self.spider.now()))[1]
        await self._run(lambda: own_tokens.rest(self.spider.own.key(side), call, midnight, QUOTA))

    def _decline(self, request: Request, refusal: Refusal, evidence: Evidence) -> None:
        self.spider.declined(refusal, evidence, request)
        raise IgnoreRequest(refusal.value)

    async def _run(self, work: Callable[[], T]) -> T:
        """In the one thread that holds the one connection."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)


def _token_in(body: bytes) -> tuple[str, int] | None:
    try:
        given: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict):
        return None
    value, seconds = given.get("access_token"), given.get("expires_in")
    if not isinstance(value, str) or not value or type(seconds) is not int or not 0 < seconds <= 7200:
        return None
    return value, seconds
