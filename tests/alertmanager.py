"""Invented notifications in Alertmanager's webhook form, version 4."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

NOT_ENDED = "0001-01-01T00:00:00Z"
BEGAN = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)  # 03:00 in China


def alarm(
    number: int, *, status: str = "firing", began: datetime = BEGAN, name: str = "登录失败", **more: str
) -> dict[str, Any]:
    """One alert of the list; `more` are annotations."""
    return {
        "status": status,
        "labels": {
            "alertname": name,
            "service": "登录网关",
            "severity": "critical",
            "instance": f"10.0.0.{number}:9100",
        },
        "annotations": {"summary": "登录网关不可用", **more},
        "startsAt": began.isoformat(),
        "endsAt": NOT_ENDED if status == "firing" else began.isoformat(),
        "generatorURL": "http://prometheus.example/graph",
        "fingerprint": f"{number:016x}",
    }


def notification(
    alarms: Sequence[dict[str, Any]], *, group: str = "登录", truncated: int = 0, **more: Any
) -> dict[str, Any]:
    """One notification about a group; it is resolved when all of its alerts are."""
    status = "resolved" if all(one["status"] == "resolved" for one in alarms) else "firing"
    return {
        "version": "4",
        "groupKey": f'{{}}:{{alertname="{group}"}}',
        "truncatedAlerts": truncated,
        "status": status,
        "receiver": "yuqing",
        "groupLabels": {"alertname": group},
        "commonLabels": {"alertname": group, "severity": "critical"},
        "commonAnnotations": {"summary": f"{group}不可用"},
        "externalURL": "http://alertmanager.example",
        "alerts": list(alarms),
        **more,
    }


def body(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
