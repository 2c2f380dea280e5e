"""Files as other collectors write them, with invented words: the same columns, layouts and oddities."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

from crawlers.importers.forms import mediacrawler, we_mp_rss, weibo_crawler, weibo_search, weibo_spider
from crawlers.importers.forms.form import Form
from crawlers.pages.weibo_mid import bid_of

MID = 5234567890123456
Row = Mapping[str, object]
Write = Callable[[Path, Sequence[Row]], None]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """`rows` makes good rows, `broken` changes one so that it is no post; `post` is what the first one says."""

    form: Form
    name: str
    write: Write
    rows: Callable[[int], list[dict[str, object]]]
    broken: Mapping[str, object]
    reason: str
    line: int = 2
    post: Mapping[str, object] = field(default_factory=dict)


def mark_csv(path: Path, rows: Sequence[Row]) -> None:
    path.write_text("\ufeff" + _table(rows), encoding="utf-8")


def _table(rows: Sequence[Row]) -> str:
    text = io.StringIO(newline="")
    names = max((list(row) for row in rows), key=len)
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(row.values() for row in rows)
    return text.getvalue()


def headers_each_run(path: Path, rows: Sequence[Row]) -> None:
    """Two runs into one file: the header stands before each row but the last."""
    header, *rest = _table(rows).splitlines(keepends=True)
    path.write_text("\ufeff" + header + rest[0] + header + "".join(rest[1:]), encoding="utf-8")


def json_lines(path: Path, rows: Sequence[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def json_array(path: Path, rows: Sequence[Row]) -> None:
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=4), encoding="utf-8")


def inside(field_name: str, **before: object) -> Write:
    def write(path: Path, rows: Sequence[Row]) -> None:
        path.write_text(json.dumps({**before, field_name: rows}, ensure_ascii=False), encoding="utf-8")

    return write


def database(table: str, **others: str) -> Write:
    def write(path: Path, rows: Sequence[Row]) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            names = list(rows[0])
            connection.execute(f"CREATE TABLE {table} ({', '.join(names)})")
            for other, columns in others.items():
                connection.execute(f"CREATE TABLE {other} ({columns})")
            marks = ", ".join("?" for _ in names)
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", [tuple(row.values()) for row in rows])

    return write


def workbook(path: Path, rows: Sequence[Row]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Contents")
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.create_sheet("Creators").append(["user_id", "nickname", "fans", "follows", "tag_list"])
    book.save(path)


def notes(count: int) -> list[dict[str, object]]:
    return [
        {
            "note_id": str(MID + n),
            "content": f"青鹭出行又崩了，&quot;等了二十分钟&quot; {n}",
            "create_time": 1_795_397_400,
            "create_date_time": "2026-11-23 09:30:00+08:00",
            "liked_count": "1.2万",
            "comments_count": "12",
            "shared_count": "100万+",
            "last_modify_ts": 1_795_397_999_000,
            "note_url": f"https://m.weibo.cn/detail/{MID + n}",
            "ip_location": "发布于 上海",
            "user_id": "1000000001",
            "nickname": "小林,同学",
            "gender": "f",
            "profile_url": "",
            "avatar": "",
            "source_keyword": "青鹭出行",
        }
        for n in range(count)
    ]


def without_authors(count: int) -> list[dict[str, object]]:
    hidden = [{**row, "creator_hash": "ab12", "nickname": "小***"} for row in notes(count)]
    return [{name: value for name, value in row.items() if name != "user_id"} for row in hidden]


def numbered(count: int) -> list[dict[str, object]]:
    return [{"id": n, **row, "note_id": MID + n} for n, row in enumerate(notes(count))]


def comments(count: int) -> list[dict[str, object]]:
    return [
        {
            "comment_id": str(MID + 500 + n),
            "create_time": 1_795_397_400,
            "create_date_time": "2026-11-23 09:30:00+08:00",
            "note_id": str(MID),
            "content": f"我也是 {n}",
            "sub_comment_count": "2",
            "comment_like_count": "0",
            "last_modify_ts": 1_795_397_999_000,
            "ip_location": "来自北京",
            "parent_comment_id": "",
            "user_id": "1000000002",
            "nickname": "小周",
            "gender": "m",
            "profile_url": "",
            "avatar": "",
        }
        for n in range(count)
    ]


def searched(count: int) -> list[dict[str, object]]:
    return [
        {
            "id": str(MID + n),
            "bid": bid_of(MID + n),
            "user_id": "1000000001",
            "用户昵称": "小林",
            "微博正文": f"青鹭出行，又崩了 {n}",
            "头条文章url": "",
            "发布位置": "",
            "艾特用户": "",
            "话题": "",
            "转发数": "1.2万",
            "评论数": "3",
            "点赞数": "0",
            "发布时间": "2026-11-23 09:30",
            "发布工具": "iPhone客户端",
            "微博图片url": "",
            "微博视频url": "",
            "retweet_id": str(MID - 9) if n == 0 else "",
            "ip": "发布于 上海",
            "user_authentication": "普通用户",
        }
        for n in range(count)
    ]


CRAWLED = (
    *("id", "bid", "正文", "头条文章url", "原始图片url", "视频url", "Live Photo视频url", "位置", "日期", "工具"),
    *("点赞数", "评论数", "转发数", "话题", "@用户", "完整日期", "是否编辑过", "编辑次数"),
)


def crawled_table(count: int) -> list[dict[str, object]]:
    """The first row repeats a post, the others end early."""
    rows: list[dict[str, object]] = []
    for n in range(count):
        row: dict[str, object] = dict.fromkeys(CRAWLED, "")
        row |= {"id": f"{MID + n}\t", "bid": bid_of(MID + n), "正文": f"转发微博 {n}", "日期": "2026-11-23"}
        row |= {"点赞数": 3, "评论数": 0, "转发数": 1, "完整日期": "2026-11-23 09:30:00", "是否原创": n > 0}
        if n == 0:
            row |= {"源用户id": "1000000009", "源用户昵称": "小孙", **{f"源微博{name}": "" for name in CRAWLED}}
            row |= {"源微博id": f"{MID - 9}\t", "源微博正文": "青鹭出行全线停运"}
        rows.append(row)
    return rows


def crawled_objects(count: int) -> list[dict[str, object]]:
    rows = [
        {
            "user_id": 1000000001,
            "screen_name": "小林",
            "id": MID + n,
            "bid": bid_of(MID + n),
            "text": f"看看这个<br/><a href='#'>#青鹭出行#</a> {n}",
            "article_url": "",
            "pics": "",
            "video_url": "",
            "location": "",
            "created_at": "2026-11-23",
            "source": "微博网页版",
            "attitudes_count": 3,
            "comments_count": 0,
            "reposts_count": 1,
            "topics": "青鹭出行",
            "at_users": "",
            "full_created_at": "2026-11-23 09:30:00",
        }
        for n in range(count)
    ]
    return [{**rows[0], "retweet": {"id": MID - 9, "text": "青鹭出行全线停运", "user_id": 1000000009}}, *rows[1:]]


def stored_by_crawler(count: int) -> list[dict[str, object]]:
    rows = crawled_objects(count)
    plain = [{k: v for k, v in row.items() if k not in {"retweet", "full_created_at"}} for row in rows]
    return [{**row, "created_at": "2026-11-23 09:30:00", "retweet_id": str(MID - 9)} for row in plain]


def crawled_comments(count: int) -> list[dict[str, object]]:
    return [
        {
            "id": str(MID + 500 + n),
            "weibo_id": str(MID),
            "created_at": "Mon Nov 23 09:30:00 +0800 2026",
            "user_screen_name": "小周",
            "text": f'我也是<img alt="[泪]" src="x"> {n}',
            "pic_url": "",
            "like_count": 5,
        }
        for n in range(count)
    ]


def spidered_table(count: int) -> list[dict[str, object]]:
    text = "转发理由:真的吗\n原始用户: 小孙\n转发内容: 青鹭出行全线停运"
    return [
        {
            "微博id": bid_of(MID + n),
            "微博正文": text,
            "头条文章url": "",
            "原始图片url": "无",
            "被转发微博原始图片url": "无",
            "是否为原创微博": False,
            "微博视频url": "无",
            "发布位置": "无",
            "发布时间": "2026-11-23 09:30",
            "发布工具": "无",
            "点赞数": 3,
            "转发数": 1,
            "评论数": 0,
        }
        for n in range(count)
    ]


def spidered_objects(count: int) -> list[dict[str, object]]:
    return [
        {
            "id": bid_of(MID + n),
            "user_id": "1000000001",
            "content": f"青鹭出行崩了 {n}",
            "article_url": "",
            "original_pictures": "无",
            "retweet_pictures": None,
            "original": True,
            "video_url": "无",
            "publish_place": "无",
            "publish_time": "2026-11-23 09:30",
            "publish_tool": "iPhone客户端",
            "up_num": 3,
            "retweet_num": 1,
            "comment_num": 0,
        }
        for n in range(count)
    ]


def articles(count: int) -> list[dict[str, object]]:
    return [
        {
            "id": f"3000000001-{2247480000 + n}_1",
            "title": "青鹭出行致歉",
            "description": "摘要",
            "link": f"https://mp.weixin.qq.com/s/abc{n}",
            "updated": "2026-11-23T09:30:00",
            "content": "<section><p>第一段</p><p>第二段</p><script>bad()</script></section>",
            "channel_name": "青鹭出行服务号",
            "feed": {"id": "MP_WXS_3000000001", "name": "青鹭出行服务号"},
        }
        for n in range(count)
    ]


NOTE = {"native_id": str(MID), "text": '青鹭出行又崩了，"等了二十分钟" 0', "likes": 12_000, "reposts": 1_000_000}
NOTE |= {"region": "上海", "kind": "post", "author_name": "小林,同学", "author_key": "1000000001"}
REPLY = {"native_id": str(MID + 500), "kind": "comment", "root_id": str(MID), "author_name": "小周"}
REPOST = {"native_id": str(MID), "kind": "repost", "reposts": 1, "likes": 3}
QUOTE = REPOST | {"root_id": str(MID - 9), "quoted": "青鹭出行全线停运"}
USER = {"id": "1000000001", "nickname": "小林", "followers": 1234, "screen_name": "小林"}
ARTICLE = {
    "native_id": "MzAwMDAwMDAwMQ==:2247480000:1",
    "kind": "article",
    "channel": "wechat",
    "title": "青鹭出行致歉",
}
LATE = {"create_time": "昨天"}


def _sample(
    form: Form, name: str, write: Write, rows: Callable[[int], list[dict[str, object]]], **more: object
) -> Sample:
    """A header stands above the rows of a table, none above objects."""
    told = {"line": 3 if name.endswith((".csv", ".xlsx")) else 2, "reason": "不是认得的时间", **more}
    return Sample(form=form, name=name, write=write, rows=rows, **told)  # type: ignore[arg-type]


TABLES = {"weibo_creator": "id, user_id, fans, follows, tag_list", "xhs_note": "id, note_id, title"}
SAMPLES = (
    _sample(mediacrawler.NOTES, "notes.jsonl", json_lines, notes, broken=LATE, post=NOTE),
    _sample(mediacrawler.NOTES, "notes.json", json_array, notes, broken=LATE, post=NOTE),
    _sample(mediacrawler.NOTES, "notes.csv", mark_csv, notes, broken=LATE, post=NOTE),
    _sample(mediacrawler.NOTES, "notes.xlsx", workbook, notes, broken=LATE, post=NOTE),
    _sample(mediacrawler.NOTES, "notes.db", database("weibo_note", **TABLES), numbered, broken=LATE, post=NOTE),
    _sample(
        *(mediacrawler.NOTES, "hidden.jsonl", json_lines, without_authors),
        broken=LATE,
        post=NOTE | {"author_name": "小***", "author_key": "ab12"},
    ),
    _sample(
        *(mediacrawler.COMMENTS, "comments.jsonl", json_lines, comments),
        broken=LATE,
        post=REPLY | {"region": "北京", "comments": 2},
    ),
    _sample(
        *(weibo_search.FORM, "found.csv", mark_csv, searched),
        broken={"发布时间": "刚刚"},
        post={
            "native_id": str(MID),
            "kind": "repost",
            "root_id": str(MID - 9),
            "reposts": 12_000,
            "region": "上海",
            "text": "青鹭出行，又崩了 0",
            "url": f"https://weibo.com/1000000001/{bid_of(MID)}",
        },
    ),
    _sample(weibo_crawler.TABLE, "u.csv", mark_csv, crawled_table, broken={"完整日期": "今天"}, post=QUOTE),
    _sample(
        *(weibo_crawler.OBJECTS, "u.json", inside("weibo", user=USER), crawled_objects),
        broken={"full_created_at": "今天"},
        post=QUOTE | {"text": "看看这个\n#青鹭出行# 0", "author_key": "1000000001"},
    ),
    _sample(
        *(weibo_crawler.OBJECTS, "u.db", database("weibo", user="id, nick_name"), stored_by_crawler),
        broken={"created_at": "今天"},
        post=REPOST | {"root_id": str(MID - 9)},
    ),
    _sample(
        *(weibo_crawler.COMMENTS, "c.csv", mark_csv, crawled_comments),
        broken={"created_at": "今天"},
        post=REPLY | {"text": "我也是[泪] 0", "likes": 5},
    ),
    _sample(
        *(weibo_spider.TABLE, "s.csv", mark_csv, spidered_table),
        broken={"发布时间": "今天"},
        line=7,  # its texts run over three lines
        post=REPOST | {"text": "真的吗", "quoted": "青鹭出行全线停运", "source": ""},
    ),
    _sample(
        *(weibo_spider.OBJECTS, "s.json", inside("weibo", user=USER), spidered_objects),
        broken={"publish_time": "今天"},
        post=REPOST | {"kind": "post", "author_name": "小林", "source": "iPhone客户端"},
    ),
    _sample(
        *(weibo_spider.OBJECTS, "s.db", database("weibo", user="id, nickname"), spidered_objects),
        broken={"publish_time": "今天"},
        post=REPOST | {"kind": "post", "author_key": "1000000001"},
    ),
    _sample(
        *(we_mp_rss.FORM, "feed.json", inside("items", name="全部", link="http://10.0.0.1:8001/"), articles),
        broken={"updated": "今天"},
        post=ARTICLE | {"text": "第一段\n\n第二段", "author_name": "青鹭出行服务号", "author_key": "MzAwMDAwMDAwMQ=="},
    ),
)
