"""Post objects of weibo.com and m.weibo.cn: every part, every oddity, every contradiction."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_mblog import Mblog, read_mblog
from crawlers.pages.weibo_mid import bid_of, first_mid, published_at
from domain.absence import Absence, Gone
from domain.post import PostKind, Verification
from tests.crawlers.recordings import NOON, given


def web(**changes: Any) -> dict[str, Any]:
    """The plain post of the web timeline, changed."""
    blog = given("mymblog.json")["data"]["list"][0]
    return {**blog, **changes}


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in web().items() if key not in keys}


def read(blog: object) -> Mblog:
    found = read_mblog(blog, NOON)
    assert isinstance(found, Mblog)
    return found


def test_a_web_post_with_all_its_facts() -> None:
    found = read(web())
    post = found.post
    assert post.kind is PostKind.POST
    assert post.text == "说明见网页链接 谢谢&抱歉"
    assert post.published_at == datetime(2026, 11, 23, 1, 0, 1, tzinfo=UTC)
    assert post.url == f"https://weibo.com/1700000002/{bid_of(int(post.native_id))}"
    assert (post.region, post.source, post.cut) == ("湖北", "云雀 App", False)
    assert post.author is not None
    assert post.author.followers == 1_284_031
    assert post.author.verification is Verification.ORGANISATION
    assert (found.pinned, found.edits, found.restricted, found.pictures) == (True, 2, False, 0)
    assert found.edited_at == datetime(2026, 11, 23, 1, 20, tzinfo=UTC)


def test_a_repost_keeps_own_words_apart_from_the_chain_and_the_original() -> None:
    found = read(given("mymblog.json")["data"]["list"][1])
    assert found.post.kind is PostKind.REPOST
    assert found.post.text == "等了半小时[怒]"
    assert found.post.quoted is not None
    chain, original = found.post.quoted.split("\n", 1)
    assert chain == "//@路人乙:我也是"
    assert original == "【云雀出行大面积故障】今早#云雀崩了#，不少乘客在车站等了"
    assert isinstance(found.original, Mblog)
    assert found.post.root_id == found.original.post.native_id
    assert (found.needs_full_text, found.original.needs_full_text) == (False, True)
    assert found.post.source == "测试手机 5"


def test_a_lower_bound_is_counted_and_flagged() -> None:
    found = read(web(attitudes_count="100万+"))
    assert found.post.reading is not None
    assert found.post.reading.likes == 1_000_000
    assert found.at_least
    assert not read(web(attitudes_count="1.2万")).at_least


@pytest.mark.parametrize("key", ["reposts_count", "comments_count", "attitudes_count"])
def test_a_missing_count_is_unknown_and_never_zero(key: str) -> None:
    name = {"reposts_count": "reposts", "comments_count": "comments", "attitudes_count": "likes"}[key]
    for blog in (without(key), web(**{key: None}), web(**{key: ""})):
        assert getattr(read(blog).post.reading, name) is None
    assert getattr(read(web(**{key: 0})).post.reading, name) == 0


def test_an_original_that_is_gone_leaves_the_repost() -> None:
    found = read(given("mymblog.json")["data"]["list"][2])
    assert (found.post.text, found.post.quoted) == ("我记得这条", None)
    assert isinstance(found.original, Gone)
    assert found.original.why is Absence.HIDDEN
    assert found.post.root_id == found.original.native_id


def test_a_post_marked_as_deleted_is_gone_with_its_number() -> None:
    blog = given("mymblog.json")["data"]["list"][3]
    found = read_mblog(blog, NOON)
    assert isinstance(found, Gone)
    assert (found.native_id, found.why) == (blog["idstr"], Absence.DELETED)


@pytest.mark.parametrize(
    ("blog", "why"),
    [
        ({"state": 7}, Absence.DELETED),
        ({"state": 8, "text": "该微博因被多人投诉，根据《微博社区公约》，已被删除"}, Absence.REMOVED),
        ({"user": None, "text": "抱歉，此微博已被作者删除。"}, Absence.DELETED),
        ({"text": "抱歉，由于作者设置，你暂时没有这条微博的查看权限哦"}, Absence.HIDDEN),
        ({"text": "该账号因被投诉违反法律法规和《微博社区公约》的相关规定，现已无法查看"}, Absence.ACCOUNT),
        ({"text": "此微博已被屏蔽"}, Absence.REMOVED),
        ({"deleted": "1"}, Absence.DELETED),
    ],
)
def test_notices_in_the_place_of_a_post(blog: dict[str, Any], why: Absence) -> None:
    found = read_mblog(blog, NOON)
    assert isinstance(found, Gone)
    assert (found.why, found.native_id) == (why, None)


def test_a_person_may_begin_with_sorry() -> None:
    assert read(web(text="抱歉，今天没赶上车", text_raw="抱歉，今天没赶上车")).post.text == "抱歉，今天没赶上车"


def test_a_post_for_few_eyes_and_a_repost_by_one_tap_are_told() -> None:
    found = read(given("mymblog.json")["data"]["list"][6])
    assert (found.restricted, found.swift, found.post.text) == (True, True, "转发微博")


@pytest.mark.parametrize(
    "written",
    ["刚刚", "3分钟前", "1小时前", "今天 09:00", "昨天 09:00", "11-23", "2026-11-23", "11月23日 09:00", "", None],
)
def test_a_vague_time_is_fixed_by_the_second_inside_the_number(written: str | None) -> None:
    post = read(web(created_at=written)).post
    assert post.published_at == published_at(int(post.native_id))


@pytest.mark.parametrize(
    "written",
    [
        "Mon Nov 23 08:00:01 +0800 2026",
        "Tue Nov 23 09:00:01 +0800 2026",
        "Mon Nov 23 09:00:01 +0800 2021",
        "Mon Nov 23 25:00:01 +0800 2026",
        "Mon Nov 23 13:00:01 +0800 2026",
        "Mon Jan 01 00:00:00 +0800 0001",
        "11-22",
        "2025-11-23",
        "今天 07:00",
        "02-30",
        "yesterday",
        "1764000000",
    ],
)
def test_a_time_that_contradicts_the_number_or_the_clock_is_refused(written: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        read(web(created_at=written))
    assert refusal.value.place == "created_at"


def test_a_post_written_ahead_counts_from_the_time_that_it_tells() -> None:
    mid = first_mid(NOON - timedelta(days=3))
    post = read(web(id=mid, idstr=str(mid), mid=str(mid), mblogid=bid_of(mid), edit_at=None)).post
    assert post.published_at == datetime(2026, 11, 23, 1, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"id": 5340000000000001}, "mid"),
        ({"mblogid": "RgMA80000"}, "mblogid"),
        ({"mblogid": "..."}, "mblogid"),
        ({"id": "x", "idstr": None, "mid": None}, "id"),
        ({"id": None, "idstr": None, "mid": None}, "mid"),
        ({"user": None}, "user"),
        ({"user": "路人甲"}, "user"),
        ({"user": {"screen_name": "路人甲"}}, "user.id"),
        ({"user": {"id": 1, "idstr": "2"}}, "user.id"),
        ({"user": {"id": 1, "followers_count": -5}}, "user.followers_count"),
        ({"user": {"id": 1, "verified": "maybe"}}, "user.verified"),
        ({"text": None, "text_raw": None}, "text"),
        ({"text": ["a"]}, "text"),
        ({"reposts_count": "很多"}, "reposts_count"),
        ({"comments_count": True}, "comments_count"),
        ({"comments_count": 1.5}, "comments_count"),
        ({"attitudes_count": {"n": 1}}, "attitudes_count"),
        ({"region_name": 5}, "region_name"),
        ({"source": {}}, "source"),
        ({"visible": [1]}, "visible"),
        ({"pic_ids": "p1", "pic_num": None}, "pic_ids"),
        ({"isLongText": "perhaps"}, "isLongText"),
        ({"deleted": "maybe"}, "deleted"),
        ({"retweeted_status": "x"}, "retweeted_status"),
        ({"edit_at": "today"}, "created_at"),
    ],
)
def test_what_nobody_knows_is_named_and_never_guessed(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(UnreadablePage) as refusal:
        read(web(**changes))
    assert refusal.value.place == place


def test_an_original_newer_than_its_repost_is_refused() -> None:
    blog = given("mymblog.json")["data"]["list"][1]
    blog["retweeted_status"] = web()
    with pytest.raises(UnreadablePage, match="比转发还新"):
        read(blog)


@pytest.mark.parametrize(
    ("user", "verification"),
    [
        ({"verified": True, "verified_type": 0, "verified_type_ext": 1}, Verification.PERSON),
        ({"verified": True, "verified_type": 1}, Verification.GOVERNMENT),
        ({"verified": True, "verified_type": 3}, Verification.MEDIA),
        ({"verified": True, "verified_type": 7}, Verification.ORGANISATION),
        ({"verified": True, "verified_type": 8}, Verification.NONE),
        ({"verified": False, "verified_type": 3}, Verification.NONE),
        ({"verified_type": 220}, Verification.NONE),
        ({"verified": True, "verified_type": 99}, None),
        ({}, None),
    ],
)
def test_badges(user: dict[str, Any], verification: Verification | None) -> None:
    author = read(web(user={"id": 1, **user})).post.author
    assert author is not None
    assert author.verification is verification


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href=/n/甲 usercard="name=@甲">@甲</a> 好', "@甲 好"),
        ("<a href='/n/甲'>@甲</a><br />好", "@甲\n好"),
        (
            '好<span class="url-icon"><img alt=[允悲] src="//h5.sinaimg.cn/x.png" style="width:1em;" /></span>',
            "好[允悲]",
        ),
        (
            "<span class='url-icon'><img style='x' src='y.png'></span><span class=\"surl-text\">微博投票</span>",
            "微博投票",
        ),
        ("一\u200b\u200b\ue627二\ufeff\u3000", "一二"),
        ("家\U0001f468\u200d\U0001f469\ufe0f", "家\U0001f468\u200d\U0001f469\ufe0f"),
        ("a &amp;lt;b&amp;gt; &quot;c&#39;", "a <b> \"c'"),
        ("一<br/><br/><br/><br/>二\u00a0三", "一\n\n二 三"),
        ("半\ud83d截\x00止", "半�截止"),
        ("<script>alert(1)</script>好", "好"),
        ("1 < 2 且 3 > 2", "1 < 2 且 3 > 2"),
    ],
)
def test_words_as_a_reader_sees_them(html: str, text: str) -> None:
    assert read(web(text=html)).post.text == text


@pytest.mark.parametrize(
    ("text", "own", "chain"),
    [
        ("好//@甲:一//@乙:二", "好", "//@甲:一//@乙:二"),
        ("//@甲 ：一", "", "//@甲 ：一"),
        ("看 http://@x.cn 好", "看 http://@x.cn 好", None),
        ("回复@甲:好的//@甲:一", "回复@甲:好的", "//@甲:一"),
    ],
)
def test_own_words_end_at_the_first_repeated_ones(text: str, own: str, chain: str | None) -> None:
    post = read(web(text=text)).post
    assert (post.text, post.quoted) == (own, chain)


@pytest.mark.parametrize(
    ("changes", "text", "cut"),
    [
        ({"text": '头 ...<span class="expand">展开</span>'}, "头", True),
        ({"text": '头...<a href="/status/5340000000000000">全文</a>'}, "头", True),
        ({"text": "头", "isLongText": True}, "头", True),
        ({"text": "头", "continue_tag": {"title": "全文"}}, "头", True),
        ({"text": "头", "isLongText": True, "longText": {"longTextContent": "头\n尾"}}, "头\n尾", False),
        ({"text": "头", "isLongText": True, "longText": {"content": "头尾"}}, "头尾", False),
        ({"text": "头", "isLongText": True, "longTextContent_raw": "头尾"}, "头尾", False),
        ({"text": "点这里展开"}, "点这里展开", False),
    ],
)
def test_whether_the_text_is_whole(changes: dict[str, Any], text: str, cut: bool) -> None:
    post = read(web(**changes)).post
    assert (post.text, post.cut) == (text, cut)


def test_plain_text_names_its_links_where_there_is_no_html() -> None:
    post = read(without("text")).post
    assert post.text == "说明见网页链接 谢谢&抱歉"
