"""Frozen dataclasses to plain JSON and back; the reader refuses what it does not know.

Understood: dataclasses, str, int, float, bool, date, aware datetime, string enums, X | None, tuple[X, ...], and
`Mapping[str, object]` for JSON that is kept as it is. Missing keys, unknown keys and wrong kinds raise `UnreadableJson`
with the path.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
PLAIN = (str, int, float, bool)


class UnreadableJson(ValueError):
    """JSON that is not of the shape asked for."""


def written(value: object) -> Any:  # noqa: ANN401
    """A dataclass as JSON values; times as ISO 8601 with their offset."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: written(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be written")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [written(member) for member in value]
    return value


def read(kind: type[T], value: object, path: str = "$") -> T:
    """The dataclass `kind` from what `written` made."""
    return _value(kind, value, path)  # type: ignore[no-any-return]


def _value(kind: Any, value: object, path: str) -> Any:  # noqa: ANN401
    origin = get_origin(kind)
    if origin is UnionType:
        return None if value is None else _value(_only(kind), value, path)
    if origin is tuple:
        return tuple(
            _value(get_args(kind)[0], member, f"{path}[{n}]") for n, member in enumerate(_a(list, value, path))
        )
    if origin is Mapping:
        return _a(dict, value, path)
    if is_dataclass(kind):
        return _dataclass(kind, value, path)
    return _scalar(kind, value, path)


def _dataclass(kind: Any, value: object, path: str) -> Any:  # noqa: ANN401
    given = _a(dict, value, path)
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    if names != given.keys():
        odd = sorted(names ^ given.keys())
        raise UnreadableJson(f"{path}: {kind.__name__} has missing or unknown keys {', '.join(map(str, odd))}")
    return kind(**{name: _value(hints[name], given[name], f"{path}.{name}") for name in names})


def _scalar(kind: Any, value: object, path: str) -> Any:  # noqa: ANN401
    if kind is float and type(value) is int:
        return float(value)
    if kind in PLAIN:
        if type(value) is not kind:
            raise UnreadableJson(f"{path}: {kind.__name__} expected, {type(value).__name__} found")
        return value
    try:
        made = kind.fromisoformat(_a(str, value, path)) if issubclass(kind, date) else kind(value)
    except ValueError as error:
        raise UnreadableJson(f"{path}: {error}") from error
    if isinstance(made, datetime) and made.tzinfo is None:
        raise UnreadableJson(f"{path}: a time without a zone")
    return made


def _only(kind: Any) -> Any:  # noqa: ANN401
    (only,) = (member for member in get_args(kind) if member is not type(None))
    return only


def _a(kind: type[T], value: object, path: str) -> T:
    if not isinstance(value, kind):
        raise UnreadableJson(f"{path}: {kind.__name__} expected, {type(value).__name__} found")
    return value
