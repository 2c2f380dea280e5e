"""Which column of a file holds which fact: by what the person says, by header, or by looking at the cells."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crawlers.importers.files import BadFile
from crawlers.importers.forms.form import Form
from crawlers.importers.rows import RawRow, Table
from crawlers.importers.values import KINDS, BadValue, moment_of, shortened

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
KNOWN: Mapping[str, str] = {name: field for field, names in reversed(list(ALIASES.items())) for name in names}
TITLE_LINES = 10
LONGEST_NAME = 12
DIGIT = re.compile("[0-9]")
CHINESE = re.compile("[\u4e00-\u9fff]")
KEY = re.compile(r"[0-9A-Za-z_-]{6,64}")


@dataclass(frozen=True, kw_only=True)
class Columns:
    """How one table of a file is understood.

    `names` are all its columns in order (numbers from 1 where it has no header) and `above` the rows before its data;
    `fields` maps field to column, `form` is the known form, None for a table understood by itself. `notes` are
    sentences for the person.
    """

    names: tuple[str, ...]
    above: int
    fields: Mapping[str, str]
    form: Form | None = None
    table: str = ""
    path: str = ""
    guessed: bool = False
    notes: tuple[str, ...] = ()

    def trouble_of(self, row: RawRow) -> str:
        """Why the row as a whole cannot be used, "" where it can."""
        if row.missing and not (self.form and self.form.ragged):
            return f"应有 {len(self.names)} 列，实有 {len(self.names) - row.missing} 列"
        return row.trouble


@dataclass(frozen=True, kw_only=True)
class Header:
    """The names over a table, the rows up to and with them, and what is odd about them."""

    names: tuple[str, ...]
    above: int
    notes: tuple[str, ...] = ()


def header_of(table: Table, said: Mapping[str, str]) -> Header | None:
    """The header of a table, None where it has none; lines such as a title may stand above it.

    Names that stand twice are told apart as 内容, 内容#2.
    """
    if table.headed:
        return Header(names=table.rows[0], above=0)
    place = _header_place(table.rows[:TITLE_LINES], said)
    if place is None:
        return None
    names, notes = _distinct(table.rows[place])
    if place:
        notes = (f"表头在第 {place + 1} 行，上面的 {place} 行不是数据，未读取", *notes)
    return Header(names=names, above=place + 1, notes=notes)


def _header_place(rows: Sequence[Sequence[str]], said: Mapping[str, str]) -> int | None:
    """The row that holds every column that was said, else the one with the most known names; data is no header."""
    named = {column.partition("#")[0] for column in said if not column.isdecimal()}
    clean = [[_clean(name) for name in row] for row in rows]
    if named:
        return next((place for place, row in enumerate(clean) if named <= set(row)), None)
    known = [0 if _looks_like_data(row) else sum(_field_of(name) is not None for name in row) for row in clean]
    best = max(range(len(known)), key=lambda place: known[place], default=0)
    if known and known[best] >= (2 if best else 1):
        return best
    return 0 if clean and _names_only(clean[0]) and any(_looks_like_data(row) for row in clean[1:]) else None


def _names_only(row: Sequence[str]) -> bool:
    """Whether a row over data can be names that nobody knows: short words, all different, no number among them."""
    return len(set(row)) == len(row) and all(0 < len(name) <= LONGEST_NAME and not DIGIT.search(name) for name in row)


def _clean(name: str) -> str:
    return name.strip().removeprefix("\ufeff")


def _distinct(row: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    times = Counter[str]()
    names: list[str] = []
    for place, cell in enumerate(row, start=1):
        name = _clean(cell) or f"第{place}列"
        times[name] += 1
        names.append(name if times[name] == 1 else f"{name}#{times[name]}")
    notes = (
        f"表头里“{shortened(name)}”出现 {count} 次：取第 1 个，其余叫 {shortened(name)}#2 等，可用 --column 指定"
        for name, count in times.items()
        if count > 1
    )
    return tuple(names), tuple(notes)


def settle(table: Table, header: Header | None, said: Mapping[str, str]) -> Columns:
    """Understand a table of no known form; `said` maps a column (name, or number from 1) to a field and always wins.

    Raises BadFile, naming the columns that there are, where text or time cannot be found.
    """
    unknown = sorted(set(said.values()) - set(FIELDS))
    if unknown:
        raise BadFile(f"--column 里的字段 {'、'.join(unknown)} 不认识；可用的字段：{'、'.join(FIELDS)}")
    if header is not None:
        return _settled(table, header, _by_name(header.names, said), guessed=False)
    if not table.rows:
        raise BadFile("文件里没有可读的行")
    names = tuple(str(place) for place in range(1, len(table.rows[0]) + 1))
    told = _by_said(names, said)
    guess = _by_cells(names, table.rows, taken=told)
    return _settled(table, Header(names=names, above=0), guess | told, guessed=bool(set(guess) - set(told)))


def _field_of(name: str) -> str | None:
    return KNOWN.get(_clean(name).casefold())


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
        raise BadFile(f"文件里没有 --column 指的列 {'、'.join(missing)}；现有的列：{listed(names)}")
    return {field: column for column, field in said.items()}


def listed(names: Sequence[str]) -> str:
    """Names out of a file as they may stand in a sentence."""
    return "、".join(shortened(name) for name in names[:40]) + (" 等" if len(names) > 40 else "")


def _by_name(names: tuple[str, ...], said: Mapping[str, str]) -> dict[str, str]:
    fields = _by_said(names, said)
    for name in names:
        field = _field_of(name)
        if field and field not in fields and name not in fields.values():
            fields[field] = name
    return fields


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


def _settled(table: Table, header: Header, fields: Mapping[str, str], *, guessed: bool) -> Columns:
    lacking = [f"{FIELDS[field]}（{field}）" for field in ("text", "published_at") if field not in fields]
    if lacking:
        raise BadFile(
            f"认不出哪一列是{'、'.join(lacking)}；请用 --column 字段=列 指明。现有的列：{listed(header.names)}"
        )
    return Columns(
        names=header.names,
        above=header.above,
        fields=dict(fields),
        table=table.name,
        path=table.path,
        guessed=guessed,
        notes=header.notes,
    )
