"""Requests that name a route meet the replica's walls, and come through as whoever may, or say why nobody may."""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

import pytest

from drill.ports import free_port

LIVE = {"cookie": "live"}
V1 = {"host": "passport.weibo.com", "route": "/visitor/genvisitor2"}
V2 = {"host": "passport.weibo.com", "route": "/visitor/genvisitor"}
BROKEN = {"fault": "server_error"}
KEPT = {"stored": True}

SHUT = {"none": "needs_visitor", "visitor": "needs_visitor"}
SHOW = "weibo.com /ajax/statuses/show"


PROXY = f"http://rider:hush@127.0.0.1:{free_port()}"
CASES: dict[str, dict[str, Any]] = {
    "least": {"routes": ["hot_search", "post", "timeline"], **LIVE},
    "nobody for search": {"routes": ["search"]},
    "wrong cookie": {"routes": ["search"], "cookie": "SUB=s; _T_WM=t"},
    "expired cookie": {"routes": ["search"], "cookie": "SUB=s; ALF=1700000000"},
    "first flow broken": {"routes": ["post"], "troubles": [{**BROKEN, **V1}]},
    "all flows broken": {"routes": ["post"], "troubles": [{**BROKEN, **V1}, {**BROKEN, **V2}]},
    "all flows broken, account": {"routes": ["post"], "troubles": [{**BROKEN, **V1}, {**BROKEN, **V2}], **LIVE},
    "walled for visitors": {
        "routes": ["post", "post"],
        "walls": {SHOW: {"none": "needs_visitor", "visitor": "needs_visitor"}},
        **LIVE,
    },
    "mobile account": {
        "routes": ["mobile_timeline"],
        "mobile_cookie": "mobile",
        "walls": {"m.weibo.cn /api/container/getIndex": {"none": "mobile", "visitor": "mobile"}},
    },
    "many at once": {"routes": ["post"] * 12, "at_once": 12},
    "proxy down": {"routes": ["hot_search"], "proxy": PROXY},
    "proxy down, account": {"routes": ["search"], "proxy": PROXY, **LIVE},
    "kept: first": {"routes": ["post"], **KEPT},
    "kept: again": {"routes": ["post"], **KEPT},
    "kept: visitor died": {"routes": ["post", "post"], "ends": "visitor", **KEPT},
    "kept: soft block": {"routes": ["post"], "proves_nothing": True, **KEPT},
    "kept: after soft block": {"routes": ["post"], **KEPT},
    "kept: account works": {"routes": ["search", "search"], **LIVE, **KEPT},
    "kept: account limited": {"routes": ["search"], "troubles": [{"fault": "rate_limit"}], **LIVE, **KEPT},
    "kept: account rests": {"routes": ["search"], **LIVE, **KEPT},
    "kept: other cookie dies": {"routes": ["search"], "cookie": "SUB=unknown", **KEPT},
    "kept: stays dead": {"routes": ["search"], "cookie": "SUB=unknown", **KEPT},
    "kept: slip of the pen": {"routes": ["search"], "cookie": "SUBP=forgotten", **KEPT},
}


@pytest.fixture(scope="module")
def played() -> dict[str, Any]:
    asked = json.dumps({"now": "2026-11-23T01:30:00+00:00", "cases": list(CASES.values())})
    command = [sys.executable, "-m", "tests.crawlers.child", "tests.crawlers.identities.stagehand"]
    named = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "YUQING_DATABASE__URL"}}
    folder = tempfile.mkdtemp(prefix="yuqing-identities-")
    settings = {**named, "DJANGO_SETTINGS_MODULE": "service.settings", "YUQING_DIR": folder}
    child = subprocess.run(command, check=False, env=settings, input=asked, capture_output=True, text=True, timeout=240)
    assert child.returncode == 0, child.stderr[-3000:]
    results = dict(zip(CASES, (json.loads(line) for line in child.stdout.splitlines()), strict=True))
    return {**results, "log": child.stdout + child.stderr}


def kinds(case: dict[str, Any]) -> list[str]:
    return [got["kind"] for got in case["got"]]


def refusals(case: dict[str, Any]) -> list[str]:
    return [met["refusal"] for met in case["refusals"]]


def test_every_route_goes_as_the_least_powerful_identity_that_passes(played: dict[str, Any]) -> None:
    assert kinds(played["least"]) == ["none", "visitor", "account"]
    assert not played["least"]["refusals"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nobody for search", "没有微博网页版（.weibo.com）的账号"),
        ("wrong cookie", "属于微博手机版"),
        ("expired cookie", "过期"),
        ("kept: slip of the pen", "缺少 SUB"),
    ],
)
def test_without_an_account_the_search_says_what_is_wrong_with_it(played: dict[str, Any], name: str, says: str) -> None:
    case = played[name]
    assert (refusals(case), case["outcome"]) == (["login"], "expired_session")
    assert says in case["refusals"][0]["place"]
    assert case["requests"] == 0


def test_the_second_visitor_flow_stands_in_for_the_first(played: dict[str, Any]) -> None:
    assert kinds(played["first flow broken"]) == ["visitor"]


def test_where_no_visitor_is_given_the_account_goes_or_the_reason_is_told(played: dict[str, Any]) -> None:
    assert kinds(played["all flows broken, account"]) == ["account"]
    alone = played["all flows broken"]
    assert refusals(alone) == ["visitor"]
    assert "看不懂" in alone["refusals"][0]["place"]


def test_a_route_that_turns_every_visitor_away_is_gone_as_the_account_from_then_on(played: dict[str, Any]) -> None:
    case = played["walled for visitors"]
    assert kinds(case) == ["account", "account"]
    assert not case["refusals"]
    assert case["requests"] <= 11


def test_the_phone_edition_takes_its_own_account(played: dict[str, Any]) -> None:
    assert kinds(played["mobile account"]) == ["account"]


def test_many_requests_at_once_make_one_visitor(played: dict[str, Any]) -> None:
    case = played["many at once"]
    assert kinds(case) == ["visitor"] * 12
    assert case["requests"] == 12 + 3


@pytest.mark.parametrize("name", ["proxy down", "proxy down, account"])
def test_a_proxy_that_is_down_is_told_without_its_password(played: dict[str, Any], name: str) -> None:
    case = played[name]
    assert (set(refusals(case)), case["outcome"]) == ({"network"}, "failed")
    assert f"经代理 127.0.0.1:{PROXY.rsplit(':', 1)[1]}" in case["reason"]
    assert "hush" not in played["log"]


def test_a_visitor_that_the_site_has_answered_is_kept_and_used_again(played: dict[str, Any]) -> None:
    first, again = played["kept: first"], played["kept: again"]
    assert [row["kind"] for row in first["rows"]] == ["visitor"]
    assert again["requests"] == 2, "the home page for a token, and the post"
    assert again["rows"][0]["used"] == first["rows"][0]["used"] + 1


def test_a_visitor_that_died_is_renewed_once_and_wiped(played: dict[str, Any]) -> None:
    case = played["kept: visitor died"]
    assert kinds(case) == ["visitor", "visitor"]
    assert [(row["live"], row["wiped"]) for row in case["rows"]] == [(False, True), (True, False)]


def test_whoever_was_quietly_blocked_rests_and_is_not_replaced_by_a_new_visitor(played: dict[str, Any]) -> None:
    assert played["kept: soft block"]["rows"][1]["cooling"]
    after = played["kept: after soft block"]
    assert not after["got"]
    assert len(after["rows"]) == len(played["kept: soft block"]["rows"])


def test_an_account_that_was_limited_rests_and_the_next_crawl_says_until_when(played: dict[str, Any]) -> None:
    assert kinds(played["kept: account works"]) == ["account", "account"]
    assert refusals(played["kept: account limited"]) == ["rate_limit"]
    rests = played["kept: account rests"]
    assert (refusals(rests), rests["outcome"]) == (["no_identity"], "refused")
    assert "都在冷却，最早 2026年11月23日" in rests["refusals"][0]["place"]
    assert rests["requests"] == 0


def test_an_account_found_dead_is_not_asked_again_until_its_cookie_changes(played: dict[str, Any]) -> None:
    assert played["kept: other cookie dies"]["requests"] == 1
    assert refusals(played["kept: other cookie dies"]) == ["login"]
    assert played["kept: stays dead"]["requests"] == 0
    assert "都已过期" in played["kept: stays dead"]["refusals"][0]["place"]


def test_what_the_configuration_no_longer_gives_is_forgotten(played: dict[str, Any]) -> None:
    before = [row for row in played["kept: account limited"]["rows"] if row["kind"] == "account"]
    after = [row for row in played["kept: other cookie dies"]["rows"] if row["kind"] == "account"]
    assert [row["wiped"] for row in before] == [False]
    assert len(after) == 1
    assert after != before


def test_nothing_is_held_after_a_crawl_and_no_row_shows_a_cookie(played: dict[str, Any]) -> None:
    for name in (name for name in CASES if name.startswith("kept")):
        assert not [row for row in played[name]["rows"] if row["holder"] or row["secret"]]


def test_the_log_names_no_credential(played: dict[str, Any]) -> None:
    assert "_2AkM" not in played["log"]
    assert "SUB=" not in played["log"]
