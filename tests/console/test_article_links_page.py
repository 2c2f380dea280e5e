"""Links are pasted by those who may, every line is answered, and nothing that strangers wrote is markup."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from console.roles import DUTY_GROUP
from domain.article_link import FoundBy, FoundLink, LinksFound
from domain.refusal import Refusal
from storage import article_queue, pauses
from storage.models import ArticleLink, Watch

GOOD = "https://mp.weixin.qq.com/s/7FkK0lM3tq_X-b2Yz01abQ"
HOSTILE = "<script>alert(1)</script>"


def pasted(client: Client, lines: str, **more: object) -> str:
    answer = client.post(reverse("article-links"), {"lines": lines, **more}, follow=True)
    return answer.content.decode()


def test_every_line_is_answered_and_the_good_ones_are_taken_once(as_alice: Client, watch: Watch) -> None:
    lines = f"{GOOD}\n\n看看 {GOOD}\nhttps://evil.example/{HOSTILE}\njavascript:alert(1)\n{HOSTILE}"
    shown = pasted(as_alice, lines, watch=watch.pk)
    for words in (
        "已收下，排队读取 1 条",
        "已经有了 1 条",
        "不能收 3 条",
        "只收公众号文章",
        "不是网页链接",
        "没有链接",
    ):
        assert words in shown
    assert HOSTILE not in shown
    row = ArticleLink.objects.get()
    assert (row.url, row.by, row.watch_id, row.found_by) == (GOOD, "艾丽丝", watch.pk, FoundBy.CONSOLE.value)


def test_ten_thousand_lines_are_told_in_numbers(as_alice: Client) -> None:
    good = [f"https://mp.weixin.qq.com/s/{number:021d}A" for number in range(5_000)]
    shown = pasted(as_alice, "\n".join(good + ["坏的一行"] * 5_000))
    assert "已收下，排队读取 5,000 条" in shown
    assert "另有 4,800 行不能收" in shown


def test_a_viewer_sees_the_queue_and_can_hand_in_nothing(as_bob: Client) -> None:
    assert "只能查看" in as_bob.get(reverse("article-links")).content.decode()
    assert as_bob.post(reverse("article-links"), {"lines": GOOD}).status_code == 403
    assert not ArticleLink.objects.exists()
    assert Group.objects.filter(name=DUTY_GROUP).exists()


def test_what_the_search_said_stands_there_as_text_and_a_rest_is_told(as_bob: Client, at: datetime) -> None:
    link = FoundLink(name="row/1", url=None, account=HOSTILE, title=HOSTILE, told_at=at)
    article_queue.found(LinksFound(by=FoundBy.SEARCH, place="search/1", source="搜", links=(link,)), None, at)
    pauses.pause("mp.weixin.qq.com", Refusal.CAPTCHA, at)
    shown = as_bob.get(reverse("article-links"), {"state": "waiting"}).content.decode()
    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown
    assert "前不再请求，之后先试一次" in shown
    assert "没有这样的链接" in as_bob.get(reverse("article-links"), {"state": "gone"}).content.decode()


@pytest.mark.parametrize("lines", ["", "   ", "x" * 2_000_001])
def test_nothing_and_far_too_much_are_refused_in_words(as_alice: Client, lines: str) -> None:
    shown = pasted(as_alice, lines)
    assert "请先粘贴链接" in shown or "一次最多粘贴" in shown


def test_a_queue_without_links_says_where_they_come_from(as_bob: Client, at: datetime) -> None:
    pauses.pause("weixin.sogou.com", Refusal.CAPTCHA, at - timedelta(hours=5))
    shown = as_bob.get(reverse("article-links")).content.decode()
    assert "都会排在这里" in shown
    assert "前不再请求" not in shown
