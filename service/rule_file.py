"""A proposed set of rules, or a proposed standard, from a file that people write."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from alerts import rulebook, standard
from alerts.standard import BadStandard, Version
from domain.rule_settings import BadSettings, RuleSettings, Sensitivity
from domain.strict_json import UnreadableJson, read, written
from service.trouble import Trouble
from storage import watches

PROPOSED = 0
WORDS = {word.shown: word.value for word in Sensitivity}


def read_rules(path: Path) -> tuple[RuleSettings, ...]:
    """Settings by rule from TOML; what a table leaves out stays as it is in force. Raises Trouble naming the place."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise Trouble(f"读不了文件 {path}：{missing.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as bad:
        raise Trouble(f"文件 {path} 不是 TOML：{bad}") from None
    book = rulebook.in_force()
    settings = [_settings(path, book, name, table) for name, table in tables.items()]
    try:
        return rulebook.checked(settings, [watch.key for watch in watches.active()])
    except BadSettings as bad:
        raise Trouble(f"文件 {path}：{bad}") from None


def read_standard(path: Path, now: datetime) -> Version:
    """A proposed standard from JSON of the shape of the shipped one; raises Trouble."""
    try:
        rows = standard.parse(json.loads(path.read_text(encoding="utf-8")))
    except OSError as missing:
        raise Trouble(f"读不了文件 {path}：{missing.strerror}") from None
    except (UnicodeDecodeError, json.JSONDecodeError, AttributeError) as bad:
        raise Trouble(f"文件 {path} 不是分级标准的 JSON：{bad}") from None
    except BadStandard as bad:
        raise Trouble(f"文件 {path}：{bad}") from None
    return Version(number=PROPOSED, owner="", effective_from=now, rows=rows)


def _settings(path: Path, book: rulebook.Rulebook, name: str, table: Any) -> RuleSettings:  # noqa: ANN401
    if name not in rulebook.BY_NAME:
        raise Trouble(f"文件 {path}：没有名为“{name}”的规则；现有：{'、'.join(rulebook.BY_NAME)}")
    if not isinstance(table, dict):
        raise Trouble(f"文件 {path}：[{name}] 应是一个表，例如 [{name}] 下一行写 floor = 10")
    known = {field.name for field in fields(RuleSettings)} - {"rule"}
    if unknown := sorted(table.keys() - known):
        raise Trouble(f"文件 {path} 的 [{name}] 里有不认识的项：{'、'.join(unknown)}；可写：{'、'.join(sorted(known))}")
    given: Mapping[str, Any] = written(book.of(name)) | _translated(table)
    try:
        return read(RuleSettings, dict(given), f"[{name}]")
    except UnreadableJson as bad:
        raise Trouble(f"文件 {path} 的 {bad}") from None


def _translated(table: Mapping[str, Any]) -> dict[str, Any]:
    """Chinese words and names of watches as they are stored."""
    given = dict(table)
    if given.get("sensitivity") in WORDS:
        given["sensitivity"] = WORDS[given["sensitivity"]]
    if isinstance(given.get("watches"), list):
        try:
            given["watches"] = [watches.named(str(name)).key for name in given["watches"]]
        except watches.NoSuchWatch as unknown:
            raise Trouble(str(unknown)) from None
    return given
