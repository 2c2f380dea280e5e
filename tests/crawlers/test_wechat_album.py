"""Pages of albums: lists, a single article as an object, and shapes that nobody knows."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_album import read_album
from crawlers.spiders.wechat_albums import found_link
from drill.sites.wechat.albums import album_page
from tests.crawlers.test_wechat_article_kinds import NOW, ONE

ASKED = {"__biz": ONE.biz, "album_id": "31415926", "count": "2"}
LISTED = [
    replace(ONE, mid=ONE.mid + number, album="31415926", published_at=ONE.published_at - timedelta(hours=number))
    for number in range(3)
]


def given(**asked: str) -> dict[str, Any]:
    return album_page(LISTED, NOW, {**ASKED, **asked})


def packed(page: object) -> bytes:
    return json.dumps(page).encode()


def test_a_page_lists_its_articles_newest_first_and_says_whether_there_are_more() -> None:
    page = read_album(packed(given()))
    assert (page.title, page.more, len(page.articles)) == ("出行观察", True, 2)
    link = found_link(page.articles[0])
    assert (link.name, link.told_at, link.why) == (f"{ONE.biz}:{ONE.mid}:2", ONE.published_at, "")
    assert "chksm=" in (link.url or "")


def test_a_single_article_comes_as_an_object() -> None:
    page = read_album(packed(given(begin_msgid=str(ONE.mid + 1), begin_itemidx="2")))
    assert [article.message for article in page.articles] == [str(ONE.mid + 2)]
    assert not page.more


def test_a_link_that_nobody_can_open_or_of_another_host_stands_there_with_its_reason() -> None:
    page = given()
    rows = page["getalbum_resp"]["article_list"]
    rows[0]["url"] = rows[0]["url"].partition("&chksm")[0]
    rows[1]["url"] = "https://evil.example/s/1"
    first, second = (found_link(article) for article in read_album(packed(page)).articles)
    assert "校验码" in first.why
    assert (second.url, "只收公众号文章" in second.why) == (None, True)


def test_a_broken_row_is_named_and_the_others_are_kept() -> None:
    page = given()
    del page["getalbum_resp"]["article_list"][0]["create_time"]
    found = read_album(packed(page))
    assert len(found.articles) == 1
    assert "article_list[0].create_time" in found.unreadable[0].place


@pytest.mark.parametrize(
    "page", [{}, {"getalbum_resp": {}}, {"getalbum_resp": {"article_list": "x"}}, {"base_resp": {"ret": -3}}, []]
)
def test_an_answer_of_another_shape_is_refused(page: object) -> None:
    with pytest.raises(UnreadablePage):
        read_album(packed(page))


def test_an_empty_album_is_an_answer() -> None:
    assert read_album(packed(album_page([], NOW, ASKED))).articles == ()
