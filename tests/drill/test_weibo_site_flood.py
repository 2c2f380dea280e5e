"""Fifty thousand posts in a day: what the lists show of them, and that asking stays cheap."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.day import CHINA
from drill.scenario import Scenario
from drill.scenarios.flood import flood_story
from drill.sites.weibo.index import Index, Sieve, newest
from drill.stage import Stage
from tests.drill.weibo_visit import search

NOW = datetime.fromisoformat("2026-11-23T01:30:00+00:00")
WHOLE_DAY = "custom:2026-11-22-9:2026-11-23-10"


@pytest.fixture(scope="module")
def flood() -> Scenario:
    return flood_story(11, NOW)


@pytest.fixture(scope="module")
def stage(flood: Scenario) -> Iterator[Stage]:
    with Stage(flood) as stage:
        yield stage


def test_the_same_seed_makes_the_same_flood() -> None:
    assert flood_story(3, NOW, 500) == flood_story(3, NOW, 500)
    assert flood_story(3, NOW, 500) != flood_story(4, NOW, 500)


def test_all_of_them_lie_in_the_day_and_hold_the_name(flood: Scenario) -> None:
    assert len(flood.about_brand()) == len({post.mid for post in flood.microblogs}) == 50_000
    assert all("青鹭出行" in post.text for post in flood.microblogs)
    assert all(NOW - timedelta(hours=24) <= post.published_at < NOW for post in flood.microblogs)
    assert all((post.mid >> 22) + 515_483_463 == int(post.published_at.timestamp()) for post in flood.microblogs)


def test_hours_are_uneven_and_some_hold_more_in_one_province_than_a_list_shows(flood: Scenario) -> None:
    hours = Counter(post.published_at.astimezone(CHINA).hour for post in flood.microblogs)
    assert max(hours.values()) > 8 * min(hours.values())
    places = Counter(
        (post.published_at.astimezone(CHINA).hour, post.region) for post in flood.microblogs if post.region
    )
    assert max(places.values()) > 500
    assert sum(count > 500 for count in places.values()) < 10


def test_a_few_in_a_hundred_have_no_region(flood: Scenario) -> None:
    assert 0.03 <= sum(post.region is None for post in flood.microblogs) / 50_000 <= 0.05


def test_the_whole_day_shows_fifty_pages_and_no_more(stage: Stage) -> None:
    text = search(stage, "青鹭出行", timescope=WHOLE_DAY).text
    assert "第50页</a></li>" in text
    assert "第51页" not in text


def _cost(ask: Callable[[], object], times: int) -> float:
    ask()
    start = time.perf_counter()
    for _ in range(times):
        ask()
    return (time.perf_counter() - start) / times


def test_asking_among_fifty_thousand_costs_little_more_than_among_five_hundred(flood: Scenario) -> None:
    large, small = Index(flood.microblogs), Index(flood.microblogs[:500])
    asked: dict[str, Any] = {"start": NOW - timedelta(hours=20), "end": NOW, "now": NOW, "sieve": Sieve(region="广东")}

    def ask(index: Index) -> Callable[[], object]:
        return lambda: newest(index.search("青鹭出行", **asked), 10)

    assert _cost(ask(large), 400) < 10 * _cost(ask(small), 400)


def test_a_new_question_is_answered_without_reading_every_post(flood: Scenario) -> None:
    index = Index(flood.microblogs)

    def read_all() -> int:
        return sum("青鹭出行" in post.words() and "客服" in post.words() for post in index.posts)

    def ask_anew() -> int:
        index.sifted.cache_clear()
        return len(list(index.search("青鹭出行 客服", start=None, end=None, now=NOW)))

    assert ask_anew() == read_all()
    assert _cost(ask_anew, 5) < _cost(read_all, 5)
