"""Reads a stored report back; everything that is shown comes from its JSON alone."""

from domain.report import VERSION, Body
from domain.strict_json import UnreadableJson, read
from storage.models import Report


def body_of(report: Report) -> Body:
    """The report as it was made; raises UnreadableJson for one of another version or shape."""
    version = report.body.get("version") if isinstance(report.body, dict) else None
    if version != VERSION:
        raise UnreadableJson(f"report {report.pk} has version {version}, {VERSION} expected")
    return read(Body, report.body)
