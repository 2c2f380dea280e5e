"""Every fault of the replica of Weibo as it comes over the line, at its place and in its time."""

import http.client
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Temper, Trouble
from drill.stage import Stage
from tests.drill.weibo_visit import Got, ajax, mobile, search, visit

NOON = datetime.fromisoformat("2026-11-23T04:00:00+00:00")


@pytest.fixture(scope="module")
def house() -> Iterator[Stage]:
    with Stage(outage_story(2026, datetime.fromisoformat("2026-11-23T01:30:00+00:00"))) as stage:
        yield stage


@pytest.fixture
def stage(house: Stage) -> Iterator[Stage]:
    yield house
    house.weibo.temper.make(None)
    house.move_to(house.scenario.now)


def read(got: Got) -> object:
    """What identifies an answer: where it sends us, its status, or its data."""
    if got.location:
        return got.location.partition("?")[0]
    if got.status != 200 or not got.body:
        return got.status, len(got.body)
    return got.data if got.body.startswith(b"{") else got.text[:15]


WHOLE = {
    Fault.EXPIRED_SESSION: "https://passport.weibo.com/visitor/visitor",
    Fault.TO_LOGIN: "https://login.sina.com.cn/sso/login.php",
    Fault.TO_SORRY: "https://weibo.com/sorry",
    Fault.CAPTCHA: "https://passport.weibo.com/verify/captcha",
    Fault.RATE_LIMIT: (418, 0),
    Fault.STRANGE: (432, 0),
    Fault.TOO_OFTEN: {"ok": 0, "msg": "请求过于频繁，歇歇吧"},
    Fault.NEEDS_VISITOR: {"ok": -100, "url": "https://weibo.com/login.php?url=https%3A%2F%2Fweibo.com%2F"},
    Fault.RELOGIN: {"error": "relogin!", "error_code": 21301, "request": "/ajax"},
    Fault.NOT_THERE: {"ok": 0, "errno": "20101", "msg": "该微博不存在"},
    Fault.HTML_BODY: "<!DOCTYPE html>",
    Fault.EMPTY_SHELL: "<!DOCTYPE html>",
    Fault.EMPTY_BODY: (200, 0),
}
STATUSES = {Fault.TOO_MANY: 429, Fault.TOO_LONG: 414, Fault.FORBIDDEN: 403, Fault.CROWDED: 403, Fault.SERVER_ERROR: 502}


@pytest.mark.parametrize("fault", WHOLE)
def test_a_fault_is_the_whole_answer(stage: Stage, fault: Fault) -> None:
    stage.weibo.temper.make(Trouble(fault=fault))
    assert read(ajax(stage, "side/hotSearch")) == WHOLE[fault]


@pytest.mark.parametrize("fault", STATUSES)
def test_a_fault_is_a_status(stage: Stage, fault: Fault) -> None:
    stage.weibo.temper.make(Trouble(fault=fault))
    assert mobile(stage, "api/container/getIndex", containerid="106003type=25").status == STATUSES[fault]


def test_a_human_check_comes_as_data(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.HUMAN_CHECK))
    got = mobile(stage, "comments/hotflow", id=1)
    assert got.data["ok"] == -100
    assert got.data["url"].startswith("https://security.weibo.com/captcha/")


def test_a_soft_block_answers_empty_even_to_a_word_that_everybody_uses(stage: Stage) -> None:
    there = search(stage, "今天")
    stage.weibo.temper.make(Trouble(fault=Fault.SOFT_BLOCK))
    assert "card-no-result" not in there.text
    for word in ("青鹭出行", "今天"):
        assert "card-no-result" in search(stage, word).text
        got = mobile(stage, "api/container/getIndex", containerid=f"100103type=1&q={word}")
        assert got.data == {"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}}
    assert ajax(stage, "side/hotSearch").data["data"]["realtime"] == []


def test_an_empty_page_keeps_its_page_list(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.EMPTY_PAGE, page=2))
    first, second = search(stage, "青鹭出行", page=1).text, search(stage, "青鹭出行", page=2).text
    assert "card-no-result" not in first
    assert "card-no-result" in second
    assert "第50页</a></li>" in second


def test_an_empty_page_of_comments_leads_on(stage: Stage) -> None:
    post = max(stage.scenario.about_brand(), key=lambda one: one.reach.comments)
    stage.weibo.temper.make(Trouble(fault=Fault.EMPTY_PAGE, times=1))
    got = ajax(stage, "statuses/buildComments", id=post.mid).data
    assert got["data"] == []
    assert got["max_id"] != 0


def test_a_shell_has_neither_cards_nor_the_word_that_there_are_none(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.EMPTY_SHELL))
    got = search(stage, "青鹭出行")
    assert got.status == 200
    assert "card-wrap" not in got.text
    assert "card-no-result" not in got.text


def test_a_changed_layout_moves_the_data_and_a_changed_part_renames_it(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.CHANGED_LAYOUT, times=1), Trouble(fault=Fault.CHANGED_PART, after=1))
    assert "data" not in ajax(stage, "side/hotSearch").data
    assert "word" not in ajax(stage, "side/hotSearch").data["data"]["realtime"][0]


@pytest.mark.parametrize("fault", [Fault.CUT_LINE, Fault.CONNECTION_LOST])
def test_a_cut_line_is_an_error_of_the_line(stage: Stage, fault: Fault) -> None:
    stage.weibo.temper.make(Trouble(fault=fault))
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        search(stage, "青鹭出行")


def test_a_cut_body_looks_whole_and_is_not(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.CUT_BODY))
    got = ajax(stage, "side/hotSearch")
    assert got.status == 200
    with pytest.raises(json.JSONDecodeError):
        _ = got.data


def test_a_slow_body_outlasts_the_patience_of_whoever_asks(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.SLOW_BODY, seconds=60))
    with pytest.raises(TimeoutError):
        visit(f"{stage.weibo_url}/weibo?q=x", stage.cookie, timeout=0.2)


def test_a_trouble_keeps_to_its_host_and_route(stage: Stage) -> None:
    stage.weibo.temper.make(
        Trouble(fault=Fault.STRANGE, host="m.weibo.cn"),
        Trouble(fault=Fault.RATE_LIMIT, host="weibo.com", route="/ajax/statuses/show"),
    )
    assert search(stage, "青鹭出行").status == 200
    assert ajax(stage, "side/hotSearch").status == 200
    assert ajax(stage, "statuses/show", id=1).status == 418
    assert mobile(stage, "api/config").status == 432


def test_identities_are_given_out_while_everything_else_is_refused(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.RATE_LIMIT))
    gate = f"{stage.weibo_passport_url}/visitor/visitor?a=enter"
    assert visit(gate).status == 200
    stage.weibo.temper.make(Trouble(fault=Fault.SERVER_ERROR, host="passport.weibo.com"))
    assert visit(gate).status == 502


def test_a_trouble_lasts_between_two_moments_of_the_site_s_clock(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.RATE_LIMIT, since=NOON, until=NOON + timedelta(hours=1)))
    seen = []
    for minutes in (-1, 0, 59, 60):
        stage.move_to(NOON + timedelta(minutes=minutes))
        seen.append(search(stage, "青鹭出行").status)
    assert seen == [200, 418, 418, 200]


def test_troubles_come_after_and_for_so_many_answers(stage: Stage) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.SERVER_ERROR, after=1, times=2, host="weibo.com"))
    assert [ajax(stage, "side/hotSearch").status for _ in range(4)] == [200, 502, 502, 200]


def test_two_troubles_count_for_themselves() -> None:
    temper = Temper()
    temper.make(Trouble(fault=Fault.CAPTCHA, after=2), Trouble(fault=Fault.RATE_LIMIT, times=1))
    assert [temper.fault_now() for _ in range(4)] == [Fault.RATE_LIMIT, None, Fault.CAPTCHA, Fault.CAPTCHA]
