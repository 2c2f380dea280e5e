"""Weibo result pages: what becomes of each part of a card, and what is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_mid import bid_of, mid_of, published_at
from crawlers.pages.weibo_search import read_search
from domain.post import Channel, Post, PostKind, Verification
from tests.crawlers.weibo_markup import MID, NOTHING, OLD_CARD, card, page, quoted_post

BLUE = '<span class="woo-icon-wrap"><svg id="woo_svg_vblue"><use></use></svg></span>'
GOLD = '<svg id="woo_svg_vgold"></svg>'


def only(*cards: str, now: datetime) -> Post:
    found = read_search(page(*cards), now)
    assert not found.unreadable
    assert len(found.posts) == 1
    return found.posts[0]


def test_a_card_becomes_a_post_with_the_second_that_its_number_holds(now: datetime) -> None:
    post = only(card(counts=("12", "1.2万", "100万+")), now=now)
    assert (post.channel, post.kind, post.native_id) == (Channel.WEIBO, PostKind.POST, str(MID))
    assert post.text == "今天的云雀出行很准时"
    assert post.published_at == published_at(MID)
    assert post.url == "https://weibo.com/6012345678/RgMA80000"
    assert post.author is not None
    assert (post.author.key, post.author.name) == ("6012345678", "路人甲")
    assert post.author.followers is None
    assert post.author.verification is Verification.NONE
    assert post.source == "测试手机 5"
    assert post.region is None
    assert post.reading is not None
    assert (post.reading.reposts, post.reading.comments, post.reading.likes) == (12, 12_000, 1_000_000)
    assert post.reading.reads is None


def test_a_label_in_the_place_of_a_count_means_none_yet(now: datetime) -> None:
    reading = only(card(), now=now).reading
    assert reading is not None
    assert (reading.reposts, reading.comments, reading.likes) == (0, 0, 0)


def test_the_old_template_is_read_by_the_same_parser(now: datetime) -> None:
    post = only(OLD_CARD, now=now)
    assert post.text == "旧版里的#云雀#"
    assert post.author is not None
    assert post.author.verification is Verification.ORGANISATION
    assert post.reading is not None
    assert (post.reading.reposts, post.reading.comments, post.reading.likes) == (28, 3, 0)


def test_the_whole_text_is_taken_where_it_is_folded_away(now: datetime) -> None:
    cut = '前半句...<a action-type="fl_unfold">展开<i class="wbicon">c</i></a>'
    whole = '前半句，<br/>后半句<a action-type="fl_fold">收起<i class="wbicon">d</i></a>'
    assert only(card(cut, full=whole), now=now).text == "前半句，\n后半句"


def test_faces_links_topics_and_places_read_as_words(now: datetime) -> None:
    text = (
        '<a href="/weibo?q=%23崩了%23">#<em class="s-color-red">云雀</em>崩了#</a>'
        '<img class="face" alt="[怒]" title="[怒]">'
        ' <a href="//t.cn/x"><i class="wbicon">O</i>网页链接</a> <a href="//weibo.com/n/甲">@甲</a>'
        '<a><i class="wbicon">2</i>江城·车站</a>'
    )
    assert only(card(text), now=now).text == "#云雀崩了#[怒] 网页链接 @甲江城·车站"


def test_own_words_stay_apart_from_repeated_ones(now: datetime) -> None:
    original = 5277908669302546
    post = only(card("同意//@乙:说得对//@丙:转", quoted=quoted_post("云雀崩了", original)), now=now)
    assert post.kind is PostKind.REPOST
    assert post.text == "同意"
    assert post.quoted == "//@乙:说得对//@丙:转\n云雀崩了，还有后半句"
    assert post.root_id == str(original)
    assert post.reading is not None
    assert post.reading.reposts == 0


def test_a_repost_of_a_deleted_post_keeps_its_own_words(now: datetime) -> None:
    gone = '<div class="card-comment"><p class="txt" node-type="feed_list_content">抱歉，此微博已被作者删除。</p></div>'
    post = only(card("我记得这条", quoted=gone), now=now)
    assert (post.kind, post.text, post.quoted, post.root_id) == (PostKind.REPOST, "我记得这条", None, None)


def test_the_original_is_known_by_its_address_where_it_has_no_button(now: datetime) -> None:
    block = """<div class="card-comment"><p class="txt" node-type="feed_list_content">原文</p>
    <p class="from"><a href="//weibo.com/1000000002/QwGKtcFeK">3月18日</a></p></div>"""
    assert only(card("转", quoted=block), now=now).root_id == str(mid_of("QwGKtcFeK"))


@pytest.mark.parametrize(
    ("badge", "verification"),
    [(BLUE, Verification.ORGANISATION), (GOLD, Verification.PERSON), ("", Verification.NONE)],
)
def test_badges_tell_who_is_verified(now: datetime, badge: str, verification: Verification) -> None:
    author = only(card(badge=badge), now=now).author
    assert author is not None
    assert author.verification is verification


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '=HYPERLINK("http://x","y")', "一\r\nBcc: a@b", "\u202eabc\u202c", "{{7*7}} %s"],
)
def test_hostile_text_is_only_text(now: datetime, hostile: str) -> None:
    written = hostile.replace("<", "&lt;").replace(">", "&gt;").replace("\r\n", "<br/>")
    assert only(card(written), now=now).text == hostile.replace("\r\n", "\n")


def test_blocks_without_a_number_are_passed_over(now: datetime) -> None:
    advert = '<div class="card-wrap" action-type="feed_list_item"><p class="txt">广告</p></div>'
    assert len(read_search(page(advert, card()), now).posts) == 1


def test_the_page_list_tells_how_many_pages_there_are(now: datetime) -> None:
    found = read_search(page(card(), pages=7, following=True), now)
    assert (found.pages, found.more, found.nothing) == (7, True, False)
    assert read_search(page(card()), now).pages == 1


def test_no_result_is_an_answer_even_with_recommended_posts_below_it(now: datetime) -> None:
    found = read_search(page(NOTHING, card()), now)
    assert found.nothing
    assert not found.posts


@pytest.mark.parametrize("body", [b"", b"<html></html>", "<div id='app'>新版</div>".encode(), b"\x00\xff\xfe", b"{}"])
def test_a_page_with_neither_posts_nor_the_notice_is_refused(now: datetime, body: bytes) -> None:
    with pytest.raises(UnreadablePage):
        read_search(body, now)


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        (card(mid="x1"), "@mid"),
        (card(mid=MID * 2), "mid="),
        (card().replace("feed_list_content", "feed_text"), "feed_list_content"),
        (card().replace('class="name"', 'class="nick"'), "a.name"),
        (card(name='<a class="name" href="/me">甲</a>').replace("weibo.com/6012345678", "weibo.com/x"), "a.name/@href"),
        (card(counts=("很多", "1", "1")), "feed_list_forward"),
        (card(counts=("1", "2", "<b>99</b>3")), "feed_list_like"),
        (card().replace("card-act", "card-actions"), "div.card-act"),
    ],
)
def test_a_broken_card_is_named_and_the_others_are_kept(now: datetime, broken: str, place: str) -> None:
    found = read_search(page(card(), broken), now)
    assert len(found.posts) == 1
    assert len(found.unreadable) == 1
    assert place in found.unreadable[0].place


def test_a_card_that_shows_only_the_beginning_says_so(now: datetime) -> None:
    post = only(card('前半句...<a action-type="fl_unfold">展开<i class="wbicon">c</i></a>'), now=now)
    assert (post.text, post.cut) == ("前半句", True)
    assert not only(card(), now=now).cut


def test_a_quoted_person_may_begin_with_sorry(now: datetime) -> None:
    post = only(card("转", quoted=quoted_post("抱歉，来晚了", MID - 10**10)), now=now)
    assert post.quoted == "抱歉，来晚了，还有后半句"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (bid_of(MID), bid_of(MID - 1), "div.from > a/@href"),
        (f"6012345678/{bid_of(MID)}", f"6012345679/{bid_of(MID)}", "div.from > a/@href"),
        ("3分钟前", "01月02日 03:04", "created_at"),
        ("3分钟前", "2020年01月02日 03:04", "created_at"),
        (f"mid={MID - 10**10}", f"mid={MID - 10**11}", "div.card-comment"),
    ],
)
def test_a_card_whose_parts_speak_of_different_posts_is_refused(now: datetime, old: str, new: str, place: str) -> None:
    written = card("转", quoted=quoted_post("原文", MID - 10**10))
    assert old in written
    found = read_search(page(card(), written.replace(old, new)), now)
    assert len(found.posts) == 1
    assert found.unreadable[0].place.endswith(place)


def test_a_card_inside_a_card_is_read_and_the_outer_one_refused(now: datetime) -> None:
    found = read_search(page(card("外").replace("</p>", f"</p>{card('里', mid=MID - 1)}")), now)
    assert [post.text for post in found.posts] == ["里"]
    assert "套着另一张卡片" in found.unreadable[0].why


def test_a_page_that_breaks_off_is_refused(now: datetime) -> None:
    with pytest.raises(UnreadablePage, match="没有收完"):
        read_search(page(card(), card()).removesuffix(b"</html>"), now)


def test_a_quoted_post_newer_than_its_repost_is_refused(now: datetime) -> None:
    found = read_search(page(card("转", quoted=quoted_post("原文", MID + 10**9))), now)
    assert "比转发还新" in found.unreadable[0].why


@pytest.mark.shared
def test_a_real_page_is_read_whole(shared: Path) -> None:
    body = (shared / "samples" / "weibo" / "s_search_cards_fragment_2026.html").read_bytes()
    found = read_search(body, datetime(2026, 3, 18, 12, 0, tzinfo=UTC))
    assert not found.unreadable
    assert next(post.url for post in found.posts if post.url).endswith("/QwGL8D214")
    assert [post.published_at.isoformat() for post in found.posts] == [
        "2026-03-18T11:55:48+00:00",
        "2026-03-18T11:54:09+00:00",
    ]
    assert all(post.text and "展开" not in post.text for post in found.posts)
    assert [post.reading.reposts for post in found.posts if post.reading] == [0, 8]
