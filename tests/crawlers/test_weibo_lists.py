"""Lists of posts and comments: what is kept, what is left out, and where the next page is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_comments import (
    CommentPage,
    read_comments,
    read_mobile_comments,
    read_mobile_replies,
    read_old_mobile_comments,
)
from crawlers.pages.weibo_mblog import Mblog
from crawlers.pages.weibo_mobile_search import read_mobile_search
from crawlers.pages.weibo_reposts import read_mobile_reposts, read_reposts
from crawlers.pages.weibo_rows import BlogPage
from crawlers.pages.weibo_timeline import read_mobile_timeline, read_timeline, read_waterfall
from domain.post import PostKind
from tests.crawlers.recordings import NOON, body, given, packed

ROOT = given("mymblog.json")["data"]["list"][1]["retweeted_status"]["idstr"]
LISTS: list[tuple[Callable[[bytes, datetime], BlogPage], str, tuple[str, ...]]] = [
    (read_timeline, "mymblog.json", ("data", "list")),
    (read_waterfall, "waterfall.json", ("data", "list")),
    (read_mobile_timeline, "m_timeline.json", ("data", "cards")),
    (read_mobile_search, "m_search.json", ("data", "cards")),
    (read_reposts, "repost_timeline.json", ("data",)),
    (read_mobile_reposts, "m_reposts.json", ("data", "data")),
]


def test_a_timeline_keeps_its_own_posts_and_counts_what_it_leaves_out() -> None:
    page = read_timeline(body("mymblog.json"), NOON)
    assert [post.kind for post in page.posts] == [PostKind.POST, PostKind.REPOST, PostKind.REPOST, PostKind.REPOST]
    assert (page.ads, page.liked, len(page.gone), page.unreadable) == (1, 1, 1, ())
    assert (page.next, page.total, page.notice) == ("5340000000000000kp2", 1024, None)


@pytest.mark.parametrize(
    ("since_id", "following"), [("123kp2", "123kp2"), (123, "123"), ("", None), (0, None), (None, None)]
)
def test_a_since_id_is_a_text_or_a_number(since_id: object, following: str | None) -> None:
    changed = given("mymblog.json")
    changed["data"]["since_id"] = since_id
    assert read_timeline(packed(changed), NOON).next == following


def test_a_timeline_ends_with_a_page_without_rows_and_says_why() -> None:
    page = read_timeline(body("mymblog_end.json"), NOON)
    assert (page.posts, page.next, page.notice) == ((), None, "博主仅展示半年内的微博")


def test_a_waterfall_goes_on_by_cursor_until_minus_one() -> None:
    changed = given("waterfall.json")
    page = read_waterfall(packed(changed), NOON)
    assert page.next == str(changed["data"]["next_cursor"])
    assert page.posts[0].text == "看视频 江城发布的微博视频 快看"
    assert page.blogs[0].topics == ("云雀崩了",)
    changed["data"]["next_cursor"] = -1
    assert read_waterfall(packed(changed), NOON).next is None


def test_mobile_cards_give_posts_in_groups_and_out_of_them() -> None:
    page = read_mobile_timeline(body("m_timeline.json"), NOON)
    assert [post.text for post in page.posts] == [
        "#云雀#又崩了[允悲]\n等路人甲的微博视频",
        "看完说一句，这次真的",
        "@路人乙 来看",
    ]
    assert [blog.pictures for blog in page.blogs] == [2, 2, None]
    assert [blog.at_least for blog in page.blogs] == [True, False, False]
    assert [post.cut for post in page.posts] == [False, True, False]
    assert [post.author.followers for post in page.posts if post.author] == [1_059_000, 69, 1_059_000]
    assert page.posts[0].region == "中国香港"
    assert (page.total, page.next) == (1012, page.posts[2].native_id)


def test_a_mobile_search_carries_long_texts_inside() -> None:
    page = read_mobile_search(body("m_search.json"), NOON)
    assert page.posts[0].text == "[喵喵]长文开头，后面还有一段。\nhttp://t.cn/AipX"
    assert [post.cut for post in page.posts] == [False, False, True]
    assert (page.next, page.total) == ("2", 1000)
    changed = given("m_search.json")
    changed["data"]["cardlistInfo"]["page"] = None
    assert read_mobile_search(packed(changed), NOON).next is None


@pytest.mark.parametrize("read", [read for read, _, _ in LISTS])
def test_nothing_here_is_an_answer(read: Callable[[bytes, datetime], BlogPage]) -> None:
    assert read(body("m_nothing.json"), NOON) == BlogPage(nothing=True)


@pytest.mark.parametrize(("read", "name", "path"), LISTS)
def test_a_list_that_is_not_there_is_never_an_empty_list(
    read: Callable[[bytes, datetime], BlogPage], name: str, path: tuple[str, ...]
) -> None:
    for value in (None, "x", 5, {"a": 1}):
        changed = given(name)
        holder = changed
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value
        with pytest.raises(UnreadablePage):
            read(packed(changed), NOON)


@pytest.mark.parametrize(
    "answer", [b"", b"<html></html>", b"[]", b"{", b'{"ok":0,"msg":"?"}', b'{"ok":true}', b"[" * 100_000, b"\xff", b"5"]
)
@pytest.mark.parametrize("read", [read for read, _, _ in LISTS])
def test_an_answer_that_is_no_success_is_refused(read: Callable[[bytes, datetime], BlogPage], answer: bytes) -> None:
    with pytest.raises(UnreadablePage):
        read(answer, NOON)


def test_one_broken_post_is_named_by_its_place_and_the_others_are_kept() -> None:
    changed = given("m_timeline.json")
    changed["data"]["cards"][2]["mblog"]["reposts_count"] = "不少"
    page = read_mobile_timeline(packed(changed), NOON)
    assert len(page.posts) == 2
    assert [reason.place for reason in page.unreadable] == ["cards[2].mblog.reposts_count"]
    changed["data"]["cards"][0].pop("mblog")
    assert read_mobile_timeline(packed(changed), NOON).unreadable[0].place == "cards[0].mblog.mblog"


def test_reposts_lead_to_the_post_that_they_repeat() -> None:
    page = read_reposts(body("repost_timeline.json"), NOON)
    assert {post.root_id for post in page.posts} == {ROOT}
    assert (page.total, page.pages) == (321, 17)
    mobile = read_mobile_reposts(body("m_reposts.json"), NOON)
    assert (mobile.total, mobile.pages, len(mobile.posts)) == (4, 1, 1)
    assert isinstance(mobile.blogs[0].original, Mblog)


def test_comments_and_the_replies_that_come_along() -> None:
    page = read_comments(body("comments.json"), NOON, root_id=ROOT)
    assert [post.text for post in page.posts] == [
        "我也等了半小时[泪]",
        "回复@路人甲:退款了吗",
        "查看图片",
        "我来承包快乐",
    ]
    assert all(post.kind is PostKind.COMMENT and post.root_id == ROOT for post in page.posts)
    assert [post.region for post in page.posts] == ["北京", "日本", None, None]
    assert page.posts[1].quoted == "我也等了半小时"
    assert [post.reading.likes for post in page.posts if post.reading] == [17, 0, 0, 0]
    assert page.unfolded == (page.posts[0].native_id,)
    assert (page.total, page.next_max_id is None) == (88, False)


def test_a_comment_knows_its_post_and_another_one_is_refused() -> None:
    assert read_comments(body("comments.json"), NOON).posts[0].root_id == ROOT
    page = read_comments(body("comments.json"), NOON, root_id="5340000000000000")
    assert not page.posts
    assert page.unreadable[0].place == "data[0].analysis_extra"


def test_the_end_of_comments_is_said_and_has_no_next_page() -> None:
    page = read_comments(body("comments_end.json"), NOON)
    assert (page.posts, page.next_max_id, page.notice) == ((), None, "已加载全部评论")


def test_mobile_comments_where_no_replies_are_written_as_false() -> None:
    page = read_mobile_comments(body("m_hotflow.json"), NOON, root_id=ROOT)
    readings = [(post.reading.likes, post.reading.comments) for post in page.posts if post.reading]
    assert readings == [(6183, 2), (None, None), (11_000, 0)]
    assert (page.next_max_id, page.max_id_type, page.total) == ("314345666829623", 1, 133_519)
    assert page.unfolded == (page.posts[0].native_id,)
    assert page.posts[0].text == "陪你一起等[允悲]"
    assert page.posts[1].quoted is None


def test_replies_stand_at_the_top_of_their_answer() -> None:
    page = read_mobile_replies(body("m_replies.json"), NOON, root_id=ROOT)
    assert [post.text for post in page.posts] == ["回复@路人甲:一起"]
    assert (page.next_max_id, page.total) == (None, 2)


def test_hot_comments_of_the_old_route_are_read_once() -> None:
    page = read_old_mobile_comments(body("m_old_comments.json"), NOON, root_id=ROOT)
    assert len({post.native_id for post in page.posts}) == len(page.posts) == 3


@pytest.mark.parametrize(
    ("key", "value"),
    [("id", 1), ("user", None), ("created_at", "昨天"), ("text", None), ("like_counts", "好多"), ("comments", "x")],
)
def test_a_broken_comment_is_named_and_the_others_are_kept(key: str, value: Any) -> None:
    changed = given("comments.json")
    changed["data"][1][key] = value
    changed["data"][1]["text_raw"] = None
    page = read_comments(packed(changed), NOON)
    assert len(page.posts) == 3
    assert page.unreadable[0].place.startswith("data[1].")


def test_a_reply_under_a_foreign_comment_is_refused() -> None:
    changed = given("comments.json")
    changed["data"][0]["comments"][0]["rootid"] = changed["data"][1]["id"]
    page = read_comments(packed(changed), NOON)
    assert len(page.posts) == 3
    assert "却列在" in page.unreadable[0].why


def test_a_page_of_comments_without_comments_is_no_page(now: datetime) -> None:
    for read in (read_comments, read_mobile_comments, read_mobile_replies, read_old_mobile_comments):
        with pytest.raises(UnreadablePage):
            read(b'{"ok":1}', now)
        assert read(body("m_nothing.json"), now) == CommentPage(nothing=True)
