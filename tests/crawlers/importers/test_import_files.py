import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.importers import files, load
from crawlers.importers.columns import Columns
from crawlers.importers.plan import plan
from domain.post import Channel, PostKind
from storage.models import DirtyBucket, ImportRun, Mention, Post, Watch

HEADED = "微博id,微博正文,发布时间,用户昵称,转发数\n1,青鹭出行崩了,2026-11-22 12:00,小林,1.2万\n"
HEADLESS = (
    "aa11bb22\tpost\t2026-11-22 12:00\tu0000001\t青鹭出行今天怎么打不到车\n"
    'aa11bb22\tcomment\t2026-11-22 12:03\tu0000002\t"真的吗\n'
    "aa11bb22\tcomment\t2026-11-22 12:04\tu0000003\t我也是\n"
)


@pytest.fixture
def watch(db: None) -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭出行")


def loading(path: Path, watch: Watch, **more: object) -> load.Loading:
    opened = files.look_into(path)
    settled: dict[str, object] = {
        "opened": opened,
        "plan": plan(opened, {}),
        "watch": watch.pk,
        "channel": Channel.WEIBO,
        "beside": path.parent / "bad",
    }
    return load.Loading(**(settled | more))  # type: ignore[arg-type]


def only_table(path: Path, said: dict[str, str]) -> Columns:
    (columns,) = plan(files.look_into(path), said).tables
    return columns


def quiet(share: float) -> None:
    """Nobody watches the progress."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_the_encodings_of_our_users(
    tmp_path: Path, watch: Watch, now: datetime, encoding: str
) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(HEADED.encode(encoding))
    done = load.load(loading(path, watch), now, quiet)
    post = Post.objects.get()
    assert (done.new, done.refused) == (1, 0)
    assert (post.native_id, post.text, post.author_name, post.reposts) == ("1", "青鹭出行崩了", "小林", 12_000)
    assert post.published_at == datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert Mention.objects.get().watch_id == watch.pk


def test_a_table_without_header_is_understood_by_its_cells(tmp_path: Path, watch: Watch, now: datetime) -> None:
    path = tmp_path / "posts.tsv.gz"
    path.write_bytes(gzip.compress(HEADLESS.encode()))
    order = loading(path, watch)
    (understood,) = order.plan.tables
    assert understood.fields == {
        "root_id": "1",
        "kind": "2",
        "published_at": "3",
        "author_id": "4",
        "text": "5",
    }
    assert understood.guessed
    assert load.load(order, now, quiet).new == 3
    assert Post.objects.filter(kind=PostKind.COMMENT.value, root_id="aa11bb22", text='"真的吗').exists()


@pytest.mark.parametrize("lines", [True, False], ids=["jsonl", "json"])
def test_objects_are_read_one_by_one(tmp_path: Path, watch: Watch, now: datetime, lines: bool) -> None:
    rows = [
        {"mid": n, "text": f"第{n}条", "created_at": "Mon Nov 23 09:00:00 +0800 2026", "attitudes_count": None}
        for n in range(3)
    ]
    path = tmp_path / "posts.json"
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) if lines else json.dumps(rows)
    path.write_text(text, encoding="utf-8")
    assert load.load(loading(path, watch), now, quiet).new == 3
    assert Post.objects.first().published_at == datetime(2026, 11, 23, 1, tzinfo=UTC)  # type: ignore[union-attr]


def test_bad_rows_are_listed_with_line_and_reason_and_the_rest_goes_on(
    tmp_path: Path, watch: Watch, now: datetime
) -> None:
    path = tmp_path / "posts.csv"
    rows = [
        "2,好的一行,2026-11-22 12:00,a,3",
        ",,2026-11-22 12:00,,3",
        "3,,2026-11-22 12:00,只发图片的人,3",
        "4,=cmd()|危险,昨天,a,3",
        "5,列数不对,2026-11-22 12:00",
        "6,数字不对,2026-11-22 12:00,a,很多",
        "7,来自未来,2036-11-22 12:00,a,3",
        "8,最后一行,2026-11-22 12:00,a,",
    ]
    path.write_text(HEADED + "\n".join(rows) + "\n", encoding="utf-8")
    done = load.load(loading(path, watch), now, quiet)
    assert (done.rows, done.new, done.refused) == (9, 4, 5)
    assert done.bad_rows is not None
    listed = done.bad_rows.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in listed] == ["行号", "4", "6", "7", "8", "9"]
    assert "正文、标题、作者和编号都是空的" in listed[1]
    assert "应有 5 列，实有 3 列" in listed[3]


def test_bad_rows_stand_once_in_their_list_however_often_the_file_is_imported(
    tmp_path: Path, watch: Watch, now: datetime
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(HEADED + "2,没有时间,,a,3\n", encoding="utf-8")
    load.load(loading(path, watch), now, quiet)
    again = load.load(loading(path, watch), now, quiet)
    assert again.bad_rows is not None
    listed = again.bad_rows.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in listed] == [["行号", "原因"], ["3", "发布时间是空的"]]


def test_an_import_done_twice_changes_nothing(tmp_path: Path, watch: Watch, now: datetime) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(HEADED, encoding="utf-8")
    load.load(loading(path, watch), now, quiet)
    DirtyBucket.objects.all().delete()
    again = load.load(loading(path, watch), now, quiet)
    assert (again.rows, again.new, again.found_again) == (1, 0, 1)
    assert Post.objects.count() == ImportRun.objects.count() == 1
    assert not DirtyBucket.objects.exists()


def test_an_import_that_was_killed_goes_on_where_it_was(
    tmp_path: Path, watch: Watch, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        pass

    def killed_half_way(share: float) -> None:
        raise Killed

    monkeypatch.setattr(load, "BATCH", 10)
    path = tmp_path / "posts.jsonl"
    rows = [{"id": str(n), "text": f"第 {n} 条", "time": "2026-11-22 12:00"} for n in range(35)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with pytest.raises(Killed):
        load.load(loading(path, watch), now, killed_half_way)
    assert Post.objects.count() == 10
    done = load.load(loading(path, watch), now, quiet)
    assert (done.resumed_at, done.rows, done.new, done.found_again) == (10, 35, 35, 0)
    assert Post.objects.count() == 35


def test_rows_that_speak_of_something_else_can_be_left_out(tmp_path: Path, watch: Watch, now: datetime) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(HEADED + "2,天气真好,2026-11-22 12:00,a,\n", encoding="utf-8")
    done = load.load(loading(path, watch, only=watch.noun().matches), now, quiet)
    assert (done.new, done.passed_over) == (1, 1)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "空文件"),
        (b"  \n\n", "空文件"),
        (b"\x89PNG\x00\x01\x02", "二进制"),
        (b"\x1f\x8bbroken", "gzip"),
        (b"\xff\xfe\xfa\xff\xf0 ", "编码"),
        ("只有一句话".encode(), "既没有逗号也没有制表符"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_cure(tmp_path: Path, body: bytes, words: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(body)
    with pytest.raises(files.BadFile, match=words):
        files.look_into(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(files.BadFile, match="找不到"):
        files.look_into(tmp_path / "nothing.csv")
    with pytest.raises(files.BadFile, match="文件夹"):
        files.look_into(tmp_path)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"正文": "txt"}, "txt 不认识"),
        ({"没有这列": "text"}, "没有 --column 指的列 没有这列"),
        ({}, "认不出哪一列是正文"),
    ],
)
def test_columns_that_cannot_be_settled_are_named(tmp_path: Path, said: dict[str, str], words: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("发布时间,正文内容\n2026-11-22 12:00,好\n", encoding="utf-8")
    with pytest.raises(files.BadFile, match=words):
        only_table(path, said)
    settled = only_table(path, {"正文内容": "text"})
    assert settled.fields == {"published_at": "发布时间", "text": "正文内容"}


@pytest.mark.shared
def test_the_real_corpus_is_understood_without_being_told(shared: Path) -> None:
    settled = only_table(shared / "data/checked/posts.tsv.gz", {})
    assert settled.fields == {"root_id": "1", "kind": "3", "published_at": "4", "author_id": "5", "text": "6"}
