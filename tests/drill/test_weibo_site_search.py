"""The replica's search by word, time, place and kind."""

import re
from typing import Any

import pytest

from drill.scenario import Microblog
from drill.scenarios.regions import BY_NAME, PROVINCES
from drill.stage import Stage
from tests.drill.weibo_visit import search

MIDS = re.compile(r'action-type="feed_list_item" mid="(\d+)"')
HOUR = "custom:2026-11-23-8:2026-11-23-9"


def there(stage: Stage) -> list[Microblog]:
    return [post for post in stage.scenario.microblogs if post.is_there(stage.weibo.now)]


def crawl(stage: Stage, **more: Any) -> list[int]:
    """The numbers of all pages of one search."""
    pages = [search(stage, "青鹭出行", page=number, **more).text for number in range(1, 51)]
    count = max(1, pages[0].count("页</a></li>"))
    return [int(mid) for page in pages[:count] for mid in MIDS.findall(page)]


def test_provinces_add_up_to_the_hour_but_for_posts_without_a_region(stage: Stage) -> None:
    whole = set(crawl(stage, timescope=HOUR))
    parts = [crawl(stage, timescope=HOUR, region=f"custom:{one.code}:1000") for one in PROVINCES]
    found = [mid for part in parts for mid in part]
    assert len(found) == len(set(found))
    missed = {post.mid for post in there(stage) if post.region is None}
    assert whole - set(found) == whole & missed
    assert whole & missed


def test_cities_add_up_to_their_province(stage: Stage) -> None:
    guangdong = BY_NAME["广东"]
    whole = crawl(stage, region=f"custom:{guangdong.code}:1000")
    parts = [crawl(stage, region=f"custom:{guangdong.code}:{city}") for city in guangdong.cities]
    assert sorted(mid for part in parts for mid in part) == sorted(whole)
    assert len(whole) > 50


@pytest.mark.parametrize("wrong", ["custom:99:1000", "44", "custom:44"])
def test_a_region_that_does_not_exist_has_no_posts(stage: Stage, wrong: str) -> None:
    assert "card-no-result" in search(stage, "青鹭出行", region=wrong).text


@pytest.mark.parametrize(
    ("narrowing", "holds"),
    [
        ({"scope": "ori"}, lambda post: post.original is None),
        ({"haslink": "1"}, lambda post: "http://t.cn/" in post.text),
        ({"vip": "1"}, lambda post: post.account.badge.value != "none"),
        (
            {"category": "4"},
            lambda post: (
                post.account.name in {"江城晚报", "云州都市频道", "交通广播928", "临川日报", "消费观察网", "南屿新闻坊"}
            ),
        ),
    ],
)
def test_a_search_can_be_narrowed(stage: Stage, narrowing: dict[str, str], holds: Any) -> None:
    scope = "custom:2026-11-22-0:2026-11-24-0"
    narrowed, whole = crawl(stage, timescope=scope, **narrowing), crawl(stage, timescope=scope)
    known = {post.mid: post for post in there(stage)}
    assert narrowed
    assert set(narrowed) >= {mid for mid in whole if holds(known[mid])}
    assert all(holds(known[mid]) for mid in narrowed)


def test_the_hottest_come_first_when_asked(stage: Stage) -> None:
    first = int(MIDS.findall(search(stage, "青鹭出行", xsort="hot").text)[0])
    assert first == max(there(stage), key=lambda post: post.reach.likes + post.reach.reposts).mid


@pytest.mark.parametrize("word", ["", " ", "#", '"', "👨", "青" * 100, "a&b=c", "<script>"])
def test_an_odd_word_is_answered(stage: Stage, word: str) -> None:
    assert search(stage, word).status == 200


def test_a_page_tells_the_site_s_clock_and_who_is_logged_in(stage: Stage) -> None:
    text = search(stage, "青鹭出行").text
    assert f"$CONFIG['servertime'] = {int(stage.weibo.now.timestamp())};" in text
    assert "$CONFIG['islogin'] = '1'" in text
