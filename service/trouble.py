"""What can be wrong at start, in one sentence each, with the cure."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from service.config import Config

SAYINGS: Mapping[str, str] = {
    "extra_forbidden": "没有这个设置项",
    "int_parsing": "应是整数",
    "int_type": "应是整数",
    "float_parsing": "应是数字",
    "float_type": "应是数字",
    "string_type": "应是文字（用引号括起来）",
    "list_type": '应是列表，如 ["a@example.com"]',
    "string_pattern_mismatch": "格式不对",
    "literal_error": "不是可选的值",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "model_type": "应是一个表，写作 [表名]",
    "bool_parsing": "应是 true 或 false",
    "bool_type": "应是 true 或 false",
}


class Trouble(RuntimeError):
    """Something that the operator must mend; the message says what and how. Shown without a trace."""


def config_or_trouble(path: Path) -> Config:
    """The configuration; raises Trouble that names every wrong key with its line of help."""
    try:
        return Config()
    except tomllib.TOMLDecodeError as trouble:
        raise Trouble(f"配置文件 {path} 不是有效的 TOML：{trouble}。请检查引号和等号") from None
    except ValidationError as trouble:
        lines = [f"  · {_line(error)}" for error in trouble.errors(include_url=False, include_input=False)]
        raise Trouble(f"配置有误（{path} 或环境变量）：\n" + "\n".join(lines)) from None
    except OSError as trouble:
        raise Trouble(f"读不到配置所指的文件 {trouble.filename}：{trouble.strerror}。请检查路径和权限") from None


def _line(error: ErrorDetails) -> str:
    place = [str(part) for part in error["loc"]]
    saying = SAYINGS.get(error["type"], error["msg"])
    where = f"[{place[0]}] {'.'.join(place[1:])}".rstrip()
    return f"{where}：{saying}。{_help(place)}"


def _help(place: list[str]) -> str:
    """The line of help of a known key; for an unknown one, the keys that there are."""
    table = Config.model_fields.get(place[0])
    if table is None:
        return f"可用的表：{'、'.join(Config.model_fields)}"
    kind = table.annotation
    assert isinstance(kind, type)
    assert issubclass(kind, BaseModel)
    if len(place) > 1 and (field := kind.model_fields.get(place[1])):
        return f"说明：{field.description}"
    return f"可用的设置：{'、'.join(kind.model_fields)}"
