"""Spiders crawl the replica sites over HTTP; every fault ends in its own outcome, with the page kept."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from drill.scenario import Scenario
from drill.scenarios.outage import outage_story

SEED = 7
AGO = 4
WEIBO = {"spider": "weibo-search", "hours": 20, "ago": AGO}
WECHAT = {"spider": "wechat-articles", "hours": 24 * 4}
CASES: dict[str, dict[str, Any]] = {
    "healthy": WEIBO,
    "no cookie": {**WEIBO, "cookie": ""},
    "foreign cookie": {**WEIBO, "cookie": "SUB=somebody-else"},
    "expired in the middle": {**WEIBO, "fault": "expired_session", "after": 6},
    "captcha": {**WEIBO, "fault": "captcha", "after": 5},
    "rate limit": {**WEIBO, "fault": "rate_limit"},
    "forbidden": {**WEIBO, "fault": "forbidden"},
    "changed layout": {**WEIBO, "fault": "changed_layout"},
    "changed card": {**WEIBO, "fault": "changed_part", "times": 1},
    "server down": {**WEIBO, "fault": "server_error"},
    "server hiccup": {**WEIBO, "fault": "server_error", "times": 1},
    "one page never comes": {**WEIBO, "fault": "server_error", "page": 3},
    "line cut": {**WEIBO, "fault": "connection_lost"},
    "soft block": {**WEIBO, "fault": "soft_block"},
    "empty page": {**WEIBO, "fault": "empty_page", "page": 2},
    "empty page once": {**WEIBO, "fault": "empty_page", "page": 2, "times": 1},
    "unknown brand": {**WEIBO, "words": ["根本没有的牌子"]},
    "more than the site shows": {"spider": "weibo-search", "hours": 1, "crowd": 620, "words": ["青鹭出行"]},
    "words that cannot be asked": {**WEIBO, "words": ["青", "青鹭出行", "##"]},
    "odd words": {**WEIBO, "words": ["#青鹭出行#", " 青鹭🚲 ", "青鹭 单车", "a&b=c#d?e/f"]},
    "far fewer than usual": {**WEIBO, "usual": 5000},
    "as many as usual": {**WEIBO, "usual": 110},
    "quietly blocked with a past": {**WEIBO, "usual": 5000, "fault": "soft_block", "after": 3},
    "budget used up": {**WEIBO, "budget": 4},
    "store broken": {**WEIBO, "pipelines": {"tests.crawlers.broken_pipeline.Broken": 300}},
    "articles": WECHAT,
    "articles: check page": {**WECHAT, "at": "search", "fault": "captcha", "after": 25},
    "articles: search busy": {**WECHAT, "at": "search", "fault": "rate_limit"},
    "articles: search changed": {**WECHAT, "at": "search", "fault": "changed_layout"},
    "articles: verification": {**WECHAT, "at": "articles", "fault": "captcha", "after": 3},
    "articles: empty shell": {**WECHAT, "at": "articles", "fault": "empty_shell"},
    "articles: changed": {**WECHAT, "at": "articles", "fault": "changed_layout"},
    "articles: unknown brand": {**WECHAT, "words": ["根本没有的牌子"]},
}


@pytest.fixture(scope="module")
def stage_now() -> datetime:
    return datetime.fromisoformat("2026-11-23T01:30:00+00:00")


@pytest.fixture(scope="module")
def story(stage_now: datetime) -> Scenario:
    return outage_story(SEED, stage_now)


@pytest.fixture(scope="module")
def played(stage_now: datetime) -> dict[str, Any]:
    asked = json.dumps({"now": stage_now.isoformat(), "cases": list(CASES.values())})
    command = [sys.executable, "-m", "tests.crawlers.child", "tests.crawlers.theatre"]
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "service.settings"}
    child = subprocess.run(command, check=False, env=settings, input=asked, capture_output=True, text=True, timeout=240)
    assert child.returncode == 0, child.stderr[-3000:]
    results = dict(zip(CASES, (json.loads(line) for line in child.stdout.splitlines()), strict=True))
    return {**results, "log": child.stderr}


ENDS = {
    "healthy": ("complete", ""),
    "no cookie": ("expired_session", "要求登录"),
    "foreign cookie": ("expired_session", "要求登录"),
    "expired in the middle": ("expired_session", "要求登录"),
    "captcha": ("refused", "要求人工验证"),
    "rate limit": ("refused", "过于频繁"),
    "forbidden": ("refused", "拒绝访问"),
    "changed layout": ("changed_layout", "页面读不懂"),
    "changed card": ("changed_layout", "找不到作者"),
    "server down": ("failed", "服务器出错"),
    "server hiccup": ("complete", ""),
    "one page never comes": ("partial", "服务器出错"),
    "line cut": ("failed", "连不上"),
    "soft block": ("refused", "暗中限制"),
    "empty page": ("partial", "却是空的"),
    "empty page once": ("complete", ""),
    "unknown brand": ("empty", "没有相关结果"),
    "more than the site shows": ("partial", "50 页上限"),
    "words that cannot be asked": ("complete", ""),
    "odd words": ("empty", "没有属于本主题"),
    "far fewer than usual": ("complete", ""),
    "as many as usual": ("complete", ""),
    "quietly blocked with a past": ("refused", "暗中限制"),
    "budget used up": ("partial", "请求预算 4 次已用完"),
    "store broken": ("failed", "程序出错：OSError：disk is full"),
    "articles": ("complete", ""),
    "articles: check page": ("refused", "要求人工验证"),
    "articles: search busy": ("refused", "过于频繁"),
    "articles: search changed": ("changed_layout", "找不到结果列表"),
    "articles: verification": ("refused", "要求人工验证"),
    "articles: empty shell": ("refused", "要求人工验证"),
    "articles: changed": ("changed_layout", "没有 biz"),
    "articles: unknown brand": ("empty", "没有相关结果"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_fault_ends_in_its_own_outcome(played: dict[str, Any], name: str) -> None:
    outcome, words = ENDS[name]
    assert played[name]["outcome"] == outcome, played[name]
    assert words in played[name]["reason"]


WITHOUT_A_PAGE = {"more than the site shows", "store broken", "budget used up"}


@pytest.mark.parametrize(
    "name", [name for name, end in ENDS.items() if end[0] not in {"complete", "empty"} and name not in WITHOUT_A_PAGE]
)
def test_what_went_wrong_is_kept_as_evidence(played: dict[str, Any], name: str) -> None:
    assert played[name]["kept"], played[name]
    assert all(page["place"] for page in played[name]["kept"])


def test_a_healthy_crawl_finds_every_post_of_the_window_once(played: dict[str, Any], story: Scenario) -> None:
    until = story.now - timedelta(hours=AGO)
    since = until - timedelta(hours=20)
    there = {str(post.mid) for post in story.about_brand() if since <= post.published_at < until}
    found = played["healthy"]["ids"]
    assert len(found) == len(set(found)) == played["healthy"]["expected"]
    assert set(found) == there


def test_a_healthy_crawl_finds_every_article_of_the_window(played: dict[str, Any], story: Scenario) -> None:
    since = story.now - timedelta(hours=24 * 4)
    there = {f"{a.biz}:{a.mid}:{a.idx}" for a in story.articles_about_brand() if a.published_at >= since}
    assert set(played["articles"]["ids"]) == there


@pytest.mark.parametrize(
    "name",
    ["expired in the middle", "captcha", "changed card", "one page never comes", "empty page", "articles: check page"],
)
def test_what_was_parsed_before_the_fault_is_kept(played: dict[str, Any], name: str) -> None:
    assert played[name]["fetched"] > 0


@pytest.mark.parametrize("name", ["one page never comes", "empty page", "articles: verification"])
def test_what_is_missing_shows_in_the_expected_number(played: dict[str, Any], name: str) -> None:
    assert played[name]["expected"] > played[name]["fetched"]


@pytest.mark.parametrize("name", ["no cookie", "rate limit", "forbidden", "articles: search busy"])
def test_a_refusal_stops_the_crawl_at_once(played: dict[str, Any], name: str) -> None:
    assert played[name]["requests"] <= 6
    assert played[name]["expected"] is None


def test_five_hundred_posts_of_a_crowded_hour_are_taken_and_the_rest_is_unknown(played: dict[str, Any]) -> None:
    assert played["more than the site shows"]["fetched"] == 500
    assert played["more than the site shows"]["expected"] is None


def test_few_results_are_believed_only_after_a_word_that_must_have_some(played: dict[str, Any]) -> None:
    assert played["far fewer than usual"]["probed"]
    assert not played["as many as usual"]["probed"]
    assert played["unknown brand"]["probed"]
    assert played["far fewer than usual"]["requests"] == played["as many as usual"]["requests"] + 1


def test_a_crawl_never_asks_more_often_than_its_budget(played: dict[str, Any]) -> None:
    assert played["budget used up"]["requests"] <= 4


def test_nothing_more_is_fetched_once_it_cannot_be_stored(played: dict[str, Any]) -> None:
    assert played["store broken"]["requests"] < played["healthy"]["requests"]


def test_only_the_broken_card_is_lost(played: dict[str, Any]) -> None:
    lost = set(played["healthy"]["ids"]) - set(played["changed card"]["ids"])
    assert len(lost) <= 1


def test_the_log_holds_no_cookie_and_no_stranger_s_line(played: dict[str, Any], story: Scenario) -> None:
    assert "SUB=" not in played["log"]
    assert "somebody-else" not in played["log"]
    assert not any(post.text[:20] in played["log"] for post in story.about_brand() if len(post.text) > 20)
