"""The mails about alerts and incidents, as text and as HTML with its styles inline."""

from datetime import datetime
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string

from alerts.links import url_for
from alerts.notifiers.email import views
from alerts.notifiers.email.subject import subject
from alerts.notifiers.email.topic import topic_lines
from alerts.reported import REPORTED, shown_name
from alerts.wording import one_line
from domain.alert import AlertState, Grade
from domain.day import spoken
from domain.incident import IncidentKind, IncidentState
from domain.mail import Mail
from domain.notice import ASKING, Stage
from storage.models import Alert, Incident, Notice

CLAIM = "查看并认领"
GO_ON = "处理，或记一笔进展"
BUTTONS = {**dict.fromkeys(ASKING, CLAIM), Stage.REMINDED: GO_ON}
ANSWERED_IN = {CLAIM: AlertState.FIRING, GO_ON: AlertState.ACKNOWLEDGED}
LAST_LINES = 8

_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


def alert_mail(notice: Notice, alert: Alert, now: datetime) -> Mail:
    """What happened, since when, how sure, how grave and why; with the button while an answer is wanted."""
    stage = Stage(notice.stage)
    button = BUTTONS.get(stage, "")
    last = alert.history.filter(what="state").order_by("-at", "-id").first()
    content = {
        **_frame(notice, alert),
        "lead": views.why_now(notice, alert, now),
        "button": button if button and alert.state == ANSWERED_IN[button].value else "",
        "url": url_for(notice),
        "facts": _alert_facts(alert),
        "reasons": [one_line(reason["text"], 300) for reason in alert.reasons],
        "grade_reasons": [one_line(reason, 300) for reason in alert.grade_reasons],
        "topic": topic_lines(alert, now),
        "collected": alert.rule not in REPORTED,
        "gaps": [one_line(gap, 200) for gap in alert.coverage],
        "quotes": views.quotes(alert),
        "more": views.more_posts(alert),
        "outcome": views.history([last]) if last is not None and stage not in BUTTONS else [],
    }
    return _mail("alert", subject(stage, Grade(alert.grade), alert.title), content)


def incident_mail(notice: Notice, incident: Incident, now: datetime) -> Mail:
    """How an incident stands, what changed, and the last lines of its timeline."""
    stage = Stage(notice.stage)
    change = incident.history.filter(pk=notice.step).first() if notice.step.isdigit() else None
    newest = list(incident.history.order_by("-at", "-id")[:LAST_LINES])
    content = {
        **_frame(notice, incident.alert),
        "badge": views.badge(incident.grade),
        "title": one_line(incident.title, 200),
        "lead": "值班经理已确认并启动突发状况处置，请按职责分工行动。"
        if stage is Stage.STARTED
        else "事件有新的进展。",
        "url": f"{settings.BASE_URL}/incidents/{incident.pk}/",
        "facts": _incident_facts(incident),
        "change": views.history([change]) if change is not None else [],
        "timeline": views.history(newest[::-1]),
        "quotes": views.quotes(incident.alert) if stage is Stage.STARTED else [],
    }
    return _mail("incident", subject(stage, Grade(incident.grade), incident.title), content)


def _frame(notice: Notice, alert: Alert) -> dict[str, Any]:
    """What every mail shows around its content."""
    return {
        "badge": views.badge(alert.grade),
        "title": one_line(alert.title, 200),
        "watch": one_line(alert.concerns, 80),
        "why": one_line(notice.why, 200),
        "others": views.others(notice, alert.pk),
        "organisation": one_line(settings.ORGANISATION, 60),
        "home": settings.BASE_URL,
    }


def _alert_facts(alert: Alert) -> list[tuple[str, str]]:
    return [
        ("监测主题", one_line(alert.concerns, 80)),
        ("类型", shown_name(alert.rule)),
        ("开始于", spoken(alert.since)),
        ("发现于", spoken(alert.detected_at)),
        ("最近检出", spoken(alert.last_seen_at)),
        ("当前状态", AlertState(alert.state).shown),
        ("编号", f"预警 {alert.pk}"),
    ]


def _incident_facts(incident: Incident) -> list[tuple[str, str]]:
    facts = [
        ("类别", IncidentKind(incident.kind).shown),
        ("当前状态", IncidentState(incident.state).shown),
        ("发生于", spoken(incident.occurred_at)),
        ("发现于", spoken(incident.detected_at)),
        ("启动", f"{spoken(incident.started_at)}，{one_line(incident.started_by, 40)}"),
        ("分级标准", f"第 {incident.standard} 版"),
        ("编号", f"事件 {incident.pk}（预警 {incident.alert_id}）"),
    ]
    return [*facts, ("恢复于", spoken(incident.restored_at))] if incident.restored_at else facts


def _mail(template: str, line: str, content: dict[str, Any]) -> Mail:
    text = render_to_string(f"alerts/{template}.txt", content)
    html = render_to_string(f"alerts/{template}.html", content)
    return Mail(subject=line, text=_tidy(text), html=_INLINER.inline(html))


def _tidy(text: str) -> str:
    """No trailing blanks, never more than one empty line together."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
