"""A body that came by HTTP, turned into what it reports, or refused with the place where it goes wrong; pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from alerts.inbound.shapes import Alarm, Complaint, Complaints, Plain, Webhook
from alerts.wording import one_line
from domain.grievance import Grievance
from domain.inbound import Part, SystemReport
from domain.masking import masked

HEARTBEAT = "Watchdog"  # Prometheus' alert that is always on, to show that alarms get through
DEEPEST = 50
SAYINGS: Mapping[str, str] = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_type": "应是文字",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字符",
    "int_type": "应是整数",
    "int_from_float": "应是整数",
    "float_type": "应是数字",
    "float_parsing": "应是数字",
    "bool_type": "应是 true 或 false",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "timezone_aware": "时间必须带时区，例：2026-11-23T09:30:00+08:00",
    "datetime_parsing": "不是认得的时间，例：2026-11-23T09:30:00+08:00",
    "datetime_from_date_parsing": "不是认得的时间，例：2026-11-23T09:30:00+08:00",
    "datetime_type": "应是时间，例：2026-11-23T09:30:00+08:00",
    "literal_error": "只能是 {expected}",
    "too_long": "太多，一次最多 {max_length} 条，请分批发送（Alertmanager 设 max_alerts）",
    "too_short": "至少要有一条",
    "dict_type": "应是 JSON 对象",
    "model_type": "应是 JSON 对象",
    "tuple_type": "应是 JSON 数组",
}
Shape = TypeVar("Shape", bound=BaseModel)


class BadBody(ValueError):
    """The body cannot be taken; `place` is where in it, the message is Chinese and says why."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}：{why}" if place else why)
        self.place = place


def system_report(body: bytes) -> SystemReport | None:
    """What a monitoring system reports, in Alertmanager's form or our own; None for its heartbeat. Raises BadBody."""
    given = _json(body)
    if isinstance(given, dict) and ("groupKey" in given or "alerts" in given):
        return _of_alertmanager(_held(Webhook, given))
    return _of_plain(_held(Plain, given))


def complaints(body: bytes) -> tuple[Grievance, ...]:
    """Complaints, one or many, with personal numbers masked. Raises BadBody."""
    given = _json(body)
    if isinstance(given, dict) and "complaints" not in given:
        return (_grievance(_held(Complaint, given)),)
    held = _held(Complaints, given if isinstance(given, dict) else {"complaints": given})
    return tuple(_grievance(one) for one in held.complaints)


def _json(body: bytes) -> object:
    try:
        given: object = json.loads(body, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BadBody("", "内容不是 UTF-8 编码") from None
    except RecursionError:
        raise BadBody("", "JSON 嵌套太深") from None
    except json.JSONDecodeError as wrong:
        raise BadBody(f"第 {wrong.lineno} 行第 {wrong.colno} 列", "不是有效的 JSON") from None
    except ValueError as wrong:  # a number that no machine holds
        raise BadBody("", f"JSON 里有不认识的数字（{str(wrong)[:80]}）") from None
    if _deep(given) > DEEPEST:
        raise BadBody("", f"JSON 嵌套太深，最多 {DEEPEST} 层")
    return given


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _deep(given: object) -> int:
    """How many levels of arrays and objects there are, one past the deepest permitted at most."""
    level: list[object] = [given]
    for depth in range(DEEPEST + 1):
        level = [member for one in level for member in _members(one)]
        if not level:
            return depth
    return DEEPEST + 1


def _members(given: object) -> Iterable[object]:
    if isinstance(given, dict):
        return [one for one in given.values() if isinstance(one, dict | list)]
    return [one for one in given if isinstance(one, dict | list)] if isinstance(given, list) else ()


def _held(shape: type[Shape], given: object) -> Shape:
    try:
        return shape.model_validate(given)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        raise BadBody(_place(first), _saying(first)) from None


def _place(error: ErrorDetails) -> str:
    """alerts[3].labels, counted from 0 as JSON is; the sender's own key names are shortened to what a line holds."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{one_line(part, 40)}" for part in error["loc"]]
    return "".join(parts).removeprefix(".") or "（整个内容）"


def _saying(error: ErrorDetails) -> str:
    words = SAYINGS.get(error["type"])
    return words.format(**error.get("ctx", {})) if words else "格式不对"


def _of_plain(one: Plain) -> SystemReport:
    over = one.status == "resolved"
    began = one.since.isoformat() if one.since else ""
    return SystemReport(
        key=one.key,
        title=one_line(one.title, 120),
        text=one_line(one.text, 500),
        severity=one_line(one.severity, 40),
        service=one_line(one.service, 80),
        link=one_line(one.link, 300),
        since=one.since,
        over=over,
        parts=(Part(occurrence=_digest(one.key, began), over=over, reopens=one.since is None),),
        outage=one.outage,
        affected_users=one.affected_users,
        affected_percent=one.affected_percent,
        error_percent=one.error_percent,
    )


def _of_alertmanager(hook: Webhook) -> SystemReport | None:
    """The group as one matter; alarms that are always on are no matter at all."""
    alarms = [alarm for alarm in hook.alerts if alarm.labels.get("alertname") != HEARTBEAT]
    if not alarms:
        return None
    firing = [alarm for alarm in alarms if alarm.status == "firing"]
    told = firing or alarms
    return SystemReport(
        key=hook.groupKey,
        title=_title(hook, told),
        text=one_line(hook.commonAnnotations.get("description") or told[0].annotations.get("description", ""), 500),
        severity=one_line(hook.commonLabels.get("severity") or told[0].labels.get("severity", ""), 40),
        service=one_line(_first(told, "service") or _first(told, "job"), 80),
        link=one_line(hook.externalURL, 300),
        since=min(alarm.startsAt for alarm in told),
        over=hook.status == "resolved" and not firing,
        parts=tuple(
            Part(occurrence=_digest(one.fingerprint, one.startsAt.isoformat()), over=one.status == "resolved")
            for one in alarms
        ),
        beyond=hook.truncatedAlerts,
        outage=any(_said(alarm, "outage").casefold() == "true" for alarm in firing),
        affected_users=_whole(max((_number(alarm, "affected_users") for alarm in firing), default=None, key=_known)),
        affected_percent=_share(max((_number(one, "affected_percent") for one in firing), default=None, key=_known)),
        error_percent=_share(max((_number(alarm, "error_percent") for alarm in firing), default=None, key=_known)),
    )


def _title(hook: Webhook, told: list[Alarm]) -> str:
    name = hook.commonLabels.get("alertname") or hook.groupLabels.get("alertname")
    named = name or "、".join(sorted({alarm.labels.get("alertname", "") for alarm in told[:50]} - {""}))
    summary = hook.commonAnnotations.get("summary") or (
        told[0].annotations.get("summary", "") if len(told) == 1 else ""
    )
    return one_line(summary or named or "没有名称的告警", 120)


def _first(alarms: list[Alarm], label: str) -> str:
    return next((alarm.labels[label] for alarm in alarms if alarm.labels.get(label)), "")


def _said(alarm: Alarm, name: str) -> str:
    return alarm.annotations.get(name) or alarm.labels.get(name, "")


def _number(alarm: Alarm, name: str) -> float | None:
    """A figure that a template wrote; what is no figure is unknown, and the alarm is taken all the same."""
    try:
        found = float(_said(alarm, name).replace(",", "").removesuffix("%"))
    except ValueError:
        return None
    return found if 0 <= found < 1e10 else None


def _known(value: float | None) -> float:
    return -1.0 if value is None else value


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _share(value: float | None) -> float | None:
    return value if value is not None and value <= 100 else None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _grievance(one: Complaint) -> Grievance:
    return Grievance(
        key=one.id,
        at=one.time,
        category=one_line(masked(one.category), 60),
        channel=one_line(masked(one.channel), 60),
        text=masked(one.text),
    )
