"""A crawl as the service starts it: a child process, a row in the database, posts in the store."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.stage import Stage

COMMAND = [sys.executable, "-m", "tests.crawlers.child", "tests.crawlers.run_child"]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(outage_story(7, datetime.fromisoformat("2026-11-23T01:30:00+00:00"))) as stage:
        yield stage


@pytest.fixture(scope="module")
def wordless(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A migrated database in which one crawl for a watch without words has been, and what that crawl answered."""
    folder = tmp_path_factory.mktemp("migrated")
    return folder, crawled(folder, asked(stage, "weibo-search", timedelta(days=1), words=[], migrate=True))


@pytest.fixture
def folder(wordless: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    shutil.copytree(wordless[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    named = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "YUQING_DATABASE__URL"}}
    return {**named, "YUQING_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "service.settings"}


def asked(stage: Stage, spider: str, span: timedelta, *, delay: float = 0, **more: Any) -> str:
    now = stage.scenario.now
    sites = {
        "weibo_search_url": stage.weibo_url,
        "weibo_cookie": stage.cookie,
        "weibo_delay": delay,
        "wechat_search_url": stage.wechat_search_url,
        "wechat_article_url": stage.wechat_article_url,
        "wechat_delay": delay,
    }
    plan = {"spider": spider, "since": (now - span).isoformat(), "until": now.isoformat(), "sites": sites}
    return json.dumps({**plan, "words": stage.scenario.brand.words, **more})


def crawled(folder: Path, order: str) -> dict[str, Any]:
    child = subprocess.run(
        [*COMMAND, order], check=False, env=environment(folder), capture_output=True, text=True, timeout=120
    )
    assert child.returncode == 0, child.stderr[-3000:]
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer


def test_a_kill_keeps_the_evidence_that_had_come(stage: Stage, folder: Path) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.CHANGED_PART, times=1))
    order = asked(stage, "weibo-search", timedelta(hours=12), delay=600.0)
    child = subprocess.Popen([*COMMAND, order], env=environment(folder), stderr=subprocess.PIPE, text=True)
    with child:
        assert child.stderr is not None
        assert any("kept a page as evidence" in line for line in child.stderr), "the child ended without evidence"
        child.kill()
    stage.weibo.temper.make(None)
    after = crawled(folder, asked(stage, "weibo-search", timedelta(hours=1)))
    assert child.returncode == -signal.SIGKILL
    assert after["kept"] == 1


@pytest.mark.slow
def test_fourteen_days_arrive_whole_and_a_second_crawl_finds_them_again(stage: Stage, folder: Path) -> None:
    there = len(stage.scenario.about_brand())
    order = asked(stage, "weibo-search", timedelta(days=15))
    first, second = crawled(folder, order), crawled(folder, order)
    assert first["returned"] == first["row"]["outcome"] == "complete"
    assert first["row"]["new"] == first["row"]["fetched"] == first["row"]["expected"] == first["posts"] == there
    assert (second["row"]["new"], second["row"]["found_again"]) == (0, there)
    assert second["posts"] == second["mentions"] == there
    assert first["highest"] > 1000
    assert first["script"] == 1


def test_articles_arrive_with_their_channel(stage: Stage, folder: Path) -> None:
    answer = crawled(folder, asked(stage, "wechat-articles", timedelta(days=2)))
    assert answer["returned"] == "complete"
    assert answer["row"]["channel"] == "wechat"
    assert 0 < answer["posts"] == answer["row"]["fetched"]


def test_a_refusal_ends_the_row_and_keeps_the_page(stage: Stage, folder: Path) -> None:
    sites = json.loads(asked(stage, "weibo-search", timedelta(days=1)))["sites"]
    answer = crawled(
        folder, asked(stage, "weibo-search", timedelta(days=1), sites={**sites, "weibo_cookie": "SUB=old"})
    )
    assert answer["returned"] == answer["row"]["outcome"] == "expired_session"
    assert answer["kept"] >= 1
    assert answer["ended"]


def test_a_watch_without_words_fails_with_the_reason(wordless: tuple[Path, dict[str, Any]]) -> None:
    answer = wordless[1]
    assert answer["returned"] == "failed"
    assert "没有监测词" in answer["row"]["reason"]


def test_a_stop_from_outside_ends_the_row_as_partial_and_keeps_what_was_read(stage: Stage, folder: Path) -> None:
    order = asked(stage, "weibo-search", timedelta(hours=12), delay=600.0)
    child = subprocess.Popen(
        [*COMMAND, order],
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert any("Crawled (200)" in line for line in child.stderr), "the child ended without an answer"
        child.send_signal(signal.SIGTERM)
        child.stderr.read()
        answer = json.loads(child.stdout.read())
    assert answer["returned"] == answer["row"]["outcome"] == "partial"
    assert "被要求停止" in answer["row"]["reason"]
    assert answer["posts"] == answer["row"]["fetched"] > 0
    assert answer["ended"]
