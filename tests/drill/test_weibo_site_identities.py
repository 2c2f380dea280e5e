"""Cookies that the replica gives out work until they run out, whichever way they were got."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest

from domain.identity import CookieDomain
from drill.scenarios.mishaps import hard_day, session_dies
from drill.scenarios.outage import outage_story
from drill.sites.weibo.login import Phone
from drill.stage import Stage
from tests.drill.weibo_visit import NOBODY, Got, ajax, mobile, search, visit

PRINT = {"cb": "gen_callback", "fp": '{"os":"1","browser":"Chrome140,0,0,0"}'}


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage(outage_story(2026, datetime.fromisoformat("2026-11-23T01:30:00+00:00"))) as stage:
        yield stage


def inside(got: Got) -> dict[str, Any]:
    """The data of a JSONP answer."""
    found: dict[str, Any] = json.loads(got.text[got.text.index("(") + 1 : got.text.rindex(")")])
    return found


def incarnate(passport: str, tid: str, confidence: str = "095") -> Got:
    asked = urlencode({"a": "incarnate", "t": tid, "w": 2, "c": confidence, "cb": "cross_domain", "from": "weibo"})
    return visit(f"{passport}/visitor/visitor?{asked}")


def may_read(stage: Stage, sub: str) -> bool:
    return bool(ajax(stage, "feed/hottimeline", f"SUB={sub}").data["ok"] == 1)


def may_read_mobile(stage: Stage, sub: str) -> bool:
    return mobile(stage, "api/container/getIndex", f"SUB={sub}", containerid="106003type=25").status == 200


def test_the_newer_flow_gives_a_visitor_at_once(stage: Stage) -> None:
    passport = stage.weibo_passport_url
    form = {"cb": "visitor_gray_callback", "tid": "", "from": "weibo"}
    first = visit(f"{passport}/visitor/genvisitor2", form=form)
    assert first.text.startswith("window.visitor_gray_callback && visitor_gray_callback({")
    given = inside(first)
    assert given["retcode"] == 20000000
    assert given["data"]["sub"] == first.given("SUB")
    asked = {"a": "crossdomain", "s": given["data"]["sub"], "sp": given["data"]["subp"], "t": given["data"]["tid"]}
    second = visit(f"{passport}/visitor/visitor?{urlencode({**asked, 'url': 'https://weibo.com/'})}")
    assert (second.status, second.location) == (302, "https://weibo.com/")
    assert "Domain=.weibo.com" in second.cookies[0]
    assert may_read(stage, second.given("SUB"))


def test_the_classic_flow_takes_two_steps(stage: Stage) -> None:
    passport = stage.weibo_passport_url
    ticket = inside(visit(f"{passport}/visitor/genvisitor", form=PRINT))["data"]
    assert ticket["new_tid"] is True
    assert inside(visit(f"{passport}/visitor/genvisitor", form=PRINT))["data"]["new_tid"] is False
    done = incarnate(passport, ticket["tid"])
    assert inside(done)["data"]["sub"] == done.given("SUB")
    assert may_read(stage, done.given("SUB"))
    assert not may_read_mobile(stage, done.given("SUB"))


def test_the_mobile_flow_gives_a_mobile_visitor(stage: Stage) -> None:
    passport = stage.weibo_visitor_url
    tid = inside(visit(f"{passport}/visitor/genvisitor", form=PRINT))["data"]["tid"]
    done = incarnate(passport, tid)
    assert "Domain=.weibo.cn" in next(line for line in done.cookies if line.startswith("SUB="))
    assert may_read_mobile(stage, done.given("SUB"))
    assert not may_read(stage, done.given("SUB"))
    newer = visit(f"{passport}/visitor/genvisitor2", form={"cb": "visitor_gray_callback"})
    assert inside(newer)["retcode"] != 20000000


@pytest.mark.parametrize(("tid", "confidence"), [("never-given", "095"), (None, "95")])
def test_a_wrong_ticket_gives_nothing(stage: Stage, tid: str | None, confidence: str) -> None:
    passport = stage.weibo_passport_url
    real = inside(visit(f"{passport}/visitor/genvisitor", form=PRINT))["data"]["tid"]
    got = incarnate(passport, tid or real, confidence)
    assert inside(got)["retcode"] != 20000000
    assert not got.cookies


def test_a_visitor_lasts_a_year(stage: Stage) -> None:
    tid = inside(visit(f"{stage.weibo_passport_url}/visitor/genvisitor", form=PRINT))["data"]["tid"]
    sub = incarnate(stage.weibo_passport_url, tid).given("SUB")
    stage.move_to(stage.scenario.now + timedelta(days=364))
    assert may_read(stage, sub)
    stage.move_to(stage.scenario.now + timedelta(days=365))
    assert not may_read(stage, sub)


def test_the_gate_page_is_served_with_200(stage: Stage) -> None:
    got = visit(f"{stage.weibo_passport_url}/visitor/visitor?entry=miniblog&a=enter&url=x")
    assert got.status == 200
    assert "Sina Visitor System" in got.text


def test_the_account_dies_at_noon_on_one_domain_only(stage: Stage) -> None:
    noon = stage.scenario.now + timedelta(hours=2)
    stage.weibo.end_session(noon)
    stage.move_to(noon - timedelta(seconds=1))
    assert search(stage, "青鹭出行").status == 200
    stage.move_to(noon)
    assert "retcode%3D6102" in search(stage, "青鹭出行").location
    assert ajax(stage, "statuses/mymblog", uid=1).data["ok"] == -100
    assert mobile(stage, "api/config").data["data"]["login"] is True
    stage.weibo.end_session(noon, CookieDomain.WEIBO_CN)
    assert mobile(stage, "api/config").data["data"]["login"] is False
    assert mobile(stage, "api/container/getIndex", containerid="106003type=25").data["ok"] == -100


def test_a_hard_day_goes_wrong_hour_by_hour(stage: Stage) -> None:
    noon = datetime.fromisoformat("2026-11-23T04:00:00+00:00")
    stage.weibo.suffer(hard_day(noon))
    seen = []
    for hours in (-4, -3, -1, 0, 3):
        stage.move_to(noon + timedelta(hours=hours))
        seen.append((search(stage, "今天").status, mobile(stage, "api/config").status))
    assert seen == [(200, 200), (418, 200), (200, 200), (302, 200), (302, 432)]
    stage.move_to(noon + timedelta(hours=8))
    assert "data" not in ajax(stage, "side/hotSearch", NOBODY).data


def test_a_session_that_dies_dies_on_both_domains(stage: Stage) -> None:
    stage.weibo.suffer(session_dies(stage.scenario.now))
    assert search(stage, "今天").status == 302
    assert mobile(stage, "api/config").data["data"]["login"] is False


def code(stage: Stage) -> str:
    got = visit(f"{stage.weibo_passport_url}/sso/v2/qrcode/image?entry=miniblog&size=180").data["data"]
    assert got["qrid"] in unquote(got["image"])
    assert visit(got["image"]).body.startswith(b"\x89PNG")
    return str(got["qrid"])


def look(stage: Stage, qrid: str) -> dict[str, Any]:
    found: dict[str, Any] = visit(f"{stage.weibo_passport_url}/sso/v2/qrcode/check?entry=miniblog&qrid={qrid}").data
    return found


def logged_in(stage: Stage) -> Got:
    """Scan, confirm, and follow the one-time address."""
    stage.weibo.login.phone = Phone(scans_after=0, confirms_after=0)
    return visit(look(stage, code(stage))["data"]["url"])


def test_a_code_is_waited_for_scanned_and_confirmed(stage: Stage) -> None:
    assert visit(f"{stage.weibo_passport_url}/sso/signin?entry=miniblog").given("X-CSRF-TOKEN")
    qrid = code(stage)
    stage.weibo.login.phone = Phone(scans_after=1, confirms_after=3)
    assert [look(stage, qrid)["retcode"] for _ in range(4)] == [50114001, 50114002, 50114002, 20000000]
    assert look(stage, qrid)["retcode"] == 50114004


def test_a_code_nobody_scans_runs_out(stage: Stage) -> None:
    qrid = code(stage)
    stage.move_to(stage.scenario.now + timedelta(minutes=3))
    assert look(stage, qrid)["retcode"] == 50114004


def test_a_confirmed_code_leads_to_cookies_of_both_domains_once(stage: Stage) -> None:
    arrived = logged_in(stage)
    assert arrived.status == 302
    assert search(stage, "青鹭出行", f"SUB={arrived.given('SUB')}").status == 200
    assert int(arrived.given("ALF")) - int(arrived.given("SSOLoginState")) == 30 * 86_400
    assert visit(arrived.location).status == 403
    onward = parse_qs(urlsplit(arrived.location).query)["cdurl"][0]
    crossed = visit(onward)
    assert mobile(stage, "api/config", f"SUB={crossed.given('SUB')}").data["data"]["login"] is True
    assert not visit(onward).cookies


def test_a_one_time_address_works_once(stage: Stage) -> None:
    stage.weibo.login.phone = Phone(scans_after=0, confirms_after=0)
    address = look(stage, code(stage))["data"]["url"]
    assert visit(address).cookies
    assert not visit(address).cookies


def test_keep_alive_freshens_the_books_but_not_the_credential(stage: Stage) -> None:
    arrived = logged_in(stage)
    cookie = f"SUB={arrived.given('SUB')}"
    stage.move_to(stage.scenario.now + timedelta(days=29))
    login = stage.weibo_login_url
    assert inside(visit(f"{login}/sso/updatetgt.php?entry=account&callback=cb", cookie)) == {"retcode": 0}
    hops = inside(visit(f"{login}/sso/crossdomain.php?action=login&domain=sina.com.cn&callback=cb", cookie))["arrURL"]
    web, cn = [visit(hop, cookie) for hop in hops]
    assert int(web.given("ALF")) > int(arrived.given("ALF"))
    assert not any(line.startswith("SUB=") for line in web.cookies)
    assert cn.cookies[0].startswith("SUB=deleted; ")
    assert search(stage, "青鹭出行", cookie).status == 200
    stage.move_to(stage.scenario.now + timedelta(days=30))
    assert search(stage, "青鹭出行", cookie).status == 302


def test_keep_alive_is_nothing_for_strangers(stage: Stage) -> None:
    got = visit(f"{stage.weibo_login_url}/sso/updatetgt.php?callback=cb", NOBODY)
    assert inside(got)["retcode"] != 0


def test_the_home_pages_give_tokens(stage: Stage) -> None:
    assert visit(f"{stage.weibo_web_url}/").given("XSRF-TOKEN")
    assert visit(f"{stage.weibo_mobile_url}/").given("XSRF-TOKEN")
