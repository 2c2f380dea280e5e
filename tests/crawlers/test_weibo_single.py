"""One post by its number, its whole text, accounts and hot lists."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_emoticons import read_emoticons
from crawlers.pages.weibo_hot import HotPage, read_hot_band, read_hot_search, read_mobile_hot, read_top_summary
from crawlers.pages.weibo_mblog import Mblog, read_mblog
from crawlers.pages.weibo_profile import read_mobile_info, read_mobile_profile, read_profile, read_profile_detail
from crawlers.pages.weibo_single import (
    completed,
    read_detail,
    read_extend,
    read_longtext,
    read_mobile_show,
    read_show,
)
from domain.absence import Absence, Gone
from domain.hot import HotList
from domain.post import Verification
from domain.profile import Profile
from tests.crawlers.recordings import NOON, body, given, packed

LISTS: list[tuple[Callable[[bytes, datetime], HotPage], str]] = [
    (read_hot_search, "hot_search.json"),
    (read_hot_band, "hot_band.json"),
    (read_mobile_hot, "m_hot.json"),
    (read_top_summary, "top_summary.html"),
]


def blog_of(found: Mblog | Gone) -> Mblog:
    assert isinstance(found, Mblog)
    return found


def test_a_single_post_is_the_one_of_the_list() -> None:
    assert blog_of(read_show(body("show.json"), NOON)) == read_mblog(given("mymblog.json")["data"]["list"][1], NOON)


def test_a_mobile_post_is_whole_although_it_is_called_long() -> None:
    found = blog_of(read_mobile_show(body("m_show.json"), NOON))
    assert given("m_show.json")["data"]["isLongText"] is True
    assert (found.post.text, found.post.cut) == ("@路人乙 来看", False)


def test_the_page_of_a_post_holds_it_in_a_script() -> None:
    found = blog_of(read_detail(body("m_detail.html"), NOON))
    assert (found.post.text, found.edits) == ("@路人乙 来看", 1)
    assert found.edited_at == datetime(2026, 11, 23, 0, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "page", [b"", b"<html></html>", b"$render_data = [", b"$render_data = [{", b"$render_data = [{}][0]"]
)
def test_a_page_without_its_script_is_refused(page: bytes) -> None:
    with pytest.raises(UnreadablePage, match="render_data"):
        read_detail(page, NOON)


def test_a_post_that_is_not_there_is_gone() -> None:
    found = read_show(body("m_nothing.json"), NOON)
    assert isinstance(found, Gone)
    assert (found.native_id, found.why) == (None, Absence.UNKNOWN)


def test_a_cut_post_becomes_whole() -> None:
    original = blog_of(read_mblog(given("show.json")["retweeted_status"], NOON))
    assert original.needs_full_text
    post = completed(original, read_longtext(body("longtext.json")))
    assert post.text.startswith(original.post.text)
    assert post.text.endswith("\n平台称正在修复。")
    assert not post.cut


def test_no_longer_text_than_shown_is_no_error() -> None:
    original = blog_of(read_mblog(given("show.json")["retweeted_status"], NOON))
    post = completed(original, read_longtext(body("longtext_none.json")))
    assert (post.text, post.cut) == (original.post.text, False)


def test_a_whole_repost_parts_its_words_anew() -> None:
    repost = blog_of(read_show(body("show.json"), NOON))
    full = {"ok": 1, "data": {"longTextContent": "等了半小时，还没车//@路人乙:我也是，没车"}}
    post = completed(repost, read_longtext(packed(full)))
    assert post.text == "等了半小时，还没车"
    assert post.quoted is not None
    assert post.quoted.startswith("//@路人乙:我也是，没车\n【云雀出行")


def test_mobile_whole_text_brings_the_counts_of_the_moment() -> None:
    full = read_extend(body("m_extend.json"), NOON)
    assert full.text == "看完说一句，这次真的等太久了。\n#云雀#[允悲]"
    assert full.reading is not None
    assert (full.reading.reposts, full.reading.comments, full.reading.likes) == (4, 5, 6)


@pytest.mark.parametrize("answer", [{"ok": 1}, {"ok": 1, "data": {"x": 1}}, {"ok": 1, "data": "x"}])
def test_a_whole_text_of_unknown_shape_is_refused(answer: object) -> None:
    with pytest.raises(UnreadablePage):
        read_longtext(packed(answer))


def test_hot_search_starts_with_what_is_pinned_and_leaves_advertisements_out() -> None:
    page = read_hot_search(body("hot_search.json"), NOON)
    rows = [(entry.title, entry.rank, entry.heat, entry.label, entry.pinned) for entry in page.entries]
    assert rows == [
        ("江城发布会", None, None, "热", True),
        ("云雀崩了", 1, 2_453_012, "热", False),
        ("新剧定档", 2, 322_924, None, False),
    ]
    assert page.ads == 1
    assert page.entries[1].since == datetime(2026, 11, 23, 1, 20, tzinfo=UTC)
    assert page.entries[1].query == "#云雀崩了#"


def test_hot_band_tells_more_and_does_not_rank_who_waits() -> None:
    page = read_hot_band(body("hot_band.json"), NOON)
    assert [(entry.title, entry.rank, entry.heat) for entry in page.entries] == [
        ("云雀崩了", 1, 1_440_535),
        ("等候上榜", None, None),
    ]
    assert page.entries[0].category == "社会新闻,科技"
    assert page.entries[0].mid is not None


@pytest.mark.parametrize(("read", "name"), [LISTS[2], LISTS[3]])
def test_the_page_and_the_mobile_list_tell_the_same(read: Callable[[bytes, datetime], HotPage], name: str) -> None:
    page = read(body(name), NOON)
    assert [(entry.title, entry.rank, entry.pinned) for entry in page.entries] == [
        ("江城发布会", None, True),
        ("云雀崩了", 1, False),
        ("新剧定档", 2, False),
    ]
    assert page.entries[2].heat is not None
    assert page.entries[2].category in {"电影", "剧集"}
    assert page.entries[1].query == "#云雀崩了#"


def test_another_list_is_named_by_whoever_asked() -> None:
    page = read_top_summary(body("top_summary.html"), NOON, which=HotList.SOCIAL)
    assert {entry.list for entry in page.entries} == {HotList.SOCIAL}
    assert page.ads == 1


@pytest.mark.parametrize(("read", "name"), LISTS)
@pytest.mark.parametrize("answer", [b"", b"{}", b"<html></html>", b'{"ok":1,"data":{"realtime":[],"band_list":[]}}'])
def test_a_hot_list_is_never_empty(read: Callable[[bytes, datetime], HotPage], name: str, answer: bytes) -> None:
    assert read(body(name), NOON).entries
    with pytest.raises(UnreadablePage):
        read(answer, NOON)


@pytest.mark.parametrize(
    ("key", "value"), [("num", "多"), ("realpos", -3), ("word", ""), ("onboard_time", 5), ("is_ad", "?")]
)
def test_a_broken_row_is_named_and_the_others_are_kept(key: str, value: object) -> None:
    changed = given("hot_search.json")
    changed["data"]["realtime"][0].update({key: value, "note": "" if key == "word" else "云雀崩了"})
    page = read_hot_search(packed(changed), NOON)
    assert len(page.entries) == 2
    assert page.unreadable[0].place.startswith("realtime[0].")


def test_profiles_of_both_sites() -> None:
    web = read_profile(body("profile_info.json"), NOON)
    assert (web.key, web.name, web.followers, web.following, web.posts) == (
        "1700000002",
        "云雀出行",
        1_284_031,
        320,
        5120,
    )
    assert (web.verification, web.verified_as, web.blocked) == (Verification.ORGANISATION, "云雀出行官方微博", None)
    mobile = read_mobile_profile(body("m_profile.json"), NOON)
    assert (mobile.key, mobile.followers, mobile.following) == ("1700000002", 180_000_000, 240)


def test_details_add_region_standing_and_first_day() -> None:
    detail = read_profile_detail(body("profile_detail.json"), NOON, key="1700000002")
    info = read_mobile_info(body("m_info.json"), NOON)
    for found in (detail, info):
        assert (found.key, found.region, found.credit) == ("1700000002", "湖北", "信用极好")
        assert found.followers is None
    assert detail.registered_at == datetime(2012, 7, 21, 18, 28, 35, tzinfo=UTC)
    assert info.registered_at == datetime(2012, 7, 21, 16, 0, tzinfo=UTC)


def test_a_closed_account_says_why() -> None:
    changed = given("profile_info.json")
    changed["data"]["blockText"] = "该账号因违规无法查看"
    assert read_profile(packed(changed), NOON).blocked == "该账号因违规无法查看"


def test_nothing_of_a_person_is_kept_that_a_monitor_does_not_need() -> None:
    changed = given("profile_detail.json")
    changed["data"].update(birthday="1990-01-01 摩羯座", education={"school": "江城大学"}, company="某公司")
    kept = str(read_profile_detail(packed(changed), NOON, key="1"))
    assert not [word for word in ("1990", "江城大学", "某公司") if word in kept]


@pytest.mark.parametrize(
    ("read", "name", "path", "value"),
    [
        (read_profile, "profile_info.json", ("data", "user"), None),
        (read_profile, "profile_info.json", ("data", "user", "idstr"), "5"),
        (read_profile, "profile_info.json", ("data", "user", "followers_count"), "许多"),
        (read_mobile_profile, "m_profile.json", ("data", "userInfo"), []),
        (read_mobile_info, "m_info.json", ("data", "cards"), []),
        (read_mobile_info, "m_info.json", ("data", "cardlistInfo", "containerid"), "100505"),
    ],
)
def test_a_profile_of_unknown_shape_is_refused(
    read: Callable[[bytes, datetime], Profile], name: str, path: tuple[str, ...], value: Any
) -> None:
    changed = given(name)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    with pytest.raises(UnreadablePage):
        read(packed(changed), NOON)


def test_the_table_of_emoticons() -> None:
    assert read_emoticons(body("emoticons.json")) == ("[微笑]", "[允悲]", "[心]")
    with pytest.raises(UnreadablePage):
        read_emoticons(b'{"ok":1,"data":{}}')
