"""Reads a stored report back; everything that is shown comes from its JSON alone."""

from typing import Any

from domain.report import VERSION, Body
from domain.strict_json import UnreadableJson, read
from storage.models import Report

BEFORE_KINDS = 1  # entries of this version had no kind of complaint


def body_of(report: Report) -> Body:
    """The report as it was made; raises UnreadableJson for one of another version or shape."""
    body = report.body
    version = body.get("version") if isinstance(body, dict) else None
    if version == BEFORE_KINDS:
        body = _with_kinds(body)
    elif version != VERSION:
        raise UnreadableJson(f"report {report.pk} has version {version}, {VERSION} expected")
    return read(Body, body)


def _with_kinds(body: dict[str, Any]) -> dict[str, Any]:
    """A report of the first version in the present shape; what was not told then stays untold."""
    sections = [
        {**section, "entries": [{**entry, "complaint": None} for entry in section.get("entries", ())]}
        for section in body.get("sections", ())
    ]
    return {**body, "version": VERSION, "sections": sections}
