"""WeChat pages: results, jump and article, from invented pages."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_article import read_article
from crawlers.pages.wechat_jump import article_address, checked_address, signed
from crawlers.pages.wechat_search import read_results
from crawlers.pages.wechat_state import ArticleState, NoArticle
from domain.post import Channel, Post, PostKind

HOME = urlsplit("https://mp.weixin.qq.com")
EPOCH = 1795397400
TODAY = """<li id="sogou_vr_11002601_box_0" d="x"><h3><a href="/link?url=abc&amp;type=2&amp;query=云 雀">
<em><!--red_beg-->云雀<!--red_end--></em>出行&mdash;好评</a></h3>
<div class="s-p"><span class="all-time-y2">江城<em><!--red_beg-->早报<!--red_end--></em></span>
<span class="s2"><script>document.write(timeConvert('1795397400'))</script>3天前</span></div></li>"""
BEFORE_2022 = """<li id="sogou_vr_11002601_box_1"><div class="txt-box">
<h3><a href="http://mp.weixin.qq.com/s?src=3">旧版</a></h3>
<div class="s-p" t="1795397400"><a class="account" data-isV="1">老号</a><span class="s2">
<script>document.write(timeConvert('1795397400'))</script></span></div></div></li>"""


def results(*rows: str, more: bool = False, script: str = "") -> bytes:
    following = '<a id="sogou_next" href="?page=2">下一页</a>' if more else ""
    return (
        '<html><body><div class="header-box all-time-y2">以下内容来自微信公众号</div>'
        f'<ul class="news-list">{"".join(rows)}</ul>{following}<script>{script}</script></body></html>'
    ).encode()


def test_rows_of_both_generations_are_read() -> None:
    found = read_results(results(TODAY, BEFORE_2022, more=True))
    assert [(row.title, row.account) for row in found.rows] == [("云雀出行—好评", "江城早报"), ("旧版", "老号")]
    assert {row.published_at for row in found.rows} == {datetime.fromtimestamp(EPOCH, UTC)}
    assert found.more
    assert not found.unreadable


def test_an_empty_list_is_an_answer_and_no_list_is_none() -> None:
    assert read_results(results()).rows == ()
    with pytest.raises(UnreadablePage, match="找不到结果列表"):
        read_results(b"<html><body>nothing of the kind</body></html>")


@pytest.mark.parametrize(("part", "place"), [("h3", "h3"), ("all-time-y2", "all-time-y2"), ("timeConvert", "script")])
def test_a_row_without_a_part_is_named_and_the_others_are_kept(part: str, place: str) -> None:
    found = read_results(results(TODAY.replace(part, "xx"), BEFORE_2022))
    assert len(found.rows) == 1
    assert place in found.unreadable[0].place


def test_a_link_is_signed_as_the_page_s_script_would() -> None:
    script = 'a=this.href.substr(a+4+parseInt("21")+b,1)'
    assert read_results(results(script=script)).shift == 21
    link = "/link?url=" + "".join(str(number % 10) for number in range(140))
    assert signed(link, 21, 7) == f"{link}&k=7&h=8"
    assert signed(link, None, 7) == link
    assert signed(f"{link}&k=1&h=2", 21, 7).count("&k=") == 1
    assert signed("/link?url=short", 21, 7) == "/link?url=short"


def test_the_pieces_of_the_jump_page_are_joined() -> None:
    body = b"<script>var url = '';url += 'http://mp.w';url += 'eixin.qq.com/s?src=11&';url += '@new=1';</script>"
    assert article_address(body, HOME) == "https://mp.weixin.qq.com/s?src=11&new=1"


@pytest.mark.parametrize(
    "address", ["http://evil.example/s", "http://mp.weixin.qq.com.evil.example/s", "javascript:x", ""]
)
def test_a_jump_to_another_host_is_refused(address: str) -> None:
    with pytest.raises(UnreadablePage):
        checked_address(address, HOME)


def test_a_jump_page_without_an_address_is_refused() -> None:
    with pytest.raises(UnreadablePage, match="没有文章地址"):
        article_address(b"<html></html>", HOME)


FACTS = r"""
    user_name: JsDecode('gh_0123456789ab'), nick_name: JsDecode('江城\x26amp;早报'),
    title: JsDecode('\x22云雀\x22 崩了 \x26amp;lt;b\x26amp;gt;'), desc: JsDecode(''),
    copyright_info: { title: 'inner', copyright_stat: '1' * 1 }, list: [ { title: JsDecode('别的文章') } ],
    content_noencode: JsDecode('第一行\x0a第二行 \x26lt;a class=\x22x\x22\x26gt;图1\x26lt;/a\x26gt;'),
    create_time: '2026-11-23 09:30', link: JsDecode(''), bizuin: JsDecode('MzA0MDAwMDAwMQ=='),
    mid: '2247500001' * 1, idx: '2' * 1, sn: JsDecode(''), item_show_type: 'KIND' * 1,
    ip_wording: { country_name: JsDecode('中国'), province_name: JsDecode('湖北') },
    rt_biz_info: { COMMENTS }, tail: { title: 'x' }
"""
CONTENT = """<div id="js_content" style="visibility: hidden"><section><p>服务<b>中断</b><br/>三小时</p>
<p><img data-src="a.jpg">图后</p><script>var x = 1;</script></section></div><div>页脚</div>"""


def article(kind: str = "0", comments: str = "elected_comment_total_cnt: '13' * 1", content: str = CONTENT) -> bytes:
    facts = FACTS.replace("KIND", kind).replace("COMMENTS", comments)
    script = f"<script>window.cgiDataNew = {{{facts}}};\nvar other = {{ title: 'later' }};</script>"
    return f"<html><body>{content}{script}</body></html>".encode()


def read(body: bytes) -> Post:
    found = read_article(body, "https://mp.weixin.qq.com/s?src=11", datetime(2026, 11, 24, tzinfo=UTC))
    assert isinstance(found, Post)
    return found


def test_an_article_is_read_from_all_three_forms_of_values() -> None:
    post = read(article())
    assert (post.channel, post.kind) == (Channel.WECHAT, PostKind.ARTICLE)
    assert post.native_id == "MzA0MDAwMDAwMQ==:2247500001:2"
    assert post.title == '"云雀" 崩了 <b>'
    assert post.text == "服务中断\n三小时\n\n图后"
    assert post.published_at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert post.region == "湖北"
    assert post.author is not None
    assert (post.author.key, post.author.name) == ("MzA0MDAwMDAwMQ==", "江城&早报")
    assert post.reading is not None
    assert (post.reading.comments, post.reading.reads) == (13, None)


def test_a_missing_number_of_comments_is_unknown_and_not_none() -> None:
    assert read(article(comments="")).reading is None


@pytest.mark.parametrize("kind", ["8", "10"])
def test_types_with_text_in_a_field_ignore_the_decoy(kind: str) -> None:
    assert read(article(kind)).text == "第一行\n第二行 图1"


def test_an_older_page_is_read_by_its_variables() -> None:
    body = """<html><body><h1 id="activity-name"> 旧文 </h1><div id="js_content"><p>正文</p></div><script>
    var biz = ""||"MzA0MDAwMDAwMQ==";var mid = "" || "" || "22475";var idx = "1" || "";var ct = "1795397400";
    var nickname = htmlDecode("老号");var msg_title = '旧\\x26amp;文'.html(false);
    var msg_link = "http://mp.weixin.qq.com/s?__biz=MzA0MDAwMDAwMQ==\\x26amp;mid=22475\\x26amp;idx=1";</script></body></html>"""
    post = read(body.encode())
    assert (post.native_id, post.title, post.text) == ("MzA0MDAwMDAwMQ==:22475:1", "旧&文", "正文")
    assert post.url == "https://mp.weixin.qq.com/s?__biz=MzA0MDAwMDAwMQ%3D%3D&mid=22475&idx=1"
    assert post.author is not None
    assert post.author.name == "老号"


@pytest.mark.parametrize(
    ("gone", "place"),
    [("bizuin", "biz"), ("mid:", "mid"), ("idx", "idx"), (" title:", "title"), ("create_time", "create_time")],
)
def test_an_article_without_a_needed_fact_is_refused_with_its_name(gone: str, place: str) -> None:
    body = article().decode().replace(gone, " zz:" if gone.endswith(":") else "zz")
    with pytest.raises(UnreadablePage) as refusal:
        read(body.encode())
    assert place in refusal.value.place


@pytest.mark.parametrize("biz", ["../../etc/passwd", "Mz\\x0aA0", "", "一"])
def test_an_identity_of_another_shape_is_refused(biz: str) -> None:
    with pytest.raises(UnreadablePage):
        read(article().decode().replace("MzA0MDAwMDAwMQ==", biz).encode())


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("该内容已被发布者删除", ArticleState.DELETED),
        ("The content has been deleted by the author.", ArticleState.DELETED),
        ("此内容因违规无法查看", ArticleState.REMOVED),
        ("此内容被投诉且经审核涉嫌侵权，无法查看", ArticleState.REMOVED),
        ("该内容暂时无法查看", ArticleState.NOT_NOW),
        ("此内容发送失败无法查看", ArticleState.UNPUBLISHED),
        ("该文章已被第三方辟谣", ArticleState.RUMOUR),
        ("根据作者隐私设置，无法查看该内容", ArticleState.PRIVATE),
        ("参数错误", ArticleState.BAD_LINK),
        ("链接已过期", ArticleState.EXPIRED),
        ("该公众号已迁移", ArticleState.MOVED),
        ("此帐号已被屏蔽, 内容无法查看", ArticleState.ACCOUNT_GONE),
        ("此帐号已自主注销，内容无法查看", ArticleState.ACCOUNT_GONE),
    ],
)
def test_a_page_without_an_article_tells_what_became_of_it(now: datetime, words: str, state: ArticleState) -> None:
    body = f'<html><div class="weui-msg"><h2 class="weui-msg__title warn">\n {words} </h2></div></html>'
    found = read_article(body.encode(), "u", now)
    assert isinstance(found, NoArticle)
    assert found.state is state


def test_an_article_about_deletion_is_still_an_article() -> None:
    body = article(content=CONTENT + '<p class="weui-msg__title">该内容已被发布者删除</p>')
    assert read(body).text.startswith("服务中断")


@pytest.mark.parametrize("body", [b"", b"<html></html>", "<h2 class='weui-msg__title'>新的提示</h2>".encode()])
def test_an_unknown_word_of_the_host_is_refused(now: datetime, body: bytes) -> None:
    with pytest.raises(UnreadablePage):
        read_article(body, "u", now)
