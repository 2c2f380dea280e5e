"""What a search asks for: any word reaches the site as it was written, with its hours and its region."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request

from crawlers.ledger import Ledger
from crawlers.order import Order, Sites
from crawlers.regions import by_code
from crawlers.routes import Route
from crawlers.slices import whole_hours
from crawlers.spiders.weibo_search import WeiboSearch
from domain.watch import Watch

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def spider_for(*words: str) -> WeiboSearch:
    watch = Watch(key=1, name="监测", any_words=words)
    order = Order(watch=watch, since=NOW - timedelta(hours=5), until=NOW, sites=Sites(), clock=lambda: NOW)
    return WeiboSearch(order, Ledger())


def first_requests(spider: WeiboSearch) -> list[Request]:
    async def all_of_them() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(all_of_them())


def asked(request: Request) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(request.url).query).items()}


@pytest.mark.parametrize(
    "word", ["青鹭出行", "#青鹭出行#", "青鹭🚲", "a&b=c#d?e/f+g", "青鹭 退款", "100%退款", "“青鹭”出行", "青" * 40]
)
def test_every_word_arrives_as_it_was_written(word: str) -> None:
    (request,) = first_requests(spider_for(word))
    assert asked(request)["q"] == word
    assert request.url.isascii()
    assert "#" not in request.url, "an address ends at its first #"


def test_what_cannot_be_asked_is_left_out_and_the_rest_is_asked() -> None:
    requests = first_requests(spider_for("青", "青鹭出行", "##", "“青鹭”", "青" * 100))
    assert [asked(request)["q"] for request in requests] == ["青鹭出行"]


def test_a_request_names_its_route_its_hours_and_its_region() -> None:
    spider = spider_for("青鹭")
    (request,) = first_requests(spider)
    assert request.meta["route"] is Route.SEARCH
    assert asked(request)["timescope"] == "custom:2026-11-23-5:2026-11-23-10"
    assert "region" not in asked(request)
    piece = whole_hours("青鹭", NOW - timedelta(hours=1), NOW)
    narrowed = next(part for part in piece.regions() if part.region == by_code("44:1000"))
    assert asked(spider._ask(narrowed, 3)) == {
        **asked(request),
        "timescope": "custom:2026-11-23-9:2026-11-23-10",
        "region": "custom:44:1000",
        "page": "3",
    }
