"""Weibo parsers over answers that were really served, where they are at hand; expectations were read off by hand.

Nothing of the answers stands here but numbers, times, lengths and hashes.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crawlers.pages.answer import Answer
from crawlers.pages.saved import Given, Saved
from crawlers.pages.saved_weibo import WEIBO
from crawlers.pages.weibo_mid import bid_of, mid_of, published_at
from crawlers.pages.weibo_single import FullText, read_extend, read_longtext
from crawlers.pages.weibo_when import full_time
from domain.hot import HotEntry
from domain.post import Post, Verification
from domain.profile import Profile
from domain.refusal import Refusal
from service.commands.app import build

pytestmark = pytest.mark.shared
AT = datetime(2026, 11, 25, tzinfo=UTC)
INVENTED = "web_getWaterFallContent_2026.json"
"""Its author replaced the numbers of posts by invented ones that fit neither their times nor their short forms."""

# number, UTC time, account, followers, reposts, comments, likes, length and hash of own words, length of quoted, root
EXPECTED: dict[tuple[str, str], tuple[tuple[Any, ...], ...]] = {
    ("search", "s_search_cards_fragment_2026.html"): (
        ("5277908669302546", "2026-03-18T11:55:48", 7499890871, None, 0, 3, 12, 16, "a1efbd57b6", 0, None),
        ("5277908253018454", "2026-03-18T11:54:09", 5229243284, None, 8, 0, 0, 34, "bdf4451f63", 0, None),
    ),
    ("mblog", "web_status_single_2023.json"): (
        (
            "4900277691877266",
            "2023-05-11T10:25:07",
            1240212845,
            None,
            20,
            0,
            2,
            0,
            "e3b0c44298",
            40,
            "4900166660784184",
        ),
    ),
    ("timeline", "web_mymblog_list_2021.json"): (
        (
            "4607741009594608",
            "2021-02-23T04:28:47",
            1645372340,
            None,
            14,
            12,
            29,
            0,
            "e3b0c44298",
            325,
            "4607667449893429",
        ),
    ),
    ("m-show", "m_statuses_show_2019.json"): (
        ("4386731509545047", "2019-06-24T07:35:56", 1323527941, 17443261, 155, 517, 1147, 159, "8e166ffd17", 0, None),
    ),
    ("m-timeline", "m_getIndex_timeline_107603_2019.json"): (
        (
            "4383183661430868",
            "2019-06-14T12:38:03",
            1669879400,
            63356825,
            240492,
            95535,
            348872,
            26,
            "aba20a6d66",
            0,
            None,
        ),
        (
            "4383180406740606",
            "2019-06-14T12:25:07",
            1669879400,
            63356825,
            11226,
            10456,
            111320,
            14,
            "0f4820301c",
            39,
            "4383031864995274",
        ),
        (
            "4382054705416396",
            "2019-06-11T09:51:59",
            1669879400,
            63356825,
            174601,
            55541,
            279961,
            29,
            "5394686bea",
            0,
            None,
        ),
        (
            "4381312410216312",
            "2019-06-09T08:42:22",
            1669879400,
            63356825,
            867586,
            30720,
            229303,
            65,
            "ca4adbd1af",
            0,
            None,
        ),
        (
            "4381207217392722",
            "2019-06-09T01:44:22",
            1669879400,
            63356825,
            1000000,
            222072,
            452294,
            63,
            "fe7f5f9b57",
            0,
            None,
        ),
        (
            "4380517519047355",
            "2019-06-07T04:03:45",
            1669879400,
            63356825,
            1000000,
            161054,
            606310,
            21,
            "d8a2c88297",
            0,
            None,
        ),
        (
            "4379825714272349",
            "2019-06-05T06:14:46",
            1669879400,
            63356825,
            337794,
            25359,
            321928,
            61,
            "6f848fbebc",
            0,
            None,
        ),
        (
            "4379188905591760",
            "2019-06-03T12:04:19",
            1669879400,
            63356825,
            1000000,
            1000000,
            1049077,
            18,
            "915ebf2dbb",
            0,
            None,
        ),
        (
            "4378893399854472",
            "2019-06-02T16:30:05",
            1669879400,
            63356825,
            686162,
            102405,
            483070,
            14,
            "e24f352c0e",
            0,
            None,
        ),
        (
            "4378514142544199",
            "2019-06-01T15:23:03",
            1669879400,
            63356825,
            1000000,
            197048,
            737551,
            82,
            "bb0ceed31a",
            0,
            None,
        ),
    ),
    ("m-search", "m_getIndex_search_100103_type61_2019.json"): (
        ("4385724990122235", "2019-06-21T12:56:23", 2561004853, 69, 0, 0, 0, 162, "3bb85af08e", 0, None),
        ("4385724985912010", "2019-06-21T12:56:22", 1976805267, 276, 0, 0, 0, 167, "4f38483879", 0, None),
        ("4385724947920997", "2019-06-21T12:56:13", 3925048096, 53, 0, 0, 0, 177, "7dd42bab7a", 0, None),
        ("4385724935456086", "2019-06-21T12:56:10", 5864156970, 17, 0, 0, 0, 186, "4c69e713af", 0, None),
        ("4385724927590908", "2019-06-21T12:56:08", 2680342831, 84, 0, 0, 0, 172, "9c4ab77f07", 0, None),
        ("4385724860379012", "2019-06-21T12:55:52", 2256131212, 94, 0, 0, 0, 246, "2cbe072f0e", 0, None),
        ("4385724847770950", "2019-06-21T12:55:49", 1110365547, 7185, 0, 0, 0, 239, "b1927548ce", 0, None),
        ("4385724834670442", "2019-06-21T12:55:46", 1827294661, 61, 0, 0, 0, 109, "97296293d6", 0, None),
    ),
    ("comments", "web_buildComments_2024.json"): (
        (
            "5101466727221344",
            "2024-11-16T14:38:31",
            5762999670,
            1395637,
            None,
            0,
            0,
            13,
            "4a0dd4c7aa",
            0,
            "5101466549487239",
        ),
    ),
    ("m-comments", "m_comments_hotflow_2019.json"): (
        ("4383183984547669", "2019-06-14T12:39:20", 1787569845, 514938, None, 143, 6183, 17, "2e572ea1de", 0, None),
        ("4383191449773449", "2019-06-14T13:09:00", 1787569845, 514938, None, None, None, 22, "57642e1235", 0, None),
        ("4383184256927204", "2019-06-14T12:40:25", 6538666614, 4329, None, 513, 5458, 10, "72cdf82b81", 0, None),
        ("4383183980195874", "2019-06-14T12:39:19", 1914201743, 1272252, None, 135, 4333, 10, "cb4c88a482", 0, None),
        ("4383184085367672", "2019-06-14T12:39:44", 6898840758, 80, None, 101, 2538, 2, "d25622289e", 0, None),
        ("4383184227485243", "2019-06-14T12:40:17", 6036298559, 127, None, 50, 2047, 17, "d67e299279", 0, None),
        ("4383183741060648", "2019-06-14T12:38:22", 5123390115, 11549, None, 81, 1562, 5, "29dfdcb3a5", 0, None),
        ("4383183782703429", "2019-06-14T12:38:32", 5675910266, 2792, None, 58, 1474, 11, "cf5573adb1", 0, None),
        ("4383184403520738", "2019-06-14T12:41:00", 2624597101, 204, None, 14, 1219, 6, "b756f9fa7c", 0, None),
        ("4383186756795345", "2019-06-14T12:50:21", 5780271848, 222, None, 14, 1064, 3, "6c0bfc819b", 0, None),
        ("4383183820689408", "2019-06-14T12:38:41", 5473276786, 22563, None, 19, 997, 11, "1651dc5617", 0, None),
        ("4383191211567062", "2019-06-14T13:08:02", 6053025355, 65, None, 9, 894, 7, "c2c03c99cf", 0, None),
        ("4383183862732378", "2019-06-14T12:38:51", 2669527231, 576, None, 9, 884, 17, "2bddbe4036", 0, None),
        ("4383183921203577", "2019-06-14T12:39:05", 3947707270, 45378, None, 9, 849, 14, "2b07ab194e", 0, None),
        ("4383184193748975", "2019-06-14T12:40:09", 1877998041, 244297, None, 14, 782, 6, "0efbe0bdfa", 0, None),
        ("4383192213755875", "2019-06-14T13:12:02", 6382815604, 209, None, 0, 652, 11, "e63411dfd3", 0, None),
        ("4383208038704294", "2019-06-14T14:14:55", 2389375482, 70, None, 3, 449, 11, "0542c1b467", 0, None),
        ("4383183715830524", "2019-06-14T12:38:16", 5850435511, 2003, None, 30, 432, 5, "98d6cdcf20", 0, None),
        ("4383183816480321", "2019-06-14T12:38:40", 6240189851, 175, None, 5, 354, 5, "a46308f80c", 0, None),
        ("4383183816681515", "2019-06-14T12:38:40", 6426843727, 990, None, 1, 308, 15, "fed8ba3bcd", 0, None),
        ("4383206419276344", "2019-06-14T14:08:28", 2141009834, 442, None, 0, 308, 46, "ed92395245", 0, None),
    ),
}


def given(shared: Path, kind: str, name: str) -> Given:
    body = (shared / "samples" / "weibo" / name).read_bytes()
    assert WEIBO[kind].refusal(Answer(url=WEIBO[kind].url, status=200, body=body)) is None
    return WEIBO[kind].read(Saved(body=body, at=AT))


def facts(post: object) -> tuple[Any, ...]:
    assert isinstance(post, Post)
    assert post.author is not None
    assert post.reading is not None
    counts = post.reading
    return (
        post.native_id,
        f"{post.published_at:%Y-%m-%dT%H:%M:%S}",
        int(post.author.key),
        post.author.followers,
        counts.reposts,
        counts.comments,
        counts.likes,
        len(post.text),
        hashlib.sha256(post.text.encode()).hexdigest()[:10],
        len(post.quoted or ""),
        post.root_id,
    )


@pytest.mark.parametrize(("kind", "name"), EXPECTED)
def test_every_field_of_every_post_is_as_read_by_hand(shared: Path, kind: str, name: str) -> None:
    found = given(shared, kind, name)
    assert not found.unreadable
    assert tuple(facts(post) for post in found.lines) == EXPECTED[kind, name]


def test_badges_regions_and_devices(shared: Path) -> None:
    (press,) = given(shared, "m-show", "m_statuses_show_2019.json").lines
    assert isinstance(press, Post)
    assert press.author is not None
    assert (press.author.verification, press.region, len(press.source or "")) == (Verification.MEDIA, None, 12)
    (repost,) = given(shared, "mblog", "web_status_single_2023.json").lines
    assert isinstance(repost, Post)
    assert (len(repost.region or ""), len(repost.source or ""), repost.cut) == (2, 9, False)


def test_a_deleted_post_is_no_post(shared: Path) -> None:
    found = given(shared, "mblog", "web_status_deleted_in_list_2025.json")
    assert not found.lines
    assert "5169124633215311" in (found.state or "")


def test_invented_numbers_are_seen_through_and_the_rest_of_the_page_is_read(shared: Path) -> None:
    found = given(shared, "waterfall", INVENTED)
    assert not found.lines
    assert [reason.place for reason in found.unreadable] == ["list[0].mblogid", "list[1].mblogid"]
    page = json.loads((shared / "samples" / "weibo" / INVENTED).read_bytes())
    for row in page["data"]["list"]:
        row["mblogid"] = bid_of(row["id"])
    mended = WEIBO["waterfall"].read(Saved(body=json.dumps(page).encode(), at=AT))
    assert [facts(post)[3:8] for post in mended.lines] == [(None, 2000, 1479, 7798, 42), (None, 5705, 6203, 19347, 28)]
    assert mended.notes == ("下一页：5345145356816203",)


def test_hot_lists(shared: Path) -> None:
    search = given(shared, "hot-search", "web_hotSearch_min_2026.json")
    band = given(shared, "hot-band", "web_hot_band_item_2021.json")
    rows = [(row.rank, row.heat, len(row.title)) for row in (*search.lines, *band.lines) if isinstance(row, HotEntry)]
    assert rows == [(1, 2_453_012, 5), (2, 322_924, 6), (1, 1_440_535, 13)]
    assert search.notes == ("略去广告 1 条",)


def test_profiles(shared: Path) -> None:
    (web,) = given(shared, "profile", "web_profile_info_2023.json").lines
    (mobile,) = given(shared, "m-profile", "m_getIndex_userinfo_2019.json").lines
    assert isinstance(web, Profile)
    assert isinstance(mobile, Profile)
    assert (web.key, web.followers, web.following, web.posts) == ("6052479595", 246_776, 3, 246)
    assert (mobile.key, mobile.followers, mobile.following, mobile.posts) == ("1669879400", 63_357_736, 240, 1008)


def test_whole_texts(shared: Path) -> None:
    folder = shared / "samples" / "weibo"
    web = read_longtext((folder / "web_longtext_2026.json").read_bytes())
    mobile = read_extend((folder / "m_statuses_extend_2019.json").read_bytes(), AT)
    for full, lines, letters in ((web, 9, 440), (mobile, 9, 1036)):
        assert isinstance(full, FullText)
        assert full.text is not None
        assert (full.text.count("\n") + 1, len(full.text)) == (lines, letters)
        assert "<br" not in full.text


def test_emoticons_and_the_end_of_comments(shared: Path) -> None:
    assert len(given(shared, "emoticons", "web_emoji_config_2025.json").lines) == 544
    end = given(shared, "comments", "web_buildComments_end_empty.json")
    assert (end.lines, len(end.notes)) == ((), 1)


@pytest.mark.parametrize(
    ("name", "status", "refusal"),
    [
        ("err_web_login_wall_403.json", 403, Refusal.LOGIN),
        ("err_web_needs_visitor_ok-100.json", 200, Refusal.VISITOR),
    ],
)
def test_refusals(shared: Path, name: str, status: int, refusal: Refusal) -> None:
    body = (shared / "samples" / "weibo" / name).read_bytes()
    answer = Answer(url=WEIBO["timeline"].url, status=status, body=body)
    assert WEIBO["timeline"].refusal(answer) is refusal


def test_every_sample_is_looked_at(shared: Path) -> None:
    source = Path(__file__).read_text("utf-8")
    names = [path.name for path in (shared / "samples" / "weibo").iterdir() if path.name != "sources.tsv"]
    assert len(names) == 20
    assert not [name for name in names if name not in source]


def objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def test_number_short_form_and_time_agree_on_every_post_of_the_samples(shared: Path) -> None:
    timed = paired = 0
    for path in sorted((shared / "samples" / "weibo").glob("*.json")):
        if path.name == INVENTED:
            continue
        for one in objects(json.loads(path.read_bytes())):
            mid, bid, written = one.get("mid"), one.get("mblogid") or one.get("bid"), one.get("created_at")
            if not mid or not isinstance(mid, str):
                continue
            if bid:
                paired += 1
                assert (bid_of(int(mid)), mid_of(bid)) == (bid, int(mid))
            if written and re.match("[A-Z]", written):
                timed += 1
                assert abs(published_at(int(mid)) - full_time(written)) <= timedelta(seconds=2)
    assert (timed, paired) == (28, 46)


WECHAT = {
    ("article", "article/t0_plain.2025-11-12.slim.html"): (0, 1),
    ("article", "article/t10_text.2025-11-12.slim.html"): (0, 1),
    ("article", "article/t8_pictures.2025-12-19.slim.html"): (0, 1),
    ("article", "article/t5_video.2019-11.html"): (0, 1),
    ("article", "state/deleted_by_author.zh.html"): (3, 0),
    ("state", "state/deleted_by_author.zh.html"): (0, 1),
    ("state", "state/violation_law.html"): (0, 1),
    ("state", "state/temp_link_expired.2018.html"): (0, 1),
    ("search", "sogou/article_results.2017.html"): (0, 10),
    ("search", "sogou/article_results.2026-08.synthetic.html"): (0, 3),
    ("search", "sogou/antispider.2021-09-02.html"): (3, 0),
    ("search", "sogou/account_results_multi.2021-12.html"): (4, 0),
    ("jump", "sogou/link_page.2023-10.html"): (0, 1),
}


@pytest.mark.parametrize(("kind", "name"), WECHAT)
def test_every_wechat_page_parses_or_is_refused_for_its_reason(shared: Path, kind: str, name: str) -> None:
    file = shared / "samples" / "wechat" / name
    result = CliRunner().invoke(build(["parse"]), ["parse", "--channel", "wechat", "--kind", kind, str(file)])
    assert (result.exit_code, len(result.stdout.splitlines())) == WECHAT[kind, name]
