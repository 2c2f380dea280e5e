"""The own account by right, over real HTTP: what comes, and what is recorded and told where it does not."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_codes import CODES, official_refusal, verdict_of
from crawlers.pages.wechat_official import read_comments, read_desk, read_numbers, read_published, read_records
from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.own_account import FoundBy, OwnArticle, next_look
from domain.post import Channel
from domain.refusal import BY_RIGHT, Refusal
from drill.sites.wechat_official import ERRORS, REFUSED_ADDRESS, failure
from storage import crawls, own_tokens
from storage.models import Watch
from tests.crawlers.playing import Told, play

NOW = "2026-11-23T01:30:00+00:00"
THEN = datetime.fromisoformat(NOW)
COMMENTS, TOKEN = "/cgi-bin/comment/list", "/cgi-bin/stable_token"


def comments(**more: Any) -> Told:
    return {"spider": "wechat-comments", "targets": ["2247490098_1"], **more}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One way in and what goes wrong with it; what is recorded, how often it is asked, and what people read."""

    step: Told
    outcome: CrawlOutcome
    refusal: str = ""
    asked: dict[str, int] = field(default_factory=dict)
    says: tuple[str, ...]
    fetched: int = 0
    forced: int = 0


ROWS: dict[str, Row] = {
    "comments work": Row(
        step={"spider": "wechat-comments", "article": True},
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 1, COMMENTS: 3},
        says=("取得 120 条",),
        fetched=120,
    ),
    "a token that is over is renewed": Row(
        step=comments(fresh=False, expire=True),
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 1, COMMENTS: 4},
        says=("取得 120 条",),
        fetched=120,
    ),
    "a token that is refused and given again is forced once": Row(
        step=comments(errors={COMMENTS: [42001]}),
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 3, COMMENTS: 4},
        says=("取得 120 条",),
        fetched=120,
        forced=1,
    ),
    "a token that is refused again and again": Row(
        step=comments(always={COMMENTS: 40001}, after=60),
        outcome=CrawlOutcome.EXPIRED_SESSION,
        refusal="credentials",
        asked={TOKEN: 3, COMMENTS: 2},
        says=("错误码 40001", "请核对 AppSecret", "rid 66f0a1b2"),
        forced=1,
    ),
    "a wrong secret": Row(
        step=comments(secret="S-wrong-secret"),
        outcome=CrawlOutcome.EXPIRED_SESSION,
        refusal="credentials",
        asked={TOKEN: 1},
        says=("错误码 40125", "AppSecret 可能已重置"),
    ),
    "an address that is not on the list": Row(
        step=comments(always={TOKEN: 40164}),
        outcome=CrawlOutcome.REFUSED,
        refusal="address",
        asked={TOKEN: 1},
        says=("错误码 40164", f"被拒绝的地址是 {REFUSED_ADDRESS}", "IP 白名单"),
    ),
    "no right to comments": Row(
        step=comments(always={COMMENTS: 88000}),
        outcome=CrawlOutcome.REFUSED,
        refusal="unauthorised",
        asked={TOKEN: 1, COMMENTS: 1},
        says=("错误码 88000", "没有留言权限", "own_comments_minutes"),
    ),
    "no right to the published list": Row(
        step={"spider": "wechat-published", "always": {"/cgi-bin/freepublish/batchget": 48001}},
        outcome=CrawlOutcome.REFUSED,
        refusal="unauthorised",
        says=("错误码 48001", "请先认证"),
    ),
    "a quota of the day": Row(
        step=comments(always={COMMENTS: 45009}),
        outcome=CrawlOutcome.REFUSED,
        refusal="quota",
        asked={TOKEN: 1, COMMENTS: 1},
        says=("错误码 45009", "零点后自动恢复"),
    ),
    "a quota of the day is not tried again that day": Row(
        step=comments(fresh=False, after=60),
        outcome=CrawlOutcome.REFUSED,
        refusal="quota",
        asked={},
        says=("到 2026年11月24日 00:00 恢复",),
    ),
    "a quota of the day is over at midnight": Row(
        step=comments(fresh=False, after=60 * 15),
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 1, COMMENTS: 3},
        says=("取得 120 条",),
        fetched=120,
    ),
    "a quota of the minute": Row(
        step=comments(errors={COMMENTS: [45011]}),
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 1, COMMENTS: 4},
        says=("取得 120 条",),
        fetched=120,
    ),
    "a quota of the minute that stays": Row(
        step=comments(always={COMMENTS: 45011}),
        outcome=CrawlOutcome.REFUSED,
        refusal="rate_limit",
        asked={TOKEN: 1, COMMENTS: 2},
        says=("错误码 45011", "间隔调大"),
    ),
    "a busy moment": Row(
        step=comments(errors={COMMENTS: [-1]}),
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 1, COMMENTS: 4},
        says=("取得 120 条",),
        fetched=120,
    ),
    "an account that is punished": Row(
        step=comments(always={COMMENTS: 50002}),
        outcome=CrawlOutcome.REFUSED,
        refusal="banned",
        says=("错误码 50002", "处罚或冻结"),
    ),
    "a code that nobody knows": Row(
        step=comments(always={COMMENTS: 99999}),
        outcome=CrawlOutcome.FAILED,
        refusal="unknown_code",
        asked={TOKEN: 1, COMMENTS: 1},
        says=("错误码 99999", "something else", "rid 66f0a1b2"),
    ),
    "an article that is no more": Row(
        step=comments(targets=["1000001625_1"]),
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 1, COMMENTS: 1},
        says=("1 篇已删除或下架",),
    ),
    "an answer of another shape": Row(
        step=comments(strange=[COMMENTS]),
        outcome=CrawlOutcome.CHANGED_LAYOUT,
        refusal="changed_layout",
        says=("页面读不懂", "comment"),
    ),
    "nobody answers": Row(
        step=comments(down=True),
        outcome=CrawlOutcome.FAILED,
        refusal="network",
        says=("连不上",),
    ),
    "a run that may not ask so much": Row(
        step=comments(requests=2),
        outcome=CrawlOutcome.PARTIAL,
        asked={TOKEN: 1, COMMENTS: 2},
        says=("请求上限 2 次已用完",),
        fetched=98,
    ),
    "the published list works": Row(
        step={"spider": "wechat-published"},
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 1, "/cgi-bin/freepublish/batchget": 1},
        says=("取得 2 条",),
        fetched=2,
    ),
    "numbers work": Row(
        step={"spider": "wechat-numbers", "fresh": False},
        outcome=CrawlOutcome.COMPLETE,
        asked={"/datacube/getarticletotaldetail": 7},
        says=("榜单、账号资料或专辑目录 1 项",),
    ),
    "numbers are late": Row(
        step={"spider": "wechat-numbers", "delayed": True},
        outcome=CrawlOutcome.PARTIAL,
        says=("还没有算完",),
    ),
    "records work": Row(
        step={"spider": "wechat-service"},
        outcome=CrawlOutcome.COMPLETE,
        asked={TOKEN: 1, "/customservice/msgrecord/getmsglist": 2},
        says=("取得 2 条",),
        fetched=2,
    ),
    "records are not switched on at the platform": Row(
        step={"spider": "wechat-service", "always": {"/customservice/msgrecord/getmsglist": 65400}},
        outcome=CrawlOutcome.REFUSED,
        refusal="unauthorised",
        says=("错误码 65400", "没有开通新版客服功能"),
    ),
    "a desk works": Row(
        step={"spider": "wechat-kf", "news": True},
        outcome=CrawlOutcome.COMPLETE,
        asked={"/cgi-bin/gettoken": 1, "/cgi-bin/kf/sync_msg": 3},
        says=("取得 4 条",),
        fetched=4,
    ),
}
rows = pytest.mark.parametrize("name", list(ROWS))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Told], str]:
    """What each row left behind, and everything that was logged meanwhile."""
    folder = tmp_path_factory.mktemp("official")
    told, logged = play("official_play", folder, [row.step for row in ROWS.values()], NOW)
    return dict(zip(ROWS, told, strict=True)), logged + json.dumps(told)


@rows
@pytest.mark.slow
def test_a_way_in_is_recorded_as_it_went(name: str, played: tuple[dict[str, Told], str]) -> None:
    row, done = ROWS[name], played[0][name]
    crawl, source = done["crawl"], done["source"]
    assert (crawl["outcome"], crawl["refusal"]) == (row.outcome.value, row.refusal), crawl["reason"]
    assert (source["outcome"], source["refusal"]) == (row.outcome.value, row.refusal)
    assert crawl["fetched"] == row.fetched
    assert all(words in crawl["reason"] for words in row.says), crawl["reason"]
    assert not row.asked or done["asked"] == row.asked
    assert done["forced"] == row.forced
    assert bool(source["received_at"]) == bool(crawl["new"]) or not row.step.get("fresh", True)


@rows
@pytest.mark.django_db
@pytest.mark.slow
def test_the_console_says_what_it_is_and_what_to_do(
    name: str, played: tuple[dict[str, Told], str], settings: Any
) -> None:
    settings.ROOT_URLCONF = "console.urls"
    row, crawl = ROWS[name], played[0][name]["crawl"]
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭")
    plan = CrawlPlan(spider=row.step["spider"], watch=watch.pk, since=THEN, until=THEN)
    end = CrawlEnd(
        outcome=row.outcome,
        reason=crawl["reason"],
        refusal=crawl["refusal"],
        expected=None,
        fetched=0,
        new=0,
        found_again=0,
        requests=1,
    )
    crawls.end(crawls.begin(plan, Channel.WECHAT, THEN, leads=False), end, THEN)
    client = Client()
    client.force_login(User.objects.create(username="viewer"))
    page = client.get("/crawls/").content.decode()
    assert all(words in page for words in row.says)


@pytest.mark.slow
def test_no_token_and_no_secret_is_ever_written_down(played: tuple[dict[str, Told], str]) -> None:
    assert "错误码" in played[1].encode().decode("unicode_escape", "ignore") or "asked again" in played[1]
    for secret in (
        "TOKEN-",
        "CORP-",
        "access_token=",
        "S-account-secret",
        "S-desk-secret",
        "S-wrong-secret",
        "oCustomer",
    ):
        assert secret not in played[1], secret


@pytest.mark.slow
def test_everything_belongs_to_the_account_s_watch_and_names_nobody(played: tuple[dict[str, Told], str]) -> None:
    done = played[0]
    first = done["comments work"]
    assert first["mentions"] == 120
    assert {post["kind"] for post in first["posts"]} == {"comment"}
    assert {post["author_key"] for post in first["posts"]} == {"hash10", ""}
    assert first["posts"][0]["root_id"] == "MzAxheron==:2247490098:1"
    assert (first["article"]["announced"], first["article"]["given"]) == (120, 120)
    assert done["records work"]["posts"][0]["kind"] == "message"
    assert done["a desk works"]["cursors"] == [["wk1", "c5"]]
    assert [post["text"] for post in done["a desk works"]["posts"]] == ["第 1 问", "第 3 问", "第 4 问", "第 5 问"]


@pytest.mark.slow
def test_a_number_that_a_person_typed_is_on_the_plan_once_it_is_proven(played: tuple[dict[str, Told], str]) -> None:
    typed = played[0]["a busy moment"]
    assert (typed["articles"], typed["article"]["found_by"]) == ([["2247490098", 1]], "person")
    assert typed["article"]["next_at"]
    assert played[0]["an article that is no more"]["articles"] == []


@pytest.mark.slow
def test_own_articles_come_with_their_numbers(played: tuple[dict[str, Told], str]) -> None:
    done = played[0]
    (article, short) = done["the published list works"]["posts"]
    assert (article["kind"], article["text"]) == ("article", "我们为故障道歉。\n押金照退。")
    assert short["native_id"].startswith("published:")
    assert done["the published list works"]["articles"] == [["2247490098", 1]]
    assert done["numbers work"]["source"]["received_at"]
    assert not done["numbers are late"]["source"]["received_at"]
    read = next(post for post in done["numbers work"]["posts"] if post["reads"] is not None)
    assert (read["native_id"], read["reads"], read["likes"]) == (article["native_id"], 5120, 31)


def test_every_code_is_played_and_every_word_of_right_has_a_row() -> None:
    assert set(ERRORS) == set(CODES)
    assert {row.refusal for row in ROWS.values()} >= {refusal.value for refusal in BY_RIGHT}


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_every_code_has_its_word_and_its_cure(code: int) -> None:
    body = json.dumps(failure(code)).encode()
    verdict = verdict_of(body)
    assert verdict is not None
    assert verdict.cure()
    assert verdict.rid == "66f0a1b2-3c4d5e6f-01234567"
    assert verdict.shown().startswith(f"错误码 {code}，")
    assert official_refusal(Answer(url="http://x", status=200, body=body)) is CODES[code].refusal


def test_what_is_no_answer_of_an_interface_is_told_apart() -> None:
    def refused(status: int, body: bytes = b"") -> Refusal | None:
        return official_refusal(Answer(url="http://x", status=status, body=body))

    assert refused(502) is Refusal.SERVER_ERROR
    assert refused(404) is Refusal.GONE
    assert refused(403) is Refusal.FORBIDDEN
    assert refused(200, b"<html>") is None
    assert refused(200, b'{"errcode": "40001"}') is None


ARTICLE = OwnArticle(account="wx0", mid="1", idx=1, published_at=THEN, found_by=FoundBy.PERSON)


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b"{}", b'{"comment": 5}', b'{"comment": [1]}', b"[" * 9999])
def test_another_shape_is_never_absorbed(body: bytes) -> None:
    for read in (
        lambda: read_comments(body, ARTICLE, THEN, str),
        lambda: read_published(body, "wx0", "青鹭", THEN),
        lambda: read_numbers(body, "wx0", THEN),
        lambda: read_records(body, "wx0", THEN, str),
        lambda: read_desk(body, THEN, str),
    ):
        with pytest.raises(UnreadablePage):
            read()


def test_a_fact_that_is_missing_is_unknown() -> None:
    detail = {"stat_date": "2026-11-22", "read_user": 9}
    body = {"list": [{"ref_date": "2026-11-21", "msgid": "7_2", "detail_list": [detail]}], "is_delay": False}
    (numbers,) = read_numbers(json.dumps(body).encode(), "wx0", THEN).numbers
    assert (numbers.idx, numbers.reading.reads, numbers.reading.likes) == (2, 9, None)


def test_comments_are_asked_for_ever_more_seldom() -> None:
    def wait(age: timedelta) -> timedelta | None:
        following = next_look(THEN - age, THEN)
        return following - THEN if following else None

    ages = [timedelta(hours=1), timedelta(days=2), timedelta(days=5), timedelta(days=20), timedelta(days=31)]
    minutes = [None if (pause := wait(age)) is None else pause / timedelta(minutes=1) for age in ages]
    assert minutes == [10, 60, 360, 1440, None]


@pytest.mark.django_db
def test_a_token_is_renewed_from_five_minutes_before_its_end() -> None:
    own_tokens.keep("wx0", own_tokens.Token(value="T1", good_until=THEN + timedelta(hours=2)))
    assert own_tokens.good("wx0", THEN + timedelta(minutes=114)) == "T1"
    assert own_tokens.good("wx0", THEN + timedelta(minutes=115)) is None


@pytest.mark.django_db
def test_a_token_is_forced_twenty_times_a_day_half_a_minute_apart() -> None:
    assert own_tokens.may_force("wx0", THEN)
    assert not own_tokens.may_force("wx0", THEN + timedelta(seconds=29))
    later = [own_tokens.may_force("wx0", THEN + timedelta(seconds=30 * number)) for number in range(1, 25)]
    assert later == [True] * 19 + [False] * 5
    assert own_tokens.may_force("wx0", THEN + timedelta(days=1))
