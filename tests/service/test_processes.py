"""Bad starts, as the operator meets them: a sentence with the cure, a status that is not 0, nothing half done."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drill.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("YUQING_", "DATABASE_URL"))}


def yuqing(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        cwd=ROOT,
        env=PLAIN | {"YUQING_DIR": str(folder), "YUQING_CONFIG": str(folder / "yuqing.toml")} | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_check_names_what_is_missing_and_its_cure(tmp_path: Path, taken_port: int) -> None:
    done = yuqing(tmp_path, "check", YUQING_MAIL__PORT="1")
    assert done.returncode == 1
    assert "还没有启用的监测主题；请用 yuqing watch add" in done.stdout
    assert "预警没有人可通知；请在后台“值班表”排班" in done.stdout
    assert "邮件服务器连不上" in done.stdout


def test_a_watch_without_words_is_refused(tmp_path: Path) -> None:
    done = yuqing(tmp_path, "watch", "add", "空")
    assert done.returncode == 1
    assert "至少填一个词" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_watch_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    yuqing(tmp_path, "watch", "add", "青鹭出行", "--any", "青鹭出行")
    done = yuqing(tmp_path, "crawl", "weibo-search", "--watch", "青路")
    assert done.returncode == 1
    assert "没有名为“青路”的监测主题；现有：青鹭出行" in done.stderr


def test_a_taken_port_is_named(tmp_path: Path, taken_port: int) -> None:
    done = yuqing(tmp_path, "run", YUQING_SITE__PORT=str(taken_port))
    assert done.returncode == 1
    assert f"端口 127.0.0.1:{taken_port} 用不了" in done.stderr


def test_a_second_scheduler_is_refused(tmp_path: Path) -> None:
    first_port, second_port = str(free_port()), str(free_port())
    env = PLAIN | {
        "YUQING_DIR": str(tmp_path),
        "YUQING_CONFIG": str(tmp_path / "no.toml"),
        "YUQING_SITE__PORT": first_port,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "service", "run"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert "控制台" in first.stdout.readline()
        second = yuqing(tmp_path, "run", YUQING_SITE__PORT=second_port)
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=30) == 0
    assert second.returncode == 1
    assert "定时任务已在运行" in second.stderr


def test_a_database_from_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    yuqing(tmp_path, "rollups")
    with sqlite3.connect(tmp_path / "yuqing.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('storage', '9999_later', '2030-01-01')"
        )
    done = yuqing(tmp_path, "rollups")
    assert done.returncode == 1
    assert "数据库由更新版本的程序写成（含本版本没有的迁移 9999_later）" in done.stderr


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "yuqing.sqlite3").write_text("这不是数据库" * 200)
    done = yuqing(tmp_path, "rollups")
    assert done.returncode == 1
    assert "不是 SQLite 数据库文件" in done.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = yuqing(tmp_path / "file" / "data", "rollups")
    assert done.returncode == 1
    assert "数据目录" in done.stderr
    assert "写不进去" in done.stderr


def test_an_import_of_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    yuqing(tmp_path, "watch", "add", "青鹭出行", "--any", "青鹭出行")
    done = yuqing(tmp_path, "import", str(tmp_path / "empty.csv"), "--watch", "青鹭出行")
    assert done.returncode == 1
    assert "空文件" in done.stderr
    assert yuqing(tmp_path, "import", str(tmp_path / "empty.csv"), "--watch", "别的").returncode == 1


def test_a_full_or_foreign_demo_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = yuqing(tmp_path, "demo", "--exit", "--dir", str(tmp_path))
    assert done.returncode == 1
    assert "不是空的" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
