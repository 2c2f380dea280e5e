"""`yuqing parse`: one saved answer, looked at from the terminal."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from service.commands.app import build
from service.commands.parsing import CHANNELS, json_line
from service.trouble import Trouble
from tests.crawlers.recordings import FOLDER, given, packed

AT = "2026-11-23T12:00"
FILES = {
    "top-summary": "top_summary.html",
    "timeline": "mymblog.json",
    "waterfall": "waterfall.json",
    "reposts": "repost_timeline.json",
    "comments": "comments.json",
    "show": "show.json",
    "longtext": "longtext.json",
    "hot-search": "hot_search.json",
    "hot-band": "hot_band.json",
    "profile": "profile_info.json",
    "profile-detail": "profile_detail.json",
    "emoticons": "emoticons.json",
    "m-search": "m_search.json",
    "m-timeline": "m_timeline.json",
    "m-hot": "m_hot.json",
    "m-profile": "m_profile.json",
    "m-info": "m_info.json",
    "m-show": "m_show.json",
    "m-detail": "m_detail.html",
    "m-extend": "m_extend.json",
    "m-comments": "m_hotflow.json",
    "m-replies": "m_replies.json",
    "m-old-comments": "m_old_comments.json",
    "m-reposts": "m_reposts.json",
}


def parsed(kind: str, file: Path, *more: str, channel: str = "weibo") -> Result:
    return CliRunner().invoke(build(["parse"]), ["parse", "--channel", channel, "--kind", kind, str(file), *more])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(("kind", "name"), FILES.items())
def test_every_kind_of_answer_gives_lines_of_json(kind: str, name: str) -> None:
    result = parsed(kind, FOLDER / name, "--at", AT, "--of", "5368320463220793")
    assert result.exit_code == 0, result.stderr
    assert lines(result)


def test_every_kind_is_tried_above() -> None:
    named = {kind for kinds in CHANNELS.values() for kind in kinds}
    assert named - set(FILES) == {"search", "mblog", "article", "state", "jump", "feed"}


def test_a_post_is_written_with_all_that_is_known_and_null_for_the_rest() -> None:
    (post,) = lines(parsed("show", FOLDER / "show.json", "--at", AT))
    assert post["native_id"] == given("show.json")["idstr"]
    assert post["collected_at"] == "2026-11-23T04:00:00+00:00"
    assert post["reading"]["reads"] is None


def test_the_time_of_collection_is_the_file_s_own_where_nobody_tells_it(tmp_path: Path) -> None:
    file = tmp_path / "show.json"
    file.write_bytes((FOLDER / "show.json").read_bytes())
    moment = datetime(2026, 11, 23, 2, tzinfo=UTC)
    os.utime(file, (moment.timestamp(), moment.timestamp()))
    assert lines(parsed("show", file))[0]["collected_at"] == moment.isoformat()


def test_a_refusal_is_told_with_its_cure() -> None:
    result = parsed("show", FOLDER / "show_deleted.json", "--at", AT)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "已删除" in result.stderr


def test_a_status_alone_can_be_the_refusal() -> None:
    result = parsed("show", FOLDER / "show.json", "--at", AT, "--status", "418")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "频繁" in result.stderr


def test_a_notice_in_the_place_of_a_post_is_no_post(tmp_path: Path) -> None:
    file = tmp_path / "gone.json"
    file.write_bytes(packed({**given("mymblog.json")["data"]["list"][3], "ok": 1}))
    result = parsed("mblog", file, "--at", AT)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "已删除" in result.stderr


def test_what_cannot_be_read_is_named_by_its_place_beside_what_can(tmp_path: Path) -> None:
    changed = given("mymblog.json")
    changed["data"]["list"][0]["user"] = 5
    file = tmp_path / "broken.json"
    file.write_bytes(packed(changed))
    result = parsed("timeline", file, "--at", AT)
    assert result.exit_code == 4
    assert len(lines(result)) == 3
    assert "list[0].user" in result.stderr


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(b"[1, 2]")
    result = parsed("timeline", file)
    assert (result.exit_code, result.stdout) == (4, "")


@pytest.mark.parametrize(
    ("kind", "channel", "words"),
    [
        ("nope", "weibo", "hot-search：热搜"),
        ("nope", "wechat", "article：公众号文章"),
        ("callback", "wechat", "不是一页帖文"),
        ("nope", "other", "可用的渠道"),
    ],
)
def test_an_unknown_kind_lists_those_that_there_are(kind: str, channel: str, words: str) -> None:
    result = parsed(kind, FOLDER / "show.json", channel=channel)
    assert isinstance(result.exception, Trouble)
    assert words in str(result.exception)


def test_a_saved_feed_gives_its_articles_and_names_what_it_could_not_read() -> None:
    feeds = FOLDER.parent / "feeds"
    good = parsed("feed", feeds / "we_mp_rss_own.json", "--at", AT, channel="wechat")
    (line,) = lines(good)
    assert (good.exit_code, line["account"], line["published_at"]) == (0, "江城早报", "2026-11-23T00:30:00+00:00")
    garbled = parsed("feed", feeds / "garbled_date.xml", "--at", AT, channel="wechat")
    assert (garbled.exit_code, len(lines(garbled))) == (4, 1)
    assert "item[0].date" in garbled.stderr
    bomb = parsed("feed", feeds / "bomb.xml", channel="wechat")
    assert (bomb.exit_code, bomb.stdout) == (4, "")


@pytest.mark.parametrize("more", [("--at", "yesterday"), ()])
def test_a_file_or_time_that_is_none_is_said(tmp_path: Path, more: tuple[str, ...]) -> None:
    file = FOLDER / "show.json" if more else tmp_path / "none.json"
    result = parsed("show", file, *more)
    assert isinstance(result.exception, Trouble)


def test_a_detail_without_its_account_asks_for_it() -> None:
    result = parsed("profile-detail", FOLDER / "profile_detail.json")
    assert result.exit_code == 4
    assert "--of" in result.stderr


def test_marks_that_turn_a_terminal_are_written_as_escapes() -> None:
    line = json_line({"text": "a\u202eb\x1b[31m\x9b\u2028\nc"})
    assert line.isprintable()
    assert json.loads(line) == {"text": "a\u202eb\x1b[31m\x9b\u2028\nc"}
