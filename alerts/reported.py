"""Alerts that somebody reports to us: they are raised when the report comes, not by an evaluation; pure."""

from collections.abc import Mapping

from alerts.rules import RULES

SYSTEM_REPORT = "system_report"
FRONT_LINE_REPORT = "front_line_report"
REPORTED: Mapping[str, str] = {SYSTEM_REPORT: "系统告警", FRONT_LINE_REPORT: "一线报告"}
"""Their quiet proves nothing: only the reporter's word that it is over, or a person, ends them."""
_SHOWN = {**{rule.name: rule.shown for rule in RULES}, **REPORTED}


def shown_name(rule: str) -> str:
    """What raised an alert, as people know it; a rule that is no longer there keeps its code name."""
    return _SHOWN.get(rule, rule)
