"""The middlewares that hold requests back: pace and daily budget, with a clock and a pause handed in."""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import HtmlResponse, Response

from crawlers.ledger import Ledger
from crawlers.middlewares.budget import WRITTEN_EVERY, Budget
from crawlers.middlewares.pace import Pace
from crawlers.order import Order, Sites
from crawlers.spiders.weibo_search import WeiboSearch
from domain.watch import Watch

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
HERE = "https://s.weibo.com/weibo?q=x"


@dataclass
class Clockwork:
    """Time that passes only while somebody waits; `stop_at` ends the crawl at a moment."""

    at: float = 1000.0
    stop_at: float = 1e9
    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds
        self.waits.append(seconds)


def spider_with(budget: int = 0) -> WeiboSearch:
    sites = Sites(weibo_daily_budget=budget)
    watch = Watch(key=1, name="青鹭出行", any_words=("青鹭",))
    return WeiboSearch(Order(watch=watch, since=NOW, until=NOW, sites=sites, clock=lambda: NOW), Ledger())


def pace_of(clockwork: Clockwork, delay: float = 10.0) -> Pace:
    @dataclass
    class Crawl:
        spider: WeiboSearch = field(default_factory=spider_with)

        @property
        def crawling(self) -> bool:
            return clockwork.at < clockwork.stop_at

    crawler: Any = Crawl()
    return Pace(crawler, delay, now=clockwork.now, sleep=clockwork.sleep)


def asked(identity: str = "7", url: str = HERE) -> Request:
    return Request(url, meta={"identity": identity})


def answer(status: int, **headers: str) -> Response:
    return HtmlResponse(HERE, status=status, headers=headers, body=b"<html></html>")


def ask(pace: Pace, *requests: Request) -> None:
    async def all_of_them() -> None:
        for request in requests:
            await pace.process_request(request)

    asyncio.run(all_of_them())


def test_two_requests_of_one_identity_to_one_host_are_apart_others_are_not() -> None:
    clockwork = Clockwork()
    pace = pace_of(clockwork)
    ask(pace, asked(), asked("8"), asked(url="https://weibo.com/ajax/x"))
    assert clockwork.at == 1000.0
    ask(pace, asked())
    assert 1010.0 <= clockwork.at <= 1030.0 + 1e-6, "twice five to fifteen seconds in the quiet first minute"


def test_a_stop_is_heard_in_the_middle_of_a_pause() -> None:
    clockwork = Clockwork(stop_at=1003.0)
    pace = pace_of(clockwork)
    with pytest.raises(IgnoreRequest):
        ask(pace, asked(), asked())
    assert clockwork.at < 1004.0


@pytest.mark.parametrize("status", [414, 418, 429])
def test_a_rate_limit_is_asked_again_twice_after_ever_longer_pauses(status: int) -> None:
    clockwork = Clockwork()
    pace, request = pace_of(clockwork), asked()
    ask(pace, request)
    for least in (60.0, 120.0):
        again = pace.process_response(request, answer(status))
        assert isinstance(again, Request)
        before = clockwork.at
        ask(pace, again)
        assert clockwork.at - before >= least - 1e-6
    assert isinstance(pace.process_response(request, answer(status)), Response), "then the crawl hears of it"


def test_the_site_may_ask_for_a_longer_pause() -> None:
    clockwork = Clockwork()
    pace, request = pace_of(clockwork), asked()
    ask(pace, request)
    again = pace.process_response(request, answer(429, **{"Retry-After": "500"}))
    assert isinstance(again, Request)
    ask(pace, again)
    assert clockwork.at >= 1500.0 - 1e-6


@pytest.mark.parametrize("status", [432, 500, 503])
def test_other_rebuffs_slow_everything_down_and_are_passed_on(status: int) -> None:
    clockwork = Clockwork()
    pace, request = pace_of(clockwork), asked()
    ask(pace, request)
    assert isinstance(pace.process_response(request, answer(status)), Response)
    ask(pace, asked())
    assert clockwork.at >= 1060.0 - 1e-6


def test_on_the_stage_set_nothing_waits() -> None:
    clockwork = Clockwork()
    pace = pace_of(clockwork, delay=0)
    ask(pace, asked(), asked(), asked())
    assert clockwork.waits == []


class Counting:
    """Keeps the count of the day as the store does; others may have used some of it."""

    def __init__(self, used: int = 0) -> None:
        self.used = Counter({"7": used})

    async def spend(self, identity: str, requests: int) -> int:
        self.used[identity] += requests
        return self.used[identity]


def spend(budget: Budget, times: int) -> int:
    """Ask so often; returns how many requests were let through."""
    passed = 0

    async def all_of_them() -> None:
        nonlocal passed
        for _ in range(times):
            try:
                await budget.process_request(asked())
                passed += 1
            except IgnoreRequest:
                pass

    asyncio.run(all_of_them())
    return passed


def test_the_budget_of_the_day_ends_the_crawl_and_is_no_refusal() -> None:
    spider = spider_with(budget=50)
    store: Any = Counting(used=30)
    spider.ledger.scribe = store
    assert spend(Budget(spider, 50), 60) == 20
    assert spider.ledger.stopped
    assert spider.ledger.seen().budget == 50
    assert spider.ledger.seen().refusals == ()


def test_what_other_crawls_use_meanwhile_is_seen() -> None:
    spider = spider_with(budget=100)
    store: Any = Counting()
    spider.ledger.scribe = store
    budget = Budget(spider, 100)
    assert spend(budget, WRITTEN_EVERY - 1) == WRITTEN_EVERY - 1
    store.used["7"] += 75
    assert spend(budget, 100) < 10


def test_a_spider_without_a_budget_is_not_counted() -> None:
    crawler: Any = SimpleNamespace(spider=spider_with())
    with pytest.raises(NotConfigured):
        Budget.from_crawler(crawler)


def test_slowing_down_is_logged_without_the_address(caplog: pytest.LogCaptureFixture) -> None:
    pace = pace_of(Clockwork())
    with caplog.at_level(logging.INFO):
        pace.process_response(asked(), answer(418))
    assert "slowing down" in caplog.text
    assert HERE not in caplog.text
