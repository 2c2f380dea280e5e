"""Feeds of bridges, with all that is not quite right about them, read as what they are; one trap each."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.pages.feed import marks_of, post_of, read_feed
from crawlers.pages.feed_entry import FeedEntry
from crawlers.pages.feed_link import article_link
from crawlers.pages.unreadable import UnreadablePage
from domain.feed import BadFeedAddress, FeedForm, checked_address, masked, secrets_of
from domain.post import PostKind

FOLDER = Path(__file__).resolve().parent.parent / "recordings" / "feeds"
NAME = "s/QingLu_TravelRide0003A"
HALF_PAST = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
ARTICLE = "青鹭出行今天起调整押金规则，老用户的押金在三日内退回。\n\n客服电话已加派人手，等待时间仍然较长。"
DIGEST = "老用户的押金在三日内退回"
WHOLE = (
    *("download_api.xml", "rsshub_sogou.xml", "we_mp_rss_escaped_cdata.xml", "we_mp_rss_own.json"),
    *("we_mp_rss_undeclared_prefix.xml", "wechat2rss_long_link.xml", "wechat2rss_query.json", "wewe_rss_fulltext.xml"),
)


def read(name: str, now: datetime) -> tuple[FeedEntry, ...]:
    return read_feed((FOLDER / name).read_bytes(), now).entries


@pytest.mark.parametrize("name", WHOLE)
def test_the_text_in_the_feed_is_the_article_however_it_was_escaped(name: str, now: datetime) -> None:
    entry = read(name, now)[0]
    assert (entry.title, entry.text, entry.whole) == ("青鹭出行调整押金规则", ARTICLE, True)


def test_without_a_guid_the_link_is_the_identity(now: datetime) -> None:
    names = [entry.name for entry in read("wechat_feeds_no_guid.xml", now)]
    assert names == ["s/QingLu_TravelRide0001A", "s/QingLu_TravelRide0002A"]


def test_a_batch_that_shares_one_time_stays_two_articles(now: datetime) -> None:
    marks = [marks_of(entry) for entry in read("wechat_feeds_no_guid.xml", now)]
    assert len({mark for some in marks for mark in some}) == 4


def test_a_body_that_repeats_the_title_is_no_article(now: datetime) -> None:
    assert [entry.missing for entry in read("wechat_feeds_no_guid.xml", now)] == ["只有标题"] * 2


def test_the_suffix_of_the_tool_is_no_part_of_the_account(now: datetime) -> None:
    assert read("wechat_feeds_no_guid.xml", now)[0].account == "江城骑行"


@pytest.mark.parametrize("name", ["we_mp_rss_no_zone.xml", "we_mp_rss_own.json"])
def test_a_time_without_zone_is_chinas_where_the_tool_means_it(name: str, now: datetime) -> None:
    assert read(name, now)[0].published_at == HALF_PAST


def test_a_time_without_zone_is_unknown_where_nobody_knows(now: datetime) -> None:
    assert read("jsonfeed_no_zone.json", now)[0].published_at is None


def test_a_missing_time_is_unknown(now: datetime) -> None:
    assert read("no_date.xml", now)[0].published_at is None


def test_the_first_day_of_history_is_no_time_of_publication(now: datetime) -> None:
    assert read("wechat2rss_no_time.json", now)[0].published_at is None


def test_a_garbled_time_is_named_and_the_article_stays(now: datetime) -> None:
    page = read_feed((FOLDER / "garbled_date.xml").read_bytes(), now)
    assert [str(one) for one in page.unreadable] == ["不认识的时间：'昨天'（rss.channel.item[0].date）"]
    assert [entry.published_at for entry in page.entries] == [None]


def test_an_atom_feed_with_times_of_rfc_822_and_a_plain_author_reads(now: datetime) -> None:
    page = read_feed((FOLDER / "we_mp_rss_invalid.atom").read_bytes(), now)
    entry = page.entries[0]
    assert page.form is FeedForm.ATOM
    assert (entry.name, entry.account, entry.published_at, entry.text) == (NAME, "江城早报", HALF_PAST, DIGEST)


def test_a_digest_is_only_the_beginning(now: datetime) -> None:
    entry = read("download_api_articles.json", now)[0]
    assert (entry.text, entry.whole, entry.missing) == (DIGEST, False, "没有正文")


def test_a_verification_page_in_the_place_of_an_article_is_no_text(now: datetime) -> None:
    entry = read("wewe_verification_page.json", now)[0]
    assert (entry.text, entry.missing) == ("", "桥接存下的是验证页，不是正文")


def test_an_article_that_quotes_a_verification_page_is_an_article(now: datetime) -> None:
    assert read("wewe_quotes_verification.json", now)[0].whole


def test_the_failure_note_of_a_tool_is_no_text(now: datetime) -> None:
    entry = read("wewe_rss_fulltext.xml", now)[1]
    assert (entry.text, entry.missing) == ("", "桥接没有取到正文")


def test_the_word_deleted_is_no_text_and_the_tools_own_page_no_link(now: datetime) -> None:
    entry = read("we_mp_rss_own_link_deleted.xml", now)[0]
    assert (entry.text, entry.missing, entry.link) == ("", "桥接没有取到正文", None)
    assert entry.name.startswith("text/")


def test_a_tilde_in_a_short_link_is_an_underscore(now: datetime) -> None:
    entry = read("download_api.xml", now)[0]
    assert (entry.name, entry.opens) == (NAME, True)


def test_a_long_link_escaped_twice_names_the_article_and_opens_for_nobody(now: datetime) -> None:
    entry = read("wechat2rss_long_link.xml", now)[0]
    assert (entry.name, entry.opens) == ("MzAwMDAwMDAwMQ==:2247480001:1", False)


def test_a_feed_of_many_accounts_is_no_account(now: datetime) -> None:
    assert read("wewe_all.atom", now)[0].account == "江城早报"
    assert read("wechat2rss_query.json", now)[0].account == "江城早报"


def test_control_characters_spoil_no_feed(now: datetime) -> None:
    assert read("control_characters.xml", now)[0].title == "青鹭出行调整押金规则"


def test_markup_of_strangers_never_comes_through(now: datetime) -> None:
    entry = read("hostile.xml", now)[0]
    assert (entry.title, entry.text, entry.link) == ("青鹭出行", "", None)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("bomb.xml", "声明了 XML 实体"),
        ("external_entity.xml", "声明了 XML 实体"),
        ("cut_off.xml", "没有传完整"),
        ("login_page.html", "是一个网页"),
        ("wewe_feeds_list.json", "这是公众号列表"),
        ("wechat2rss_refuses.json", "k 不正确"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(name: str, why: str, now: datetime) -> None:
    with pytest.raises(UnreadablePage, match=why):
        read_feed((FOLDER / name).read_bytes(), now)


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"\x00\xff", b"<rss/>", b"{}", b'{"items": {}}', b'{"items": [1]}', b"[" * 99_999, b"<a>"],
)
def test_nonsense_is_unreadable_and_nothing_worse(body: bytes, now: datetime) -> None:
    with pytest.raises(UnreadablePage):
        read_feed(body, now)


def test_a_bomb_in_another_encoding_is_refused_too(now: datetime) -> None:
    bomb = (FOLDER / "bomb.xml").read_text("utf-8").replace('version="1.0"?', 'version="1.0" encoding="utf-16"?', 1)
    with pytest.raises(UnreadablePage):
        read_feed(bomb.encode("utf-16"), now)


@pytest.mark.parametrize(
    "written",
    [
        "https://mp.weixin.qq.com.evil.example/s/QingLu_TravelRide0003A",
        "https://mp.weixin.qq.com@evil.example/s/QingLu_TravelRide0003A",
        "https://mp.weixin.qq.com/s/short",
        "javascript:alert(1)//mp.weixin.qq.com/s/QingLu_TravelRide0003A",
        "https://mp.weixin.qq.com/s?__biz=../../etc&mid=1&idx=1",
        "https://mp.weixin.qq.com/s?__biz=MzAwMDAwMDAwMQ==",
        "https://[broken",
        None,
    ],
)
def test_a_link_that_is_no_articles_is_none(written: str | None) -> None:
    assert article_link(written) is None


def test_an_entry_without_time_becomes_a_post_that_says_so(now: datetime) -> None:
    entry = read("no_date.xml", now)[0]
    post = post_of(entry, "早报桥", HALF_PAST, now)
    assert (post.dated, post.published_at, post.cut, post.kind) == (False, HALF_PAST, True, PostKind.ARTICLE)
    assert post.source == "订阅：早报桥"
    assert post_of(read("we_mp_rss_own.json", now)[0], "早报桥", now, now).dated


def test_the_key_in_an_address_is_never_shown() -> None:
    address = checked_address("https://rss.example/feed/all.xml?k=s3cret&limit=50#x")
    assert masked(address) == "https://rss.example/feed/all.xml?k=***&limit=50"
    assert secrets_of(address) == {"k": "s3cret"}
    assert masked(address, {"k": "hidden1"}).endswith("?k=hidden1&limit=50")


@pytest.mark.parametrize(
    "written", ["", "rss.example/feed", "ftp://rss.example/", "https://u:p@rss.example/", "https://a b/", "http://h:x/"]
)
def test_an_address_that_nobody_can_ask_is_refused_with_its_cure(written: str) -> None:
    with pytest.raises(BadFeedAddress, match="订阅地址"):
        checked_address(written)


@pytest.mark.shared
def test_a_real_feed_reads(shared: Path, now: datetime) -> None:
    page = read_feed((shared / "samples/wechat/feed/wechat-feeds.MTA1NTc0MjE0MA.2021-06.xml").read_bytes(), now)
    assert (len(page.entries), page.unreadable, page.entries[0].account) == (20, (), "私家车第一广播")
    assert page.entries[0].published_at == datetime(2021, 6, 17, 2, 18, 5, tzinfo=UTC)
    assert all(entry.name.startswith("s/") and entry.opens for entry in page.entries)
