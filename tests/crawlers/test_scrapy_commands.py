"""The spiders as developers start them, by Scrapy's own commands."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from crawlers.run import SPIDERS
from domain.day import CHINA
from drill.scenarios.outage import outage_story
from drill.stage import Stage


def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def test_scrapy_lists_every_spider() -> None:
    listed = scrapy("list")
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.split() == sorted(SPIDERS)


def test_scrapy_crawls_by_hand_into_a_file(tmp_path: Path) -> None:
    now = datetime.fromisoformat("2026-11-23T01:30:00+00:00")
    since = (now - timedelta(hours=8)).astimezone(CHINA).replace(tzinfo=None)
    until = (now - timedelta(hours=4)).astimezone(CHINA).replace(tzinfo=None)
    out = tmp_path / "posts.jsonl"
    with Stage(outage_story(7, now)) as stage:
        done = scrapy(
            *("crawl", "weibo-search", "-O", str(out), "-s", "PACE_SECONDS=0"),
            *("-s", f"WEIBO_SEARCH_URL={stage.weibo_url}", "-s", f"WEIBO_COOKIE={stage.cookie}"),
            *("-a", "words=青鹭出行,青鹭单车", "-a", f"since={since.isoformat()}", "-a", f"until={until.isoformat()}"),
        )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert rows
    assert all("青鹭" in row["text"] + (row["quoted"] or "") for row in rows)
    assert stage.session not in done.stderr


def test_scrapy_says_what_is_missing() -> None:
    refused = scrapy("crawl", "weibo-search")
    assert refused.returncode != 0
    assert "words=" in refused.stderr
