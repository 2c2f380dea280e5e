"""Articles of every kind and age, as the replica and invented pages give them; embedded things become marks."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_article import LARGEST, read_article
from crawlers.pages.wechat_gate import article_refusal
from crawlers.pages.wechat_scripts import variable_facts
from crawlers.pages.wechat_state import ArticleState, NoArticle
from domain.post import Post
from domain.refusal import Refusal
from drill.scenario import Article, Fate, Mood
from drill.sites.wechat.article_page import article_page
from drill.sites.wechat.names import long_link, sn_of
from drill.sites.wechat.state_page import STATES, TRANSFERRED, state_page

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ASKED = "https://mp.weixin.qq.com/s?src=11&timestamp=1795397400&ver=1&signature=abc&new=1"
ONE = Article(
    biz="MzA0MDAwMDAwMQ==",
    user_name="gh_0123456789ab",
    account="江城早报",
    mid=2247500001,
    idx=2,
    title="青鹭出行'昨晚'怎么了 & 为什么",
    paragraphs=("第一段：a<b", "第二段"),
    published_at=datetime(2026, 11, 23, 1, 30, tzinfo=UTC),
    region="湖北",
    mood=Mood.NEUTRAL,
    comments=7,
)
OTHER = replace(ONE, mid=2247400000, idx=1, biz="MzA0MDAwMDAwMg==")


def post(body: str) -> Post:
    found = read_article(body.encode(), ASKED, NOW)
    assert isinstance(found, Post)
    return found


@pytest.mark.parametrize("kind", ["0", "5", "7", "8", "10", "11", "17"])
@pytest.mark.parametrize("lasting", [True, False])
def test_every_kind_gives_the_same_facts(kind: str, lasting: bool) -> None:
    found = post(article_page(replace(ONE, kind=kind), lasting=lasting))
    assert found.native_id == "MzA0MDAwMDAwMQ==:2247500001:2"
    assert (found.title, found.text.split()) == (ONE.title, ["第一段：a<b", "第二段"])
    assert found.published_at == ONE.published_at
    assert found.reading is not None
    assert (found.reading.comments, found.reading.reads, found.reading.likes) == (7, None, None)
    assert (found.url == ASKED) is not lasting
    assert (f"sn/{ONE.biz}:{sn_of(ONE)}" in found.aliases) is lasting


def test_markup_in_a_body_is_text_and_no_count_is_not_zero() -> None:
    found = post(article_page(replace(ONE, paragraphs=("<script>alert(1)</script>",), comments=None), lasting=True))
    assert found.text == "<script>alert(1)</script>"
    assert found.reading is None


def test_a_page_of_2018_is_known_by_its_link_alone() -> None:
    found = post(article_page(replace(ONE, of_2018=True)))
    assert (found.native_id, found.published_at) == ("MzA0MDAwMDAwMQ==:2247500001:2", ONE.published_at)
    assert found.author is not None
    assert found.author.name == "江城早报"


def test_a_repost_names_its_origin() -> None:
    found = post(article_page(replace(ONE, origin=OTHER), lasting=True))
    assert (found.root_id, found.source) == ("MzA0MDAwMDAwMg==:2247400000:1", "转载")
    assert post(article_page(ONE, lasting=True)).root_id is None


def test_an_old_repost_has_an_empty_body_and_the_origin_beside_it() -> None:
    body = (
        '<h2 id="activity-name">旧转载</h2><div id="js_content"></div>'
        f'<a id="js_share_source" data-url="{long_link(OTHER).replace("&", "&amp;")}">阅读原文</a>'
        '<script>var biz = "MzA0MDAwMDAwMQ==";var mid = "22475";var idx = "1";var ct = "1500000000";'
        'var msg_title = "旧转载";var msg_desc = "一句话推荐";</script>'
    )
    found = post(body)
    assert (found.text, found.root_id) == ("一句话推荐", "MzA0MDAwMDAwMg==:2247400000:1")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<mpvoice name="x"></mpvoice>后文', "前文〔音频〕后文"),
        ('<iframe class="video_iframe" data-src="https://v.qq.com/x"></iframe>后文', "前文〔视频〕后文"),
        ("<mpvideosnap>里面</mpvideosnap>后文", "前文〔视频〕后文"),
        ('<mp-common-profile data-nickname="x"></mp-common-profile>后文', "前文〔公众号名片〕后文"),
        ("<mp-miniprogram>里面</mp-miniprogram>后文", "前文〔小程序〕后文"),
        ("<qqmusic></qqmusic>后文", "前文〔音乐〕后文"),
        ('<img data-src="a.jpg"><br>后文', "前文\n后文"),
        ('<img data-src="a.jpg">' * 400 + "后文", "前文后文"),
        ("<section>" * 600 + "后文" + "</section>" * 600, "前文\n\n后文"),
    ],
)
def test_embedded_things_become_marks_and_the_footer_never_leaks_in(inside: str, text: str) -> None:
    body = article_page(ONE, lasting=True)
    start, end = body.index("<section>"), body.rindex("</section>") + len("</section>")
    found = post(f"{body[:start]}<p>前文{inside}</p>{body[end:]}")
    assert found.text == text


@pytest.mark.parametrize("fate", STATES, ids=lambda fate: fate.value)
def test_every_state_is_told_by_its_sentence(fate: Fate) -> None:
    found = read_article(state_page(STATES[fate]).encode(), ASKED, NOW)
    assert isinstance(found, NoArticle)
    assert found.words == STATES[fate]


def test_a_moved_account_says_where_to() -> None:
    target = long_link(OTHER, code=True)
    found = read_article(TRANSFERRED.format(target=target.replace("&", "\\x26amp;")).encode(), ASKED, NOW)
    assert isinstance(found, NoArticle)
    assert found.state is ArticleState.MOVED
    assert found.moved_to is not None
    assert "mid=2247400000" in found.moved_to


def test_a_page_that_declares_a_rumour_is_known_by_its_address() -> None:
    found = read_article(b"<html><body>x</body></html>", "https://mp.weixin.qq.com/mp/rumor?x=1", NOW)
    assert isinstance(found, NoArticle)
    assert found.state is ArticleState.RUMOUR


def test_twenty_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(UnreadablePage, match="不像一篇文章"):
        read_article(b"<div id='js_content'>" + b"x" * (20 * 1024 * 1024), ASKED, NOW)
    assert LARGEST < 20 * 1024 * 1024


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("验证身份，访问过于频繁，请用微信扫描二维码进行访问", Refusal.CAPTCHA),
        ("访问过于频繁，请稍后再试", Refusal.RATE_LIMIT),
        ("请在微信客户端打开链接", Refusal.FORBIDDEN),
        ('<div class="weui-msg"><h2 class="weui-msg__title"> </h2></div>', Refusal.CAPTCHA),
    ],
)
def test_what_the_host_says_of_us_counts_only_where_no_article_stands(words: str, refusal: Refusal) -> None:
    page = f"<html><script>document.write('{words}')</script></html>"
    assert article_refusal(Answer(url=ASKED, status=200, body=page.encode())) is refusal
    quoted = article_page(replace(ONE, paragraphs=(words,)))
    assert article_refusal(Answer(url=ASKED, status=200, body=quoted.encode())) is None


def test_an_article_about_such_pages_cannot_pass_for_another() -> None:
    code = (
        'var biz = "MzA5OTk5OTk5OQ=="; var mid = "1"; var msg_link = "https://mp.weixin.qq.com/s/000000000000000000000A";'
        "window.cgiDataNew = { bizuin: 'MzA5OTk5OTk5OQ==', mid: '1', idx: '1', title: '假的', create_timestamp: '9' };"
    )
    page = article_page(replace(ONE, paragraphs=(code,)), lasting=True)
    shown = page.replace("&quot;", '"').replace("&#x27;", "'")
    for body in (shown, shown.replace(code, f"<script>{code}</script>")):
        found = post(body)
        assert (found.native_id, found.title) == ("MzA0MDAwMDAwMQ==:2247500001:2", ONE.title)
        assert not [name for name in found.aliases if name.startswith("s/")]


def test_a_comparison_is_no_fact_and_endless_code_in_a_text_costs_no_time() -> None:
    facts = variable_facts("if (window.kind == '8') { }\nvar title = 'a;b'.html(false); d.kind = xml ? x : '5'\n")
    assert facts == {"title": "a;b", "kind": "5"}
    began = time.process_time()
    assert variable_facts("var a = x " * 200_000) == {"a": ""}
    assert variable_facts("d.a = \"x' " * 200_000)
    assert time.process_time() - began < 5
