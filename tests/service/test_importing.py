"""`yuqing import` as an operator types it: what it says, what it remembers, what a dry run leaves alone."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.commands.app import build
from service.config import state_dir
from service.trouble import Trouble
from storage.models import ColumnMapping, ImportRun, Post, Watch
from tests.crawlers.importers.samples import SAMPLES, database, json_lines, notes, numbered

VENDOR = "载体,内容描述,日期时间\n微博,[red]青鹭出行[/red]崩了,2026-11-23 09:30\n微博,又崩了,昨天\n微博,还是崩,前天\n"
SAID = ("--column", "text=内容描述", "--column", "published_at=日期时间")


@pytest.fixture(autouse=True)
def _watch(db: None) -> None:
    Watch.objects.create(name="青鹭出行", any_words="青鹭出行")


def yuqing(file: Path, *more: str) -> Result:
    return CliRunner().invoke(build(["import"]), ["import", str(file), "--watch", "青鹭出行", *more])


def told(file: Path, *more: str) -> str:
    result = yuqing(file, *more)
    assert result.exit_code == 0, result.output
    return result.output


def refused(file: Path, *more: str) -> str:
    trouble = yuqing(file, *more).exception
    assert isinstance(trouble, Trouble)
    return str(trouble)


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    path = tmp_path / "厂商.csv"
    path.write_text(VENDOR, encoding="utf-8")
    return path


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_known_file_needs_no_word_about_its_columns(sample: object, tmp_path: Path) -> None:
    for known in SAMPLES:
        if known is sample:
            path = tmp_path / known.name
            known.write(path, known.rows(2))
            assert f"认出是 {known.form.name}" in told(path)
            assert {post.channel for post in Post.objects.all()} == {known.form.channel.value}


def test_a_dry_run_shows_what_would_be_taken_and_why_rows_are_refused(vendor: Path) -> None:
    output = told(vendor, *SAID, "--dry-run")
    assert "试读 3 行：可收 1，不含监测词 0，拒收 2；没有写入任何东西" in output
    assert "原帖 1；发布于 2026年11月23日 09:30 至 2026年11月23日 09:30" in output
    assert "[red]青鹭出行[/red]崩了" in output
    assert "“昨天”不是认得的时间" in output
    assert "第 3 行" in output
    assert not Post.objects.exists()
    assert not ImportRun.objects.exists()
    assert not ColumnMapping.objects.exists()
    assert not list((state_dir() / "imports").glob("*")) if (state_dir() / "imports").exists() else True


def test_columns_are_said_once_then_remembered_then_forgotten(vendor: Path, tmp_path: Path) -> None:
    assert "认不出哪一列是正文（text）、发布时间（published_at）" in refused(vendor)
    assert "已记下这些列" in told(vendor, *SAID)
    next_month = tmp_path / "厂商-12月.csv"
    next_month.write_text(VENDOR.replace("[red]青鹭出行[/red]崩了", "青鹭出行好了"), encoding="utf-8")
    output = told(next_month)
    assert "为这种表头记下的列：正文←内容描述，发布时间←日期时间（--forget 撤销）" in output
    assert "新增 1，已有 0" in output
    assert "已忘掉" in told(vendor, "--forget")
    assert "没有记下过" in told(vendor, "--forget")
    assert "认不出哪一列" in refused(next_month)


def test_columns_of_a_file_without_a_header_are_numbers_and_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "无表头.csv"
    path.write_text("2026-11-23 09:30,青鹭出行崩了\n2026-11-23 09:31,又崩了\n", encoding="utf-8")
    assert "已记下" not in told(path, "--column", "text=2", "--column", "published_at=1")
    assert not ColumnMapping.objects.exists()
    assert Post.objects.count() == 2


def test_a_file_of_another_header_does_not_take_the_remembered_columns(vendor: Path, tmp_path: Path) -> None:
    told(vendor, *SAID)
    other = tmp_path / "别家.csv"
    other.write_text("内容描述,日期时间\n崩了,2026-11-23 09:30\n", encoding="utf-8")
    assert "认不出哪一列" in refused(other)


@pytest.mark.parametrize("wrong", ["text", "=内容", "text=", "正文=内容"])
def test_a_column_option_that_cannot_be_read_is_explained(vendor: Path, wrong: str) -> None:
    assert "应为 字段=列，可用的字段：native_id、text" in refused(vendor, "--column", wrong)


def test_columns_that_are_not_there_are_named_and_nothing_is_remembered(vendor: Path) -> None:
    words = refused(vendor, "--column", "text=内容", "--column", "published_at=日期时间")
    assert "没有 --column 指的列 内容；现有的列：载体、内容描述、日期时间" in words
    assert not ColumnMapping.objects.exists()


def test_tables_that_hold_no_posts_are_named(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    database("weibo_note", weibo_creator="user_id, fans")(path, numbered(1))
    assert "未读取：weibo_creator" in told(path)


def test_only_rows_with_the_words_of_the_watch_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    json_lines(path, [*notes(1), {**notes(2)[1], "content": "天气真好"}])
    assert "可收 1，不含监测词 1" in told(path, "--only-matching", "--dry-run")


def test_a_watch_has_to_be_named(vendor: Path) -> None:
    trouble = CliRunner().invoke(build(["import"]), ["import", str(vendor)]).exception
    assert "请用 --watch" in str(trouble)


def test_a_header_alone_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("正文,发布时间\n", encoding="utf-8")
    assert "只有表头，没有数据行" in told(path)
    assert "只有表头，没有数据行" in told(path, "--dry-run")
