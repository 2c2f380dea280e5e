"""`yuqing bench-bursts`: what it says where data is missing or of another form, and that it measures."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.commands.app import build
from service.trouble import Trouble


def cascades(folder: Path, actions: int) -> Path:
    rows = ["r1\treal\tpost\t2026-10-20 09:00\tu0\t#星河支付崩了# 转账失败"]
    rows += [f"r1\treal\trepost\t2026-10-20 09:{n % 50 + 1:02}\tu{n}\t转发微博" for n in range(actions)]
    file = folder / "posts.tsv"
    file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def test_one_real_cascade_is_replayed_to_its_alarm(tmp_path: Path) -> None:
    asked = ["bench-bursts", "--cascades", str(cascades(tmp_path, 400)), "--events", "--json"]
    done = CliRunner().invoke(build(["bench-bursts", "evaluate"]), asked)
    assert done.exit_code == 0, done.output
    ((_, rows),) = json.loads(done.stdout).items()
    (row,) = rows
    assert row["首帖"] == "2026年10月20日 09:00"
    assert 0 < row["到预警（分）"] <= 10
    assert row["到第 100 条（分）"] > 5


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--data", "/nowhere/at/all"], "没有目录"),
        (["--events"], "需要传播文件"),
        (["--events", "--cascades", "/nowhere/posts.tsv"], "六列"),
    ],
)
def test_what_is_missing_is_said(arguments: list[str], says: str) -> None:
    done = CliRunner().invoke(build(["bench-bursts", "evaluate"]), ["bench-bursts", *arguments])
    assert isinstance(done.exception, Trouble)
    assert says in str(done.exception)


def test_too_small_a_file_is_said_to_be_too_small(tmp_path: Path) -> None:
    asked = ["bench-bursts", "--events", "--cascades", str(cascades(tmp_path, 20))]
    done = CliRunner().invoke(build(["bench-bursts", "evaluate"]), asked)
    assert isinstance(done.exception, Trouble)
    assert "300" in str(done.exception)
