"""Which column of a file holds which fact: by what the person says, by header, or by looking at the cells."""

import io
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crawlers.importers.files import BadFile, Form, Opened, table_reader
from crawlers.importers.values import KINDS, BadValue, moment_of

FIELDS: Mapping[str, str] = {
    "native_id": "平台编号",
    "text": "正文",
    "published_at": "发布时间",
    "kind": "类型",
    "title": "标题",
    "url": "链接",
    "quoted": "引用内容",
    "root_id": "原帖编号",
    "author_id": "作者编号",
    "author_name": "作者",
    "followers": "粉丝数",
    "region": "地区",
    "source": "来自",
    "reposts": "转发数",
    "comments": "评论数",
    "likes": "点赞数",
    "reads": "阅读数",
}
ALIASES: Mapping[str, tuple[str, ...]] = {
    "native_id": ("id", "mid", "微博id", "文章id", "note_id", "post_id", "平台编号", "编号"),
    "text": ("text", "content", "正文", "微博正文", "内容", "全文", "body"),
    "published_at": ("published_at", "created_at", "发布时间", "时间", "time", "date", "create_time", "publish_time"),
    "kind": ("kind", "类型", "type"),
    "title": ("title", "标题"),
    "url": ("url", "link", "链接", "地址", "原文链接", "note_url"),
    "quoted": ("quoted", "引用内容", "原微博正文"),
    "root_id": ("root_id", "原帖编号", "retweet_id"),
    "author_id": ("author_id", "user_id", "uid", "作者编号", "用户id"),
    "author_name": ("author_name", "user_name", "nickname", "screen_name", "作者", "用户昵称", "账号", "公众号"),
    "followers": ("followers", "followers_count", "粉丝数"),
    "region": ("region", "ip_location", "region_name", "地区", "发布地", "ip"),
    "source": ("source", "来源", "发布工具", "来自"),
    "reposts": ("reposts", "reposts_count", "转发数", "shared_count"),
    "comments": ("comments", "comments_count", "评论数"),
    "likes": ("likes", "attitudes_count", "点赞数", "liked_count"),
    "reads": ("reads", "read_num", "阅读数", "阅读量"),
}
CHINESE = re.compile("[\u4e00-\u9fff]")
KEY = re.compile(r"[0-9A-Za-z_-]{6,64}")


@dataclass(frozen=True, kw_only=True)
class Columns:
    """`names` are the columns of a file without a header (None where it has one); `fields` maps field to column."""

    names: tuple[str, ...] | None
    fields: Mapping[str, str]
    guessed: bool


def find(opened: Opened, said: Mapping[str, str]) -> Columns:
    """Settle the columns of a file; `said` maps a column (name, or number from 1) to a field and always wins.

    Raises BadFile, naming the columns that there are, where text or time cannot be found.
    """
    unknown = sorted(set(said.values()) - set(FIELDS))
    if unknown:
        raise BadFile(f"--map 里的字段 {'、'.join(unknown)} 不认识；可用的字段：{'、'.join(FIELDS)}")
    if opened.form in {Form.JSON, Form.JSONL}:
        return _by_name(_json_names(opened), said, None)
    sample = _sample(opened)
    header = sample[0]
    if any(_field_of(name) for name in header) and not _looks_like_data(header):
        return _by_name(tuple(name.strip() for name in header), said, None)
    names = tuple(str(place) for place in range(1, len(header) + 1))
    told = _by_said(names, said)
    guess = _by_cells(names, sample, taken=told)
    return _settled(names, {**guess, **told}, names, guessed=bool(set(guess) - set(told)))


def _sample(opened: Opened) -> list[list[str]]:
    text = io.StringIO(opened.sample.rsplit("\n", 1)[0] if "\n" in opened.sample else opened.sample, newline="")
    return [row for row in table_reader(text, opened.form) if row][:2000]


def _json_names(opened: Opened) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r'"([^"\\]{1,40})"\s*:', opened.sample)))


def _field_of(name: str) -> str | None:
    low = name.strip().removeprefix("\ufeff").casefold()
    return next((field for field, names in ALIASES.items() if low in names), None)


def _looks_like_data(cells: Sequence[str]) -> bool:
    return any(_is_time(cell) for cell in cells)


def _is_time(cell: str) -> bool:
    if not 8 <= len(cell) <= 40:
        return False
    try:
        moment_of(cell)
    except BadValue:
        return False
    return True


def _by_said(names: Sequence[str], said: Mapping[str, str]) -> dict[str, str]:
    missing = sorted(set(said) - set(names))
    if missing:
        raise BadFile(f"文件里没有 --map 指的列 {'、'.join(missing)}；现有的列：{'、'.join(names[:40])}")
    return {field: column for column, field in said.items()}


def _by_name(names: tuple[str, ...], said: Mapping[str, str], headless: tuple[str, ...] | None) -> Columns:
    fields = _by_said(names, said)
    for name in names:
        field = _field_of(name)
        if field and field not in fields and name not in fields.values():
            fields[field] = name
    return _settled(headless, fields, names, guessed=False)


def _by_cells(names: tuple[str, ...], sample: Sequence[Sequence[str]], taken: Mapping[str, str]) -> dict[str, str]:
    """Guess the columns of a file without a header: the time, the kind, the longest text, ids that come in runs."""
    width = len(names)
    cells = {
        name: [row[place] for row in sample if len(row) == width]
        for place, name in enumerate(names)
        if name not in taken.values()
    }
    found: dict[str, str] = {}
    for field, test in (("published_at", _is_time), ("kind", lambda cell: cell.casefold() in KINDS)):
        column = next((name for name, values in cells.items() if _most(values, test)), None)
        if column is not None and field not in taken:
            found[field] = column
            del cells[column]
    if "text" not in taken and cells:
        found["text"] = max(cells, key=lambda name: sum(len(CHINESE.findall(cell)) for cell in cells[name]))
        del cells[found["text"]]
    keys = [name for name, values in cells.items() if _most(values, lambda cell: KEY.fullmatch(cell) is not None)]
    keys.sort(key=lambda name: _runs(cells[name]))
    if len(keys) >= 2 and "kind" in (found | dict(taken)):
        found |= {
            field: name for field, name in zip(("root_id", "author_id"), keys, strict=False) if field not in taken
        }
    return found


def _most(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(bool(test(value)) for value in values) >= 0.95 * len(values)


def _runs(values: Sequence[str]) -> int:
    """How often the value changes from row to row; the head of a thread repeats, its authors do not."""
    return sum(before != after for before, after in itertools.pairwise(values)) + 100 * (len(set(values)) <= 3) * len(
        values
    )


def _settled(
    headless: tuple[str, ...] | None, fields: Mapping[str, str], names: Sequence[str], *, guessed: bool
) -> Columns:
    lacking = [f"{FIELDS[field]}（{field}）" for field in ("text", "published_at") if field not in fields]
    if lacking:
        raise BadFile(f"认不出哪一列是{'、'.join(lacking)}；请用 --map 列=字段 指明。现有的列：{'、'.join(names[:40])}")
    return Columns(names=headless, fields=dict(fields), guessed=guessed)
