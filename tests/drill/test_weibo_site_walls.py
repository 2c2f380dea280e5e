"""Who gets past which route of the replica: one row per route of the identity table."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from drill.scenarios.outage import outage_story
from drill.sites.weibo.walls import GUESTS, Host
from drill.stage import Stage
from tests.drill.weibo_visit import FETCH, NOBODY, Got, ajax, mobile, search, visit

OPEN, VISITOR, CROWDED, PASSPORT, STRANGE = "open", "-100", "403", "302 passport", "432"
NOT_FOUND = "404"

AJAX = {
    "side/hotSearch": (OPEN, OPEN, OPEN),
    "statuses/hot_band": (OPEN, OPEN, OPEN),
    "side/search": (OPEN, OPEN, OPEN),
    "feed/hottimeline": (VISITOR, OPEN, OPEN),
    "profile/info": (VISITOR, OPEN, OPEN),
    "profile/detail": (VISITOR, OPEN, OPEN),
    "profile/getWaterFallContent": (VISITOR, OPEN, OPEN),
    "statuses/show": (VISITOR, OPEN, OPEN),
    "statuses/longtext": (VISITOR, OPEN, OPEN),
    "statuses/buildComments": (VISITOR, OPEN, OPEN),
    "statuses/likeShow": (VISITOR, OPEN, OPEN),
    "statuses/mymblog": (VISITOR, CROWDED, OPEN),
    "statuses/searchProfile": (VISITOR, CROWDED, OPEN),
    "profile/searchblog": (VISITOR, CROWDED, OPEN),
    "statuses/repostTimeline": (VISITOR, CROWDED, OPEN),
    "search/all": (NOT_FOUND, NOT_FOUND, NOT_FOUND),
}
PAGES = {"weibo": (PASSPORT, PASSPORT, OPEN), "top/summary": (PASSPORT, OPEN, OPEN)}
MOBILE = {
    "api/container/getIndex": (STRANGE, OPEN, OPEN),
    "statuses/show": (OPEN, OPEN, OPEN),
    "statuses/extend": (OPEN, OPEN, OPEN),
    "detail/{mid}": (OPEN, OPEN, OPEN),
    "status/{mid}": (OPEN, OPEN, OPEN),
    "comments/hotflow": (OPEN, OPEN, OPEN),
    "comments/hotFlowChild": (STRANGE, OPEN, OPEN),
    "api/comments/show": (STRANGE, OPEN, OPEN),
    "api/statuses/repostTimeline": (STRANGE, OPEN, OPEN),
    "api/config": (OPEN, OPEN, OPEN),
}


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(outage_story(2026, datetime.fromisoformat("2026-11-23T01:30:00+00:00"))) as stage:
        yield stage


@pytest.fixture(scope="module")
def visitor(stage: Stage) -> str:
    return f"SUB={visit_classic(stage.weibo_passport_url)}"


@pytest.fixture(scope="module")
def mobile_visitor(stage: Stage) -> str:
    return f"SUB={visit_classic(stage.weibo_visitor_url)}"


def visit_classic(passport: str) -> str:
    """The classic two steps; returns the SUB."""
    form = {"cb": "gen_callback", "fp": '{"os":"1"}'}
    tid = visit(f"{passport}/visitor/genvisitor", form=form).text.partition('"tid": "')[2].partition('"')[0]
    asked = urlencode({"a": "incarnate", "t": tid, "w": 3, "c": "095", "cb": "cross_domain", "from": "weibo"})
    return visit(f"{passport}/visitor/visitor?{asked}").given("SUB")


def loud(stage: Stage) -> dict[str, Any]:
    """The question that every route can answer."""
    there = [post for post in stage.scenario.microblogs if post.published_at < stage.scenario.now]
    post = max(there, key=lambda one: one.reach.comments)
    uid = post.account.uid
    return {"id": post.mid, "mid": post.mid, "uid": uid, "q": "青鹭出行", "containerid": f"107603{uid}"}


def met(got: Got) -> str:
    """What stood at the door."""
    if got.status == 302:
        return PASSPORT if got.location.startswith("https://passport.weibo.com/") else got.location
    if got.status != 200:
        if got.status == 403:
            assert got.data == {"ok": 0, "message": "前方有点拥堵，请登录后使用"}
        return str(got.status)
    if got.body.startswith(b"<"):
        return OPEN
    if got.data.get("ok") == -100:
        assert got.data["url"] == "https://weibo.com/login.php?url=https%3A%2F%2Fweibo.com%2F"
        return VISITOR
    return OPEN


@pytest.mark.parametrize("path", AJAX)
def test_weibo_com_lets_in_whom_the_table_names(stage: Stage, visitor: str, path: str) -> None:
    who = (NOBODY, visitor, stage.cookie)
    assert tuple(met(ajax(stage, path, cookie, **loud(stage))) for cookie in who) == AJAX[path]


@pytest.mark.parametrize("path", PAGES)
def test_the_search_lets_in_whom_the_table_names(stage: Stage, visitor: str, path: str) -> None:
    who = (NOBODY, visitor, stage.cookie)
    assert tuple(met(visit(f"{stage.weibo_url}/{path}?q=x", cookie)) for cookie in who) == PAGES[path]


@pytest.mark.parametrize("path", MOBILE)
def test_the_mobile_site_lets_in_whom_the_table_names(stage: Stage, mobile_visitor: str, path: str) -> None:
    asked = loud(stage)
    place = path.format(mid=asked["mid"])
    who = (NOBODY, mobile_visitor, stage.mobile_cookie)
    assert tuple(met(mobile(stage, place, cookie, **asked)) for cookie in who) == MOBILE[path]


@pytest.mark.parametrize("path", MOBILE)
def test_a_cookie_of_the_other_domain_is_refused_at_the_mobile_site(stage: Stage, path: str) -> None:
    assert mobile(stage, path.format(mid=1), stage.cookie).status == 432


def test_a_mobile_cookie_is_nothing_to_the_search(stage: Stage) -> None:
    assert met(search(stage, "青鹭出行", stage.mobile_cookie)) == PASSPORT


def test_a_stranger_who_has_been_to_the_mobile_home_page_is_told_to_log_in(stage: Stage) -> None:
    known = f"_T_WM={visit(f'{stage.weibo_mobile_url}/').given('_T_WM')}"
    got = mobile(stage, "api/container/getIndex", known, containerid="100103type=1&q=青鹭出行")
    assert got.data["ok"] == -100
    assert got.data["url"].startswith("https://passport.weibo.com/sso/signin")


def test_guests_read_only_the_first_page_of_mobile_comments(stage: Stage, mobile_visitor: str) -> None:
    asked = {"id": loud(stage)["id"], "max_id_type": 0}
    first = mobile(stage, "comments/hotflow", mobile_visitor, **asked).data["data"]
    assert len(first["data"]) == 20
    assert mobile(stage, "comments/hotflow", mobile_visitor, max_id=first["max_id"], **asked).data["ok"] == -100
    assert mobile(stage, "comments/hotflow", max_id=first["max_id"], **asked).data["ok"] == 1


def test_a_wall_can_be_moved_where_sources_disagree(stage: Stage, visitor: str) -> None:
    place = (Host.WEB, "/ajax/statuses/mymblog")
    before = stage.weibo.walls[place]
    stage.weibo.walls[place] = GUESTS
    try:
        assert met(ajax(stage, "statuses/mymblog", visitor, **loud(stage))) == OPEN
    finally:
        stage.weibo.walls[place] = before


def test_an_ajax_call_dressed_as_a_page_is_forbidden(stage: Stage) -> None:
    got = visit(f"{stage.weibo_web_url}/ajax/side/hotSearch", stage.cookie, Sec_Fetch_Mode="navigate")
    assert (got.status, got.data) == (403, {"error": "Forbidden"})


def test_a_search_dressed_as_a_call_is_sent_away(stage: Stage) -> None:
    got = visit(f"{stage.weibo_url}/weibo?q=x", stage.cookie, X_Requested_With="XMLHttpRequest")
    assert got.location == "https://weibo.com/sorry?pagenotfound&retcode=6102"


@pytest.mark.parametrize("length", [8000, 9000])
def test_too_many_cookies_are_too_long(stage: Stage, length: int) -> None:
    got = search(stage, "青鹭出行", f"{stage.cookie}; M={'x' * (length - len(stage.cookie) - 4)}")
    assert got.status == (200 if length == 8000 else 414)


def test_a_stranger_without_referer_gets_an_empty_band(stage: Stage) -> None:
    url = f"{stage.weibo_web_url}/ajax/statuses/hot_band"
    assert visit(url, Sec_Fetch_Mode="cors").data["data"]["band_list"] == []
    assert len(visit(url, **FETCH).data["data"]["band_list"]) == 50


def test_only_an_account_is_named_in_the_answer(stage: Stage, visitor: str) -> None:
    assert "x-log-uid" in ajax(stage, "side/hotSearch").headers
    assert "x-log-uid" not in ajax(stage, "side/hotSearch", visitor).headers
    assert mobile(stage, "api/config").data["data"]["login"] is True
    assert mobile(stage, "api/config", NOBODY).data["data"]["login"] is False
