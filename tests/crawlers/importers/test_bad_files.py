"""What people hand in by mistake or malice: a clear sentence each, and the good rows are taken all the same."""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from crawlers.importers import load
from crawlers.importers.files import BadFile, look_into
from crawlers.importers.plan import plan
from crawlers.importers.readers import objects
from domain.post import Channel
from storage.models import Post, Watch
from tests.crawlers.importers.samples import MID, crawled_objects, headers_each_run, notes, numbered, spidered_table
from tests.crawlers.importers.samples import database as write_database

HEAD = ("编号", "正文", "发布时间")
MORNING = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001 - a cell of a workbook knows no zone
GOOD = ("a1", "青鹭出行崩了", "2026-11-23 09:30")


@pytest.fixture
def watch(db: None) -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭出行")


Refusals = Callable[[Path], tuple[int, str]]


@pytest.fixture
def loaded(watch: Watch, now: datetime) -> Refusals:
    """How many posts a file gave, and what was said of its bad rows."""

    def load_it(path: Path) -> tuple[int, str]:
        opened = look_into(path)
        order = load.Loading(
            opened=opened, plan=plan(opened, {}), watch=watch.pk, channel=Channel.WEIBO, beside=path.parent / "bad"
        )
        done = load.load(order, now, lambda share: None)
        return done.new, done.bad_rows.read_text("utf-8-sig") if done.bad_rows else ""

    return load_it


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The same archive with one part changed."""
    target = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            body = old.read(part)
            new.writestr(part, change(body) if part == name else body)
    return target


def test_a_formula_in_a_workbook_is_never_computed_and_the_row_is_refused(tmp_path: Path, loaded: Refusals) -> None:
    bad = ("a2", '=HYPERLINK("http://evil.example","点我")', "2026-11-23 09:30")
    new, told = loaded(workbook(tmp_path / "a.xlsx", [HEAD, GOOD, bad, ("a3", "又崩了", MORNING)]))
    assert new == 2
    assert "“正文”一格是公式，不予计算" in told
    assert ",'=" not in told.splitlines()[1][:3]


def test_a_formula_in_a_column_that_nobody_needs_harms_no_row(tmp_path: Path, loaded: Refusals) -> None:
    assert loaded(workbook(tmp_path / "a.xlsx", [(*HEAD, "合计"), (*GOOD, "=1+1")])) == (1, "")


def test_ids_that_excel_rounded_are_refused_and_exact_ones_kept(tmp_path: Path, loaded: Refusals) -> None:
    rows = [HEAD, (5_234_567_890_123_450, *GOOD[1:]), (str(MID), "文本编号", GOOD[2]), (MID, "程序写的数字", GOOD[2])]
    new, told = loaded(workbook(tmp_path / "a.xlsx", rows))
    assert new == 1
    assert "被 Excel 取整" in told
    assert Post.objects.get().native_id == str(MID)


def test_a_table_that_went_through_excel_keeps_no_rounded_id(tmp_path: Path, loaded: Refusals) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,正文,发布时间\n5.23E+15,一,2026-11-23 09:30\n7,二,46349.395\n8,三,2026/11/23 9:30\n", "utf-8")
    new, told = loaded(path)
    assert new == 1
    assert "被 Excel 取整" in told
    assert "“46349.395”是 Excel 的日期序号" in told


def test_entities_in_a_workbook_are_refused_before_it_is_opened(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    good = workbook(tmp_path / "a.xlsx", [HEAD, GOOD])
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        with pytest.raises(BadFile, match="实体定义"):
            plan(look_into(rewritten(good, part, lambda body: bomb + body)), {})


def test_entities_that_hide_behind_a_long_comment_are_refused_too(tmp_path: Path) -> None:
    late = b"<!--" + b"x" * 9000 + b'--><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    good = workbook(tmp_path / "a.xlsx", [HEAD, GOOD])
    with pytest.raises(BadFile):
        plan(look_into(rewritten(good, "xl/worksheets/sheet1.xml", lambda body: late + body)), {})


def test_an_archive_that_would_swell_is_not_opened(tmp_path: Path) -> None:
    good = workbook(tmp_path / "a.xlsx", [HEAD, GOOD])
    swollen = rewritten(good, "xl/worksheets/sheet1.xml", lambda body: body + b" " * 30_000_000)
    with pytest.raises(BadFile, match="异常膨胀"):
        plan(look_into(swollen), {})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "旧版 Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "受密码保护"),
        (b"PK\x03\x04" + b"x" * 99, "已损坏或没有下载完整"),
        ("编号\t正文\n".encode("utf-16"), "UTF-16"),
        (b"SQLite format 3\x00" + b"x" * 99, "不是完好的 SQLite"),
        (b'{"code": 0, "msg": "ok"\n}', "没有由对象组成的数组"),
        (b'{"user_id": "1", "nickname": "a", "fans": 3, "follows": 4, "tag_list": ""}\n{"a": 1}', "创作者资料"),
    ],
)
def test_a_file_of_another_kind_is_named_with_its_cure(tmp_path: Path, body: bytes, words: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(body)
    with pytest.raises(BadFile, match=words):
        plan(look_into(path), {})


def test_an_archive_of_other_files_is_to_be_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "编号,正文")
    with pytest.raises(BadFile, match="先解压"):
        plan(look_into(tmp_path / "a.zip"), {})


def test_bytes_of_another_encoding_cost_only_their_row(tmp_path: Path, loaded: Refusals) -> None:
    path = tmp_path / "a.csv"
    filler = "".join(f"b{n},好的一行,2026-11-23 09:30\n" for n in range(9000))
    path.write_bytes(("编号,正文,发布时间\n" + filler).encode() + "c1,乱码,2026-11-23 09:30\n".encode("gb18030"))
    new, told = loaded(path)
    assert new == 9000
    assert "含有不属于该文件编码的字节" in told


@pytest.mark.parametrize("wrapped", [False, True], ids=["array", "object"])
def test_a_json_that_was_not_written_to_its_end_gives_what_it_has(
    tmp_path: Path, loaded: Refusals, wrapped: bool
) -> None:
    rows = crawled_objects(3) if wrapped else notes(3)
    whole = json.dumps({"user": {"id": 1}, "weibo": rows} if wrapped else rows, ensure_ascii=False, indent=1)
    path = tmp_path / "a.json"
    path.write_text(whole[: whole.rindex("text" if wrapped else "content")], encoding="utf-8")
    new, told = loaded(path)
    assert new == 2
    assert "3,JSON 在此处中断" in told


def test_a_line_that_was_not_written_to_its_end_is_refused(tmp_path: Path, loaded: Refusals) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in notes(3))[:-20], encoding="utf-8")
    new, told = loaded(path)
    assert new == 2
    assert "3,不是有效的 JSON" in told


def test_an_endless_field_costs_only_its_row(tmp_path: Path, loaded: Refusals, monkeypatch: pytest.MonkeyPatch) -> None:
    table, lines = tmp_path / "a.csv", tmp_path / "a.jsonl"
    table.write_text(
        f"编号,正文,发布时间\na1,好,2026-11-23 09:30\na2,{'长' * 2_100_000},2026-11-23\na3,好,2026-11-23\n"
    )
    new, told = loaded(table)
    assert (new, told.count("\n")) == (2, 2)
    assert "超过 2000000 字" in told
    monkeypatch.setattr(objects, "LONGEST_LINE", 3_000_000)
    rows = [
        *notes(1),
        {**notes(2)[1], "content": "长" * 2_000_000},
        {**notes(3)[2], "content": "长" * 4_000_000},
        *notes(4)[3:],
    ]
    lines.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    new, told = loaded(lines)
    assert new == 2
    assert "2,“content”一格有 2000000 字，超过 200000 字的上限" in told
    assert "3,这一行超过 3000000 字，未读取" in told


def test_a_file_with_a_header_alone_gives_nothing_and_fails_nothing(tmp_path: Path, loaded: Refusals) -> None:
    (tmp_path / "a.csv").write_text("编号,正文,发布时间\n", encoding="utf-8")
    assert loaded(tmp_path / "a.csv") == (0, "")
    assert loaded(workbook(tmp_path / "a.xlsx", [HEAD])) == (0, "")


def test_lines_above_the_header_are_passed_by_and_told(tmp_path: Path, loaded: Refusals) -> None:
    path = workbook(tmp_path / "a.xlsx", [("11月舆情导出", None, None), ("平台", "内容", "时间"), HEAD, GOOD])
    assert loaded(path)[0] == 1
    (columns,) = plan(look_into(path), {}).tables
    assert columns.notes == ("表头在第 3 行，上面的 2 行不是数据，未读取",)


def test_a_header_that_stands_again_among_the_rows_is_no_post(tmp_path: Path, loaded: Refusals) -> None:
    path = tmp_path / "a.csv"
    headers_each_run(path, [{**row, "微博正文": f"第 {n} 条"} for n, row in enumerate(spidered_table(3))])
    new, told = loaded(path)
    assert new == 3
    assert "3,这一行又是表头，不是数据" in told


def test_columns_of_the_same_name_are_told_apart(tmp_path: Path, loaded: Refusals) -> None:
    path = tmp_path / "a.csv"
    path.write_text("正文,发布时间,正文\n第一,2026-11-23 09:30,第二\n", encoding="utf-8")
    (columns,) = plan(look_into(path), {}).tables
    assert columns.fields["text"] == "正文"
    assert "“正文”出现 2 次" in columns.notes[0]
    assert loaded(path) == (1, "")
    assert Post.objects.get().text == "第一"
    assert plan(look_into(path), {"正文#2": "text"}).tables[0].fields["text"] == "正文#2"


def test_a_database_without_a_known_table_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE invoice (id, total)")
        connection.execute("CREATE TABLE customer (id, name)")
    with pytest.raises(BadFile, match="它有：customer、invoice"):
        plan(look_into(path), {})


def test_a_database_that_is_still_being_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    write_database("weibo_note")(path, numbered(1))
    path.with_name("a.db-wal").write_bytes(b"x")
    with pytest.raises(BadFile, match="还在被写入"):
        plan(look_into(path), {})


def test_both_tables_of_a_database_are_read_and_the_others_named(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    comments = "id, comment_id, note_id, content, create_time, create_date_time, comment_like_count"
    write_database("weibo_note", weibo_note_comment=comments, weibo_creator="user_id, fans")(path, numbered(1))
    settled = plan(look_into(path), {})
    assert [columns.table for columns in settled.tables] == ["weibo_note", "weibo_note_comment"]
    assert settled.left_out == ("weibo_creator",)
