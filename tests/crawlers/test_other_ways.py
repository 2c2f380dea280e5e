"""Timelines, comments, reposts, single posts, profiles and hot lists over one invented afternoon, into a database."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from tests.crawlers.playing import NOW, Told, play

pytestmark = pytest.mark.slow
BAND = "/ajax/statuses/hot_band"


def played(folder: Path, steps: Sequence[Told]) -> tuple[dict[str, str], list[Told]]:
    """The numbers of the posts by name, and what each step left behind."""
    (first, *rest), _ = play("ways_play", folder, steps)
    return {name: str(number) for name, number in first.items()}, rest


def reason(done: Told) -> str:
    return str(done["crawls"][-1]["reason"])


def texts(done: Told, native: str) -> list[str]:
    return [post["text"] for post in done["posts"] if post["native_id"] == native]


def standing(done: Told, native: str) -> Told:
    return next(row for row in done["standings"] if row["native_id"] == native)


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[Told]]:
    """Found by the search, followed, told of by an alert, changed twenty minutes later, asked again."""
    return played(
        tmp_path_factory.mktemp("afternoon"),
        [
            {"spider": "weibo-search", "account": True, "hours": 5},
            {"spider": "weibo-post", "account": True},
            {
                "spider": "weibo-post",
                "account": True,
                "after": 30,
                "alert": ["deleted", "hidden", "reported", "edited", "plain"],
            },
            {"spider": "weibo-profile", "account": True, "after": 31, "score": True},
            {"spider": "weibo-search", "account": True, "hours": 5, "after": 32},
        ],
    )


def test_posts_that_matter_are_visited_and_those_that_do_not_are_left(
    afternoon: tuple[dict[str, str], list[Told]],
) -> None:
    mids, (_, visited, *_) = afternoon
    assert visited["outcome"] == "complete"
    assert {mids["notice"], mids["long"], mids["deleted"]} <= set(visited["targets"])
    assert standing(visited, mids["long"])["last_seen_at"] is not None


def test_the_ways_of_being_gone_are_told_apart_and_dated(afternoon: tuple[dict[str, str], list[Told]]) -> None:
    mids, (_, visited, later, *_) = afternoon
    for name in ("deleted", "hidden", "reported"):
        before, after = standing(visited, mids[name]), standing(later, mids[name])
        assert after["gone_at"] is not None
        assert after["last_seen_at"] == before["last_seen_at"] < after["gone_at"]
        assert texts(later, mids[name]), "what it said is kept"
    assert later["outcome"] == "complete"
    assert "3 " in reason(later)


def test_an_edit_becomes_the_next_edition_and_only_an_edit(afternoon: tuple[dict[str, str], list[Told]]) -> None:
    mids, (_, _, later, _, again) = afternoon
    assert texts(later, mids["edited"]) == ["青鹭出行把我丢在路边", "青鹭出行把我丢在路边，已道歉"]
    editions = [post["native_id"] for post in again["posts"] if post["edition"] > 1]
    assert editions == [mids["edited"]], "another page of the same post is no edit"


def test_a_long_text_is_there_whole_in_one_edition(afternoon: tuple[dict[str, str], list[Told]]) -> None:
    mids, (*_, again) = afternoon
    (whole,) = texts(again, mids["long"])
    assert whole.endswith("最后押金也没有退。")
    assert not any(post["cut"] for post in again["posts"] if post["native_id"] == mids["long"])


def test_the_answers_for_an_alert_are_kept_once_also_those_that_say_no(
    afternoon: tuple[dict[str, str], list[Told]],
) -> None:
    _, (_, visited, later, _, again) = afternoon
    assert visited["proofs"] == []
    assert len(later["proofs"]) == len(again["proofs"]) == 5
    assert all(len(proof["sha256"]) == 64 for proof in later["proofs"])


def test_heat_is_read_again_and_kept_as_a_curve(afternoon: tuple[dict[str, str], list[Told]]) -> None:
    mids, (*_, again) = afternoon
    curve = [one["likes"] for one in again["readings"] if one["post__native_id"] == mids["long"]]
    assert len(curve) >= 2
    assert curve == sorted(curve)


def test_authors_without_a_known_reach_get_it(afternoon: tuple[dict[str, str], list[Told]]) -> None:
    _, (_, _, _, profiles, _) = afternoon
    assert profiles["outcome"] == "complete"
    told = {account["key"]: account["followers"] for account in profiles["accounts"]}
    assert told
    filled = [post for post in profiles["posts"] if post["author_key"] in told]
    assert all(post["followers"] is not None for post in filled)


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[Told]]:
    """Without any account."""
    return played(
        tmp_path_factory.mktemp("guest"),
        [
            {"spider": "weibo-timeline", "targets": ["own"]},
            {"spider": "weibo-timeline", "targets": ["7999999999"]},
            {"spider": "weibo-comments", "targets": ["notice"], "limits": {"requests": 200, "each": 100}},
            {"spider": "weibo-reposts", "targets": ["notice"]},
            {"spider": "weibo-mobile-search", "hours": 5},
            {"spider": "weibo-mobile-search", "hours": 5, "fault": "strange"},
            {"spider": "weibo-comments", "limits": {"requests": 3, "each": 2}, "targets": ["notice", "long", "plain"]},
            {"spider": "weibo-comments", "limits": {"requests_a_day": 0}, "targets": ["notice"]},
            {
                "spider": "weibo-comments",
                "limits": {"requests": 200, "each": 100},
                "targets": ["notice"],
                "fault": "crowded",
                "where": {"route": "/ajax/statuses/buildComments"},
            },
            {"spider": "weibo-profile", "targets": ["loud", "7999999999"]},
        ],
    )


def test_a_guest_gets_a_selection_and_is_told_that_it_is_one(guest: tuple[dict[str, str], list[Told]]) -> None:
    _, (timeline, *_) = guest
    assert timeline["outcome"] == "partial"
    assert "不是全部" in reason(timeline)
    assert timeline["crawls"][-1]["fetched"] > 0


def test_an_account_that_is_not_there_is_no_zero(guest: tuple[dict[str, str], list[Told]]) -> None:
    _, (_, nobody, *_, profile) = guest
    assert nobody["outcome"] == "partial"
    assert "查不到账号 7999999999" in reason(nobody)
    assert {row["key"]: row["missing"] for row in profile["accounts"]} == {"7999999999": True, "7300000002": False}


def test_a_tree_of_comments_arrives_whole(guest: tuple[dict[str, str], list[Told]]) -> None:
    mids, (_, _, comments, *_) = guest
    (thread,) = comments["threads"]
    under = [post for post in comments["posts"] if post["kind"] == "comment"]
    assert comments["outcome"] == "complete"
    assert thread["finished"]
    assert thread["given"] == len(under) == thread["announced"] > 40
    assert {post["root_id"] for post in under} == {mids["notice"]}
    assert set(comments["mentions"]) >= {post["native_id"] for post in under}, "comments belong to the watch"


def test_the_mobile_version_gives_the_reposts_that_the_web_keeps_from_guests(
    guest: tuple[dict[str, str], list[Told]],
) -> None:
    _, (_, _, _, reposts, *_) = guest
    assert reposts["outcome"] == "complete"
    assert "改走了另一条途径" in reason(reposts)
    assert [thread["kind"] for thread in reposts["threads"]] == ["comment", "repost"]


def test_a_second_source_that_is_closed_is_on_record_and_silences_nothing(
    guest: tuple[dict[str, str], list[Told]],
) -> None:
    _, (_, _, _, _, found, refused, *_) = guest
    assert found["crawls"][-1]["fetched"] > 0
    assert refused["outcome"] in {"refused", "expired_session"}
    assert not any(crawl["leads"] for crawl in refused["crawls"])


def test_a_budget_that_is_used_up_says_how_much_was_left(guest: tuple[dict[str, str], list[Told]]) -> None:
    _, (*_, short, none, _, _) = guest
    assert short["outcome"] == "partial"
    assert "还有" in reason(short)
    assert not all(thread["finished"] for thread in short["threads"])
    assert none["outcome"] == "partial"
    assert none["crawls"][-1]["requests"] == 0
    assert "留待明日" in reason(none)


def test_the_first_page_of_the_mobile_version_is_better_than_none_and_says_that_it_is_one(
    guest: tuple[dict[str, str], list[Told]],
) -> None:
    mids, (*_, first_page, _) = guest
    thread = next(
        row for row in first_page["threads"] if row["native_id"] == mids["notice"] and row["kind"] == "comment"
    )
    assert first_page["outcome"] == "partial"
    assert "只读到一部分" in reason(first_page)
    assert 0 < thread["given"] < thread["announced"]
    assert not thread["finished"]


@pytest.fixture(scope="module")
def boards(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """Three readings and one through the second way."""
    steps: list[Told] = [{"spider": "weibo-hot", "after": minutes} for minutes in (0, 10, 60)]
    closed = {"spider": "weibo-hot", "after": 70, "fault": "forbidden", "where": {"route": BAND}}
    return played(tmp_path_factory.mktemp("boards"), [*steps, closed])[1]


def test_three_readings_of_the_lists_make_a_history_of_changes(boards: list[Told]) -> None:
    first, second, third, _ = boards
    assert [step["outcome"] for step in (first, second, third)] == ["complete"] * 3
    assert len(first["ranks"]) == len(first["topics"])
    for before, after in ((first, second), (second, third)):
        assert len(before["ranks"]) < len(after["ranks"]) < len(before["ranks"]) + len(after["topics"])
    assert any(row["off"] for row in third["ranks"])
    assert datetime.fromisoformat(third["topics"][0]["first_seen_at"]) <= datetime.fromisoformat(NOW)


def test_a_list_whose_best_way_is_closed_comes_by_the_next(boards: list[Told]) -> None:
    *_, third, by_other_way = boards
    assert by_other_way["outcome"] == "complete"
    assert "改走了另一条途径" in reason(by_other_way)
    newest = max(topic["last_seen_at"] for topic in by_other_way["topics"])
    assert newest > max(topic["last_seen_at"] for topic in third["topics"])
