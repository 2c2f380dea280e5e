"""Fifty thousand posts in a day, through lists that never show more than five hundred: what is got, what is said."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.day import CHINA
from drill.scenario import Microblog, Scenario
from drill.scenarios.flood import flood_story
from drill.scenarios.regions import WHOLE
from drill.stage import Stage

COMMAND = [sys.executable, "-m", "tests.crawlers.child", "tests.crawlers.flood_child"]
NOW = datetime.fromisoformat("2026-11-23T01:30:00+00:00")
POSTS = 50_000
NAMELESS_ONE_IN = 400
"""Of the posts without a known region so many fewer than in the flood as told: who names no place is 其他 there."""

PEAK = (NOW - timedelta(hours=14), NOW - timedelta(hours=13))


def placed(post: Microblog) -> Microblog:
    """The post of somebody who names no place, as the site files it."""
    if post.region is not None or post.mid % NAMELESS_ONE_IN == 0:
        return post
    return replace(post, region="其他", city=WHOLE)


@pytest.fixture(scope="module")
def flood() -> Scenario:
    return flood_story(7, NOW, POSTS)


@pytest.fixture(scope="module")
def stage(flood: Scenario) -> Iterator[Stage]:
    with Stage(flood) as stage:
        yield stage


def command(stage: Stage, folder: Path, since: datetime, until: datetime) -> list[str]:
    order = {
        "sites": {"weibo_search_url": stage.weibo_url, "weibo_cookie": stage.cookie, "weibo_delay": 0},
        "words": ["青鹭"],
        "since": since.isoformat(),
        "until": until.isoformat(),
        "now": NOW.isoformat(),
    }
    return [*COMMAND, json.dumps(order), str(folder / "yuqing.sqlite3")]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "service.settings", "YUQING_DIR": str(folder), "DATABASE_URL": ""}


def killed_after(answers: int, asked: Sequence[str], folder: Path) -> None:
    """Start a crawl and kill it as soon as it has had so many answers; it gets no chance to tidy up."""
    child = subprocess.Popen(
        asked, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    with child:
        assert child.stderr is not None
        had = 0
        for line in child.stderr:
            had += "Crawled (200)" in line
            if had >= answers:
                break
        assert had >= answers, "the crawl ended before it could be killed"
        child.kill()
    assert child.returncode == -9


def crawled(asked: Sequence[str], folder: Path) -> dict[str, Any]:
    child = subprocess.run(asked, check=False, env=environment(folder), capture_output=True, text=True, timeout=900)
    assert child.returncode == 0, child.stderr[-3000:]
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer


def shown(answer: dict[str, Any], there: int) -> str:
    """The table that a person would want to see: each hour, then the whole."""
    lines = []
    for start, _end, place, announced, read, expected, fetched, state in answer["slices"]:
        if not place:
            hour = datetime.fromisoformat(start).astimezone(CHINA)
            share = "" if not expected else f"{fetched / expected:.2%}"
            lines.append(
                f"{hour:%m-%d %H}  pages {read}/{announced}  expected {expected}  fetched {fetched}  {share}  {state}"
            )
    lines.append(
        f"total  there {there}  in the store {answer['posts']}  {answer['posts'] / there:.3%}  {answer['reason']}"
    )
    return "\n".join(lines)


@pytest.mark.slow
def test_a_day_of_fifty_thousand_posts_is_got_though_the_crawl_is_killed_twice(stage: Stage, tmp_path: Path) -> None:
    stage.weibo.show([placed(post) for post in stage.scenario.microblogs])
    there = {post.mid for post in stage.weibo.posts if post.published_at < NOW}
    assert len(there) == POSTS
    asked = command(stage, tmp_path, NOW - timedelta(hours=24), NOW)
    killed_after(1500, asked, tmp_path)
    killed_after(2500, asked, tmp_path)
    answer = crawled(asked, tmp_path)
    sys.stdout.write("\n" + shown(answer, POSTS) + "\n")
    assert answer["posts"] >= 0.995 * POSTS
    assert answer["posts"] == answer["ids"] == answer["mentions"]
    by_hour = [row for row in answer["slices"] if not row[2]]
    expected, fetched = sum(row[5] for row in by_hour), sum(row[6] for row in by_hour)
    assert expected == pytest.approx(POSTS, rel=0.01)
    assert fetched == pytest.approx(answer["posts"], abs=5)
    assert answer["requests"] < 5000, "what had been read before the kills was asked again"


@pytest.mark.slow
def test_what_cannot_be_got_is_told_nearly_right(stage: Stage, tmp_path: Path) -> None:
    """One post in twenty-five without a region: the loudest hours cannot be whole, and the crawl knows by how much."""
    stage.weibo.show(stage.scenario.microblogs)
    there = [post for post in stage.scenario.microblogs if PEAK[0] <= post.published_at < PEAK[1]]
    answer = crawled(command(stage, tmp_path, *PEAK), tmp_path)
    sys.stdout.write("\n" + shown(answer, len(there)) + "\n")
    missing = len(there) - answer["posts"]
    assert missing > 0
    assert answer["outcome"] == "partial"
    assert answer["exhausted"]
    assert "50 页上限" in answer["reason"]
    assert answer["expected"] - answer["fetched"] == pytest.approx(missing, rel=0.5)
