"""Complaints from CSV and Excel: masked, counted once, bad rows named."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from crawlers.importers import complaints
from crawlers.importers.files import BadFile
from domain.source import SourceKind
from storage import arrivals
from storage.models import Grievance, GrievanceHour

pytestmark = pytest.mark.django_db
HEAD = ("工单号", "投诉时间", "类别", "渠道", "内容")
ROWS = (
    ("T1", "2026-11-20 09:10", "退款", "热线", "我是 13812345678，钱没到"),
    ("T2", "2026-11-20 09:50", "退款", "热线", ""),
    ("T3", "2026年11月20日 10:05", "物流", "", "快递丢了"),
)


@pytest.fixture
def source(now: datetime) -> int:
    return arrivals.source(SourceKind.COMPLAINTS, "files", "投诉文件", now)


def as_csv(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join(",".join(row) for row in (HEAD, *rows)), encoding="gb18030")
    return path


def as_book(path: Path, *rows: tuple[str, ...]) -> Path:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


@pytest.mark.parametrize("form", [as_csv, as_book])
def test_a_file_is_counted_by_hour_and_category_and_only_once(
    form: object, source: int, tmp_path: Path, now: datetime
) -> None:
    assert callable(form)
    path = form(tmp_path / "投诉.xlsx", *ROWS)
    first, second = (complaints.load(path, source, tmp_path, now) for _ in range(2))
    assert (first.rows, first.new, first.known, first.refused) == (3, 3, 0, 0)
    assert (second.new, second.known) == (0, 3)
    assert sorted(GrievanceHour.objects.values_list("category", "count")) == [("物流", 1), ("退款", 2)]
    assert Grievance.objects.get(key="T1").text == "我是 ［手机号］，钱没到"
    (known,) = arrivals.sources([SourceKind.COMPLAINTS])
    assert known.newest_at == datetime.fromisoformat("2026-11-20T02:05:00+00:00")


def test_a_formula_is_never_worked_out_and_its_row_is_named(source: int, tmp_path: Path, now: datetime) -> None:
    path = as_book(tmp_path / "a.xlsx", *ROWS, ("T9", "2026-11-20 11:00", "退款", "", '=HYPERLINK("http://x")'))
    done = complaints.load(path, source, tmp_path, now)
    assert (done.new, done.refused) == (3, 1)
    assert done.bad_rows is not None
    assert "5,“内容”一格是公式" in done.bad_rows.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", "2026-11-20 09:10", "退款", "", ""), "编号是空的"),
        (("T9", "昨天", "退款", "", ""), "不是认得的时间"),
        (("T9", "2027-11-20 09:10", "退款", "", ""), "还没有到"),
        (("T9", "2026-11-20 09:10"), "应有 5 列，实有 2 列"),
    ],
)
def test_a_bad_row_is_named_and_the_others_come_in(
    row: tuple[str, ...], words: str, source: int, tmp_path: Path, now: datetime
) -> None:
    done = complaints.load(as_csv(tmp_path / "a.csv", *ROWS, row), source, tmp_path, now)
    assert (done.new, done.refused) == (3, 1)
    assert done.bad_rows is not None
    assert words in done.bad_rows.read_text("utf-8-sig")


def test_columns_that_are_needed_are_asked_for(source: int, tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,日期\n甲,2026-11-20\n", encoding="utf-8")
    with pytest.raises(BadFile, match="没有编号、时间、类别列"):
        complaints.load(path, source, tmp_path, now)


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b""])
def test_what_is_no_table_is_refused(content: bytes, source: int, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(BadFile):
        complaints.load(tmp_path / "a.xlsx", source, tmp_path, now)


def test_an_archive_that_is_no_workbook_is_refused(source: int, tmp_path: Path, now: datetime) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(BadFile, match="是压缩包，不是 Excel 工作簿"):
        complaints.load(tmp_path / "a.xlsx", source, tmp_path, now)


def test_entities_in_a_workbook_are_refused(source: int, tmp_path: Path, now: datetime) -> None:
    good = as_book(tmp_path / "a.xlsx", *ROWS)
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet><sheetData>&a;</sheetData></worksheet>'
    with zipfile.ZipFile(good) as there, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made:
        for part in there.namelist():
            made.writestr(part, bomb if part.endswith("sheet1.xml") else there.read(part))
    with pytest.raises(BadFile, match="含有实体定义"):
        complaints.load(tmp_path / "b.xlsx", source, tmp_path, now)
    assert not Grievance.objects.exists()
