"""Weibo parsers beside the bare reading of the same bodies, in one run: only the ratio means anything.

A table with rates: pytest tests/benchmarks --benchmark-enable --benchmark-group-by=group --benchmark-columns=min,ops
"""

import copy
import json
import time
from collections.abc import Callable

import pytest
from lxml.html import document_fromstring
from pytest_benchmark.fixture import BenchmarkFixture

from crawlers.pages.weibo_mid import bid_of
from crawlers.pages.weibo_search import read_search
from crawlers.pages.weibo_timeline import read_timeline
from tests.crawlers.recordings import NOON, given, packed
from tests.crawlers.weibo_markup import MID, card, page, quoted_post

POSTS = 20
MOST_TIMES_LXML, MOST_TIMES_JSON = 25.0, 45.0
TEXT = (
    "今天早上<em class='s-color-red'>云雀</em>又崩了<img class='face' alt='[怒]'><br/>客服一直忙，"
    "等了四十分钟也没有人理，退款也没有到账，<a href='/weibo?q=x'>#云雀崩了#</a>有人和我一样吗"
)


def search_body() -> bytes:
    """Ten cards of ordinary length and ten that repeat another post."""
    plain = [card(TEXT, mid=MID - number * 10**9, counts=("12", "3", "1.2万")) for number in range(POSTS // 2)]
    repeats = [
        card(TEXT, mid=MID - number * 10**9, quoted=quoted_post(TEXT, MID - 10**12))
        for number in range(POSTS // 2, POSTS)
    ]
    return page(*plain, *repeats, pages=50, following=True)


def timeline_body() -> bytes:
    """Ten posts and ten reposts, each with its own number."""
    body = given("mymblog.json")
    linked, repost, *_ = body["data"]["list"]
    rows = []
    for number in range(POSTS):
        row = copy.deepcopy(linked if number % 2 else repost)
        mid = row["id"] + number + 1
        row.update(id=mid, idstr=str(mid), mid=str(mid), mblogid=bid_of(mid))
        rows.append(row)
    body["data"]["list"] = rows
    return packed(body)


SEARCH, TIMELINE = search_body(), timeline_body()


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the quickest of several rounds; other programs only ever make a round slower."""
    rounds = []
    for _ in range(9):
        start = time.perf_counter()
        for _ in range(5):
            work()
        rounds.append((time.perf_counter() - start) / 5)
    return min(rounds)


def test_a_search_page_costs_a_small_multiple_of_its_bare_tree() -> None:
    assert len(read_search(SEARCH, NOON).posts) == POSTS
    ours = fastest(lambda: read_search(SEARCH, NOON))
    bare = fastest(lambda: document_fromstring(SEARCH))
    assert ours / bare < MOST_TIMES_LXML, f"{POSTS / ours:.0f} posts/s, {ours / bare:.1f} times bare lxml"


def test_a_timeline_costs_a_small_multiple_of_its_bare_json() -> None:
    assert len(read_timeline(TIMELINE, NOON).posts) == POSTS
    ours = fastest(lambda: read_timeline(TIMELINE, NOON))
    bare = fastest(lambda: json.loads(TIMELINE))
    assert ours / bare < MOST_TIMES_JSON, f"{POSTS / ours:.0f} posts/s, {ours / bare:.1f} times bare json"


@pytest.mark.benchmark(group="search page")
def test_search_parser(benchmark: BenchmarkFixture) -> None:
    assert len(benchmark(read_search, SEARCH, NOON).posts) == POSTS


@pytest.mark.benchmark(group="search page")
def test_bare_lxml(benchmark: BenchmarkFixture) -> None:
    assert benchmark(document_fromstring, SEARCH) is not None


@pytest.mark.benchmark(group="timeline")
def test_timeline_parser(benchmark: BenchmarkFixture) -> None:
    assert len(benchmark(read_timeline, TIMELINE, NOON).posts) == POSTS


@pytest.mark.benchmark(group="timeline")
def test_bare_json(benchmark: BenchmarkFixture) -> None:
    assert benchmark(json.loads, TIMELINE)["ok"] == 1
