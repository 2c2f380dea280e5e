"""Lists and single posts of the replica: paging, limits, order, and what stands between the posts."""

import re
from typing import Any
from urllib.parse import quote

from drill.scenario import Microblog
from drill.sites.weibo.numbers import bid_of, mid_of
from drill.stage import Stage
from tests.drill.weibo_visit import NOBODY, ajax, mobile, visit

MIDS = re.compile(r'action-type="feed_list_item" mid="(\d+)"')
HOUR = "custom:2026-11-23-8:2026-11-23-9"


def there(stage: Stage) -> list[Microblog]:
    return [post for post in stage.scenario.microblogs if post.is_there(stage.weibo.now)]


def loudest(stage: Stage) -> Microblog:
    return max(there(stage), key=lambda post: post.reach.comments)


def official(stage: Stage) -> int:
    return next(post.account.uid for post in stage.scenario.microblogs if post.pinned)


def pages_of(stage: Stage, path: str, rows: str, turn: str, **asked: Any) -> list[Any]:
    """All rows of a list that is turned by one value of its data."""
    found: list[Any] = []
    more: dict[str, Any] = {}
    for _ in range(200):
        data = ajax(stage, path, **{**asked, **more}).data
        data = data.get("data") if isinstance(data.get("data"), dict) else data
        found += data[rows]
        if data[turn] in {0, -1, ""}:
            return found
        more = {"cursor" if turn == "next_cursor" else turn: data[turn]}
    raise AssertionError("the list never ends")


def test_a_timeline_begins_with_the_pinned_post_and_holds_a_liked_one_and_an_ad(stage: Stage) -> None:
    uid = official(stage)
    data = ajax(stage, "statuses/mymblog", uid=uid, page=1, feature=0).data["data"]
    own = [row for row in data["list"] if row["user"]["id"] == uid]
    others = [row for row in data["list"] if row["user"]["id"] != uid]
    assert own[0]["isTop"] == 1
    assert any(row.get("isAd") for row in others)
    assert any("赞过" in row.get("title", {}).get("text", "") for row in others)
    assert data["total"] == len([post for post in there(stage) if post.account.uid == uid])


def test_a_long_timeline_is_read_to_its_end(stage: Stage) -> None:
    one = next(post.account for post in there(stage) if post.mood.value == "aside")
    mids = {post.mid for post in there(stage) if post.account.uid == one.uid}
    rows: list[Any] = []
    for page in range(1, 30):
        data = ajax(stage, "statuses/mymblog", uid=one.uid, page=page).data["data"]
        rows += data["list"]
        if not data["list"]:
            break
    assert {row["id"] for row in rows if row["user"]["id"] == one.uid} == mids


def test_comments_are_read_page_by_page_without_doubles(stage: Stage) -> None:
    post = loudest(stage)
    rows = pages_of(stage, "statuses/buildComments", "data", "max_id", id=post.mid, count=20)
    assert len(rows) == len({row["id"] for row in rows}) == 500
    assert all(row["rootid"] == row["id"] for row in rows)
    assert all((row["id"] >> 22) + 515_483_463 <= stage.weibo.now.timestamp() for row in rows)


def test_comments_by_time_are_newest_first(stage: Stage) -> None:
    data = ajax(stage, "statuses/buildComments", id=loudest(stage).mid, flow=1).data["data"]
    assert [row["id"] for row in data] == sorted((row["id"] for row in data), reverse=True)


def test_replies_hang_under_their_comment(stage: Stage) -> None:
    data = ajax(stage, "statuses/buildComments", id=loudest(stage).mid).data["data"]
    root = max(data, key=lambda row: row["total_number"])
    assert root["total_number"] > 1
    asked = {"is_mix": 1, "fetch_level": 1, "max_id": 0}
    replies = pages_of(stage, "statuses/buildComments", "data", "max_id", id=root["id"], **asked)
    assert len(replies) == root["total_number"]
    assert all(row["rootid"] == root["id"] for row in replies)


def test_mobile_comments_hold_false_where_nobody_answers(stage: Stage) -> None:
    got = mobile(stage, "comments/hotflow", id=loudest(stage).mid, max_id_type=0).data["data"]
    assert {type(row["comments"]) for row in got["data"]} == {bool, list}
    root = next(row for row in got["data"] if row["comments"])
    child = mobile(stage, "comments/hotFlowChild", cid=root["id"], max_id=0, max_id_type=0).data
    assert child["rootComment"][0]["id"] == root["id"]
    assert len(child["data"]) == min(20, root["total_number"])


def test_a_post_without_comments_says_so(stage: Stage) -> None:
    quiet = next(post for post in there(stage) if post.reach.comments == 0)
    assert ajax(stage, "statuses/buildComments", id=quiet.mid).data["trendsText"] == "已加载全部评论"
    assert mobile(stage, "comments/hotflow", id=quiet.mid).data["ok"] == 0


def test_reposts_are_those_of_the_story_and_more(stage: Stage) -> None:
    repost = next(post for post in reversed(there(stage)) if post.original is not None)
    assert repost.original is not None
    first = ajax(stage, "statuses/repostTimeline", id=repost.original.mid, page=1, count=20).data
    pages = [first] + [
        ajax(stage, "statuses/repostTimeline", id=repost.original.mid, page=page, count=20).data
        for page in range(2, first["max_page"] + 1)
    ]
    mids = [row["id"] for page in pages for row in page["data"]]
    assert repost.mid in mids
    assert len(mids) == len(set(mids)) <= first["total_number"]
    assert ajax(stage, "statuses/repostTimeline", id=bid_of(repost.original.mid)).data["errno"] == "20101"
    shown = ajax(stage, "statuses/show", id=mids[0]).data
    assert shown["retweeted_status"]["id"] == repost.original.mid


def test_long_texts_are_cut_in_lists_and_whole_elsewhere(stage: Stage) -> None:
    post = next(post for post in reversed(there(stage)) if len(post.text) > 140 and post.end is None)
    listed = ajax(stage, "statuses/show", id=bid_of(post.mid)).data
    assert listed["isLongText"] is True
    assert listed["text_raw"].rstrip("\u200b").endswith("...")
    assert listed["continue_tag"]["title"] == "全文"
    assert ajax(stage, "statuses/longtext", id=post.mid).data["data"]["longTextContent_raw"] == post.text
    whole = ajax(stage, "statuses/show", id=post.mid, isGetLongText="true").data
    assert whole["longText"]["content"] == post.text
    assert "全文</a>" not in mobile(stage, "statuses/show", id=post.mid).data["data"]["text"]
    short = next(post for post in there(stage) if len(post.text) < 100)
    assert ajax(stage, "statuses/longtext", id=short.mid).data == {"ok": 1, "data": {}}


def test_a_detail_page_holds_its_post_in_a_script(stage: Stage) -> None:
    post = there(stage)[-1]
    page = visit(f"{stage.weibo_mobile_url}/detail/{post.mid}", NOBODY).text
    assert "var $render_data = [{" in page
    assert f'"id": "{post.mid}"' in page
    assert "login: [0][0]" in page


def test_mobile_search_turns_until_there_is_no_page(stage: Stage) -> None:
    mids: list[str] = []
    page = 1
    while page:
        asked: dict[str, Any] = {"containerid": "100103type=61&q=青鹭出行", "page_type": "searchall", "page": page}
        data = mobile(stage, "api/container/getIndex", **asked).data["data"]
        cards = [one for card in data["cards"] for one in card.get("card_group", [card])]
        mids += [card["mblog"]["id"] for card in cards]
        page = data["cardlistInfo"]["page"]
    assert len(mids) == len(set(mids)) == 1000
    assert mids == sorted(mids, reverse=True)


def test_guests_miss_some_of_a_mobile_timeline(stage: Stage) -> None:
    uid = official(stage)
    info = mobile(stage, "api/container/getIndex", containerid=f"107603{uid}", page=1).data["data"]
    pinned = info["cards"][0]["mblog"]
    assert pinned["mblogtype"] == 2
    assert pinned["profile_type_id"].startswith("proweibotop")
    assert any(card.get("mblog", {}).get("isAd") for card in info["cards"])
    assert any("mblog" not in card for card in info["cards"])


def test_an_unknown_account_has_no_content(stage: Stage) -> None:
    assert mobile(stage, "api/container/getIndex", containerid="1076031").data["msg"] == "这里还没有内容"
    assert ajax(stage, "profile/info", uid=1).data["ok"] == 0


def test_profiles_tell_followers_and_verification(stage: Stage) -> None:
    uid = official(stage)
    user = ajax(stage, "profile/info", uid=uid).data["data"]["user"]
    assert (user["verified"], user["verified_type"]) == (True, 2)
    assert ajax(stage, "profile/info", screen_name=user["screen_name"]).data["data"]["user"]["id"] == uid
    phone = mobile(stage, "api/container/getIndex", containerid=f"100505{uid}").data["data"]["userInfo"]
    assert phone["followers_count"] == user["followers_count_str"]
    plain = next(post.account for post in there(stage) if post.account.badge.value == "none")
    assert "verified_reason" not in ajax(stage, "profile/info", uid=plain.uid).data["data"]["user"]
    assert ajax(stage, "profile/detail", uid=uid).data["data"]["ip_location"].startswith("IP属地：")


def test_short_and_long_numbers_are_the_same(stage: Stage) -> None:
    assert (bid_of(3501756485200075), mid_of("z0JH2lOMb")) == ("z0JH2lOMb", 3501756485200075)
    assert all(mid_of(bid_of(post.mid)) == post.mid for post in stage.scenario.microblogs)
    assert mid_of(quote("很短")) is None
