"""The article host of the stage set: links of every kind, albums, states, and trouble as data."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from drill.scenario import Article, Fate
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.sites.wechat.articles import known_faults
from drill.sites.wechat.names import long_link, short_of
from drill.sites.wechat.state_page import STATES
from drill.stage import Stage
from tests.drill.test_sites import get

REAL = "https://mp.weixin.qq.com"


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(outage_story(2026, datetime.fromisoformat("2026-11-23T01:30:00+00:00"))) as stage:
        yield stage


@pytest.fixture
def article(stage: Stage) -> Article:
    return next(article for article in stage.scenario.articles if article.fate is Fate.THERE)


def asked(stage: Stage, link: str) -> tuple[int, str, str]:
    return get(link.replace(REAL, stage.wechat_article_url).partition("#")[0])


def test_every_article_has_several_short_links_and_one_long_one_that_opens(stage: Stage, article: Article) -> None:
    bodies = {asked(stage, f"{REAL}/s/{short_of(article, number)}")[2] for number in (0, 1)}
    bodies.add(asked(stage, long_link(article, code=True))[2])
    assert len(bodies) == 1
    assert "cgiDataNew" in bodies.pop()


def test_a_long_link_without_its_check_code_leads_to_the_check(stage: Stage, article: Article) -> None:
    status, location, _ = asked(stage, long_link(article))
    assert (status, location.startswith("/mp/wappoc_appmsgcaptcha?")) == (302, True)


def test_an_unknown_short_link_is_a_wrong_parameter(stage: Stage) -> None:
    assert "参数错误" in asked(stage, f"{REAL}/s/{'0' * 21}A")[2]


@pytest.mark.parametrize("fate", STATES, ids=lambda fate: fate.value)
def test_what_became_of_an_article_stands_in_its_place(stage: Stage, article: Article, fate: Fate) -> None:
    stage.articles.show([replace(article, fate=fate)])
    assert STATES[fate] in asked(stage, f"{REAL}/s/{short_of(article)}")[2]
    stage.articles.show(stage.scenario.articles)


def test_an_album_comes_in_pages(stage: Stage, article: Article) -> None:
    stage.articles.show([replace(article, mid=article.mid + number, album="31415926") for number in range(3)])
    path = f"{REAL}/mp/appmsgalbum?action=getalbum&__biz={article.biz}&album_id=31415926&count=2&f=json"
    first = json.loads(asked(stage, path)[2])["getalbum_resp"]
    last = first["article_list"][-1]
    rest = json.loads(asked(stage, f"{path}&begin_msgid={last['msgid']}&begin_itemidx={last['itemidx']}")[2])
    stage.articles.show(stage.scenario.articles)
    assert (first["continue_flag"], len(first["article_list"])) == ("1", 2)
    assert (rest["getalbum_resp"]["continue_flag"], rest["getalbum_resp"]["article_list"]["title"]) == (
        "0",
        article.title,
    )


@pytest.mark.parametrize("fault", sorted(known_faults() - {Fault.TOO_LARGE}), ids=lambda fault: fault.value)
def test_every_fault_spoils_one_answer_and_ends(stage: Stage, article: Article, fault: Fault) -> None:
    link = f"{REAL}/s/{short_of(article)}"
    good = asked(stage, link)
    stage.articles.temper.make(Trouble(fault=fault, times=1))
    assert asked(stage, link) != good
    assert asked(stage, link) == good
    stage.articles.temper.make()


def test_the_search_has_had_other_class_names(stage: Stage) -> None:
    stage.search.before_2022 = True
    headers = {"Cookie": "SNUID=x", "Referer": f"{stage.wechat_search_url}/"}
    body = get(f"{stage.wechat_search_url}/weixin?type=2&query=%E9%9D%92%E9%B9%AD&page=1", headers)[2]
    stage.search.before_2022 = False
    assert 'class="account"' in body
    assert "all-time-y2" not in body.partition('class="news-list"')[2]
