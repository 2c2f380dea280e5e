"""What changes on the replica with the site's clock: counts, texts, what is there, and the hot list."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from drill.scenario import End, Gone, Microblog
from drill.stage import Stage
from tests.drill.weibo_visit import NOBODY, ajax, mobile, search, visit

MIDS = re.compile(r'action-type="feed_list_item" mid="(\d+)"')
HOUR = "custom:2026-11-23-8:2026-11-23-9"


def there(stage: Stage) -> list[Microblog]:
    return [post for post in stage.scenario.microblogs if post.is_there(stage.weibo.now)]


def loudest(stage: Stage) -> Microblog:
    return max(there(stage), key=lambda post: post.reach.comments)


def crawl(stage: Stage, **more: Any) -> list[int]:
    """The numbers of all pages of one search."""
    pages = [search(stage, "青鹭出行", page=number, **more).text for number in range(1, 51)]
    count = max(1, pages[0].count("页</a></li>"))
    return [int(mid) for page in pages[:count] for mid in MIDS.findall(page)]


def test_millions_are_a_bound_on_the_phone(stage: Stage) -> None:
    post = loudest(stage)
    stage.move_to(stage.scenario.now + timedelta(days=1))
    assert mobile(stage, "statuses/show", id=post.mid).data["data"]["attitudes_count"] == "100万+"
    assert ajax(stage, "statuses/show", id=post.mid).data["attitudes_count"] == 4_600_000
    assert "100万+" in search(stage, "青鹭出行", xsort="hot").text


def test_posts_get_hotter_with_the_clock(stage: Stage) -> None:
    post = loudest(stage)
    counts = []
    for hours in (0, 1, 6):
        stage.move_to(stage.scenario.now + timedelta(hours=hours))
        counts.append(ajax(stage, "statuses/show", id=post.mid).data["comments_count"])
    assert counts[0] < counts[1] < counts[2]


@pytest.mark.parametrize("how", Gone)
def test_a_post_goes_away_everywhere_and_leaves_a_stone_in_reposts(stage: Stage, how: Gone) -> None:
    gone = next(post for post in stage.scenario.microblogs if post.end and post.end.how is how)
    assert gone.end is not None
    stage.move_to(gone.end.at - timedelta(seconds=1))
    assert ajax(stage, "statuses/show", id=gone.mid).data["ok"] == 1
    stage.move_to(gone.end.at)
    for got in (ajax(stage, "statuses/show", id=gone.mid), mobile(stage, "statuses/show", id=gone.mid)):
        assert got.data == {"ok": 0, "errno": "20101", "msg": "该微博不存在"}
    assert "微博不存在" in visit(f"{stage.weibo_mobile_url}/detail/{gone.mid}").text
    assert ajax(stage, "statuses/buildComments", id=gone.mid).data["errno"] == "20101"
    hour = gone.published_at + timedelta(hours=8)
    scope = f"custom:{hour:%Y-%m-%d}-{hour.hour}:{hour:%Y-%m-%d}-{hour.hour + 1}" if hour.hour < 23 else ""
    assert gone.mid not in crawl(stage, timescope=scope)


def test_a_repost_of_a_gone_post_shows_no_account(stage: Stage) -> None:
    repost = next(post for post in stage.scenario.microblogs if post.original and post.is_there(stage.weibo.now))
    assert repost.original is not None
    usual = stage.weibo.posts
    lost = replace(repost.original, end=End(at=repost.published_at, how=Gone.DELETED))
    stage.weibo.show([replace(repost, original=lost)])
    shown = ajax(stage, "statuses/show", id=repost.mid).data["retweeted_status"]
    assert (shown["user"], shown["deleted"]) == (None, "1")
    assert "reposts_count" not in shown
    assert mobile(stage, "statuses/show", id=repost.mid).data["data"]["retweeted_status"]["user"] is None
    assert "抱歉，此微博已被作者删除" in search(stage, repost.text[:6]).text
    stage.weibo.show(usual)


def test_an_edited_post_says_so_and_says_the_new_thing(stage: Stage) -> None:
    post = next(post for post in stage.scenario.microblogs if post.edits and len(post.text) < 100)
    stage.move_to(post.edits[0].at - timedelta(seconds=1))
    assert "edit_count" not in ajax(stage, "statuses/show", id=post.mid).data
    stage.move_to(post.edits[0].at)
    shown = ajax(stage, "statuses/show", id=post.mid).data
    assert shown["edit_count"] == 1
    assert "更新" in shown["text_raw"]


def test_the_hot_list_moves_with_the_clock(stage: Stage) -> None:
    seen = []
    for hours in (-2.9, -1, 6):
        stage.move_to(stage.scenario.now + timedelta(hours=hours))
        rows = ajax(stage, "side/hotSearch", NOBODY).data["data"]["realtime"]
        assert len(rows) == 50
        seen.append({row["word"]: row["realpos"] for row in rows})
    assert "青鹭出行崩了" not in seen[0]
    assert 1 <= seen[1]["青鹭出行崩了"] <= 10
    assert seen[1].keys() != seen[2].keys()


def test_hot_lists_skip_ads_in_their_ranks(stage: Stage) -> None:
    rows = ajax(stage, "side/hotSearch").data["data"]["realtime"]
    assert sum(row["is_ad"] for row in rows) == 2
    assert [row["realpos"] for row in rows if not row["is_ad"]] == list(range(1, 49))
    assert {type(row["num"]) for row in rows} == {int, str}
    page = visit(f"{stage.weibo_url}/top/summary?cate=realtimehot", stage.cookie).text
    assert page.count('class="td-01 ranktop"') == 50
    assert 'href="javascript:void(0);" href_to="' in page
    board = mobile(stage, "api/container/getIndex", containerid="106003type=25").data["data"]["cards"][0]["card_group"]
    assert {type(row.get("desc_extr")) for row in board} == {int, str, type(None)}


def test_suggestions_come_from_the_hot_list(stage: Stage) -> None:
    data = ajax(stage, "side/search", NOBODY, q="青鹭").data["data"]
    assert any(row["suggestion"] == "青鹭出行崩了" for row in data["hotquery"])
    assert data["users"]
