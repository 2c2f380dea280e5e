"""《突发状况分级标准》: the meaning of its rows, the default version, and the version in force."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alerts.grading import MEASURES, Line, Row
from storage import standards

DEFAULT_FILE = Path(__file__).with_name("standard_v1.json")
DEFAULT_OWNER = "公关部（出厂默认，尚未批准）"

LABELS: Mapping[str, tuple[int, str]] = {
    "affected_users": (1, "受影响用户"),
    "core_outage": (2, "核心线上客服渠道完全中断"),
    "slowness": (3, "性能严重下降"),
    "complaints": (4, "投诉量"),
    "backlog": (5, "咨询激增或积压"),
    "reposts": (6, "单条负面内容转发"),
    "comments": (7, "单条负面内容评论"),
    "reads": (8, "单条负面内容阅读"),
    "plays": (9, "单条负面视频播放"),
    "negative_speed": (10, "负面声量速度"),
    "hot_list": (11, "热搜或热榜"),
    "voices": (12, "媒体与账号级别"),
    "region": (13, "地域"),
    "leak": (14, "客户信息泄露"),
    "attack": (15, "网络攻击"),
    "breach": (16, "违法违规或监管"),
    "harm": (17, "人身或资金"),
    "overdue": (18, "未恢复升级"),
}


class BadStandard(ValueError):
    """The stored version does not have the shape of a standard; the message names the place."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of the standard, ready to be held against measures."""

    number: int
    owner: str
    effective_from: datetime
    rows: tuple[Row, ...]


def current(now: datetime) -> Version:
    """The newest version in force at this moment; the default is stored as version 1 where there is none at all."""
    stored = standards.in_force(now)
    if stored is None:
        content = json.loads(DEFAULT_FILE.read_text(encoding="utf-8"))
        stored = standards.add_first(rows=content, owner=DEFAULT_OWNER, now=now)
    return Version(
        number=stored.number,
        owner=stored.owner,
        effective_from=stored.effective_from,
        rows=parse(stored.rows),
    )


def parse(content: Mapping[str, Any]) -> tuple[Row, ...]:
    """Rows of a stored version in the order of their numbers; raises BadStandard at an unknown row, cell or measure."""
    unknown = sorted(content.keys() - LABELS.keys())
    if unknown:
        raise BadStandard(f"分级标准里有不认识的条款：{'、'.join(unknown)}")
    rows = [_row(key, content[key]) for key in LABELS if key in content]
    return tuple(rows)


def _row(key: str, cells: Any) -> Row:  # noqa: ANN401
    number, label = LABELS[key]
    if not isinstance(cells, list) or len(cells) != 4:
        raise BadStandard(f"分级标准第 {number} 行“{label}”必须正好有四格，从四级到一级")
    four, three, two, one = (
        _line(f"第 {number} 行“{label}”第 {place} 格", cell) for place, cell in enumerate(cells, 1)
    )
    return Row(key=key, number=number, label=label, lines=(four, three, two, one))


def _line(place: str, cell: Any) -> Line:  # noqa: ANN401
    try:
        alternatives = tuple(tuple((str(name), float(least)) for name, least in every) for every in cell["any"])
        text = str(cell["text"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadStandard(f"分级标准{place}应写成 text 和 any（条件列表）：{wrong}") from wrong
    names = {name for every in alternatives for name, _ in every}
    if not names <= MEASURES.keys() or not all(alternatives):
        raise BadStandard(f"分级标准{place}用了不认识的指标或空条件；可用：{'、'.join(MEASURES)}")
    return Line(text=text, alternatives=alternatives)
