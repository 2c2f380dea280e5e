"""kill -9, again and again, while posts come in and an outage is told: nothing is lost, nobody is mailed twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from drill.ports import free_port
from drill.scenarios.outage import outage_story
from drill.stage import Stage

ROOT = Path(__file__).resolve().parent.parent.parent
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("YUQING_", "DATABASE_URL"))}
MOMENTS = (5.0, 9.0, 13.0, 20.0)  # seconds after a start: starting, crawling, scoring, evaluating or telling
PATIENCE = 180.0
DUTY = "wang.lei@demo.invalid"

pytestmark = pytest.mark.slow


class House:
    """One installation, its processes and its database."""

    def __init__(self, folder: Path, stage: Stage) -> None:
        self.database = folder / "yuqing.sqlite3"
        self.environment = PLAIN | {
            "YUQING_DIR": str(folder),
            "YUQING_CONFIG": str(folder / "none.toml"),
            "YUQING_SITE__PORT": str(free_port()),
            "YUQING_MAIL__HOST": stage.mail_host,
            "YUQING_MAIL__PORT": str(stage.mail_port),
            "YUQING_WEIBO__SEARCH_URL": stage.weibo_url,
            "YUQING_WEIBO__COOKIE": stage.cookie,
            "YUQING_WEIBO__DELAY": "0",
            "YUQING_SCHEDULE__CRAWL_MINUTES": "1",
            "YUQING_SCHEDULE__SCORE_SECONDS": "2",
            "YUQING_SCHEDULE__EVALUATE_MINUTES": "1",
            "YUQING_SCHEDULE__TELL_SECONDS": "2",
        }

    def command(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "service", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
        )

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        with subprocess.Popen(
            [sys.executable, "-m", "service", "run"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                yield process
            finally:
                process.send_signal(signal.SIGTERM)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            return database.execute(question).fetchall()


def kill_with_children(process: subprocess.Popen[bytes]) -> None:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    for pid in [*map(int, listed.stdout.split()), process.pid]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


def settled(house: House) -> bool:
    told = house.ask("SELECT count(*), sum(state = 'accepted') FROM storage_notice WHERE alert_id IS NOT NULL")[0]
    unscored = house.ask(
        "SELECT count(*) FROM storage_post p LEFT JOIN storage_score s ON s.post_id = p.id WHERE s.post_id IS NULL"
    )
    covered = house.ask("SELECT count(*) FROM storage_crawl WHERE outcome = 'complete'")
    return bool(told[0] and told[0] == told[1] and not unscored[0][0] and covered[0][0])


def test_nothing_is_lost_and_nobody_is_mailed_twice(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    story = outage_story(7, now)
    with Stage(story) as stage:
        house = House(tmp_path, stage)
        house.command("watch", "add", story.brand.name, "--any", ",".join(story.brand.words), "--channel", "weibo")
        house.command("user", "add", "zhiban", "--email", DUTY, "--password", "ein-langes-Kennwort-7")
        for seconds in MOMENTS:
            with house.running() as process:
                time.sleep(seconds)
                kill_with_children(process)
        with house.running():
            until = time.monotonic() + PATIENCE
            while not settled(house) and time.monotonic() < until:
                time.sleep(1)
        assert settled(house)
        letters = list(stage.mailbox.letters)

    collected = {native for (native,) in house.ask("SELECT native_id FROM storage_post")}
    written = {str(post.mid) for post in story.about_brand() if post.published_at >= now - timedelta(hours=23)}
    assert written <= collected
    assert house.ask("SELECT count(*) FROM storage_alert WHERE rule = 'negative_surge'") == [(1,)]
    per_letter = Counter((letter.message["Message-ID"], letter.recipients) for letter in letters)
    assert per_letter
    assert set(per_letter.values()) == {1}
    notices = house.ask("SELECT count(*) FROM storage_notice WHERE alert_id IS NOT NULL")[0][0]
    assert notices == len(per_letter)
