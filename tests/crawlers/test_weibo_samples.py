"""Weibo parsers over answers that were really served, where they are at hand; expectations were read off by hand.

Nothing of the answers stands here but numbers, times, lengths and hashes.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

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
from tests.crawlers.recordings import FOLDER

pytestmark = pytest.mark.shared
AT = datetime(2026, 11, 25, tzinfo=UTC)
INVENTED = "web_getWaterFallContent_2026.json"
"""Its author replaced the numbers of posts by invented ones that fit neither their times nor their short forms."""

with (FOLDER / "real_answers.tsv").open(encoding="utf-8", newline="") as facts_file:
    ROWS = list(csv.DictReader(facts_file, delimiter="\t"))
PAGES = sorted({(row["kind"], row["file"]) for row in ROWS})


def given(shared: Path, kind: str, name: str) -> Given:
    body = (shared / "samples" / "weibo" / name).read_bytes()
    assert WEIBO[kind].refusal(Answer(url=WEIBO[kind].url, status=200, body=body)) is None
    return WEIBO[kind].read(Saved(body=body, at=AT))


def facts(post: object) -> dict[str, str]:
    """What the table tells of a post; empty where nothing is known."""
    assert isinstance(post, Post)
    assert post.author is not None
    assert post.reading is not None
    counts = post.reading
    told = {
        "number": post.native_id,
        "time_utc": f"{post.published_at:%Y-%m-%dT%H:%M:%S}",
        "account": post.author.key,
        "followers": post.author.followers,
        "reposts": counts.reposts,
        "comments": counts.comments,
        "likes": counts.likes,
        "length": len(post.text),
        "hash": hashlib.sha256(post.text.encode()).hexdigest()[:10],
        "quoted_length": len(post.quoted or ""),
        "root": post.root_id,
    }
    return {key: "" if value is None else str(value) for key, value in told.items()}


@pytest.mark.parametrize(("kind", "name"), PAGES)
def test_every_field_of_every_post_is_as_read_by_hand(shared: Path, kind: str, name: str) -> None:
    found = given(shared, kind, name)
    expected = [row for row in ROWS if row["file"] == name]
    assert not found.unreadable
    assert [{"kind": kind, "file": name, **facts(post)} for post in found.lines] == expected


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
    told = [[facts(post)[key] for key in ("reposts", "comments", "likes", "length")] for post in mended.lines]
    assert told == [["2000", "1479", "7798", "42"], ["5705", "6203", "19347", "28"]]
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
    source = Path(__file__).read_text("utf-8") + (FOLDER / "real_answers.tsv").read_text("utf-8")
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
