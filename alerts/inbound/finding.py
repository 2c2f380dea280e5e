"""What was reported, as a finding with measures and reasons, for the standard to grade; pure."""

import hashlib
from datetime import datetime, timedelta

from alerts.notifiers.email.quoting import quoted
from alerts.reported import FRONT_LINE_REPORT, SYSTEM_REPORT
from alerts.wording import number, one_line
from domain.alert import Finding, Measures, Reason
from domain.day import spoken
from domain.inbound import FrontLineReport, Matter, SystemReport

LETTER = "邮件"
LASTING = timedelta(minutes=15)  # row 3 of the standard counts what has gone on for so long


def of_system(matter: Matter, now: datetime) -> Finding:
    """A matter of a monitoring system at this moment; an outage grows graver with its minutes."""
    report = matter.report
    return Finding(
        rule=SYSTEM_REPORT,
        watch=matter.watch,
        fingerprint=f"{SYSTEM_REPORT}:{matter.source}:{matter.key}:{matter.episode}",
        title=one_line(f"系统告警：{report.title}{_how_many(matter)}", 200),
        since=matter.since,
        reasons=(_said(matter), *_details(report), *_outage(report, matter.since), *_affected(report)),
        measures=Measures(
            affected_users=report.affected_users,
            affected_percent=report.affected_percent,
            error_percent=report.error_percent if now - matter.since >= LASTING else None,
            outage_minutes=max(0.0, (now - matter.since).total_seconds() / 60) if report.outage else None,
        ),
    )


def of_front_line(report: FrontLineReport, place: str, watch: int | None, now: datetime) -> Finding:
    """What a colleague saw; the matter is this report, which later ones may join."""
    who = _who(report)
    affected = "受影响客户数未知" if report.affected is None else f"受影响客户约 {number(report.affected)} 人"
    digest = hashlib.sha256(f"{place}\n{report.key}".encode()).hexdigest()[:32]
    return Finding(
        rule=FRONT_LINE_REPORT,
        watch=watch,
        fingerprint=f"{FRONT_LINE_REPORT}:{digest}",
        title=one_line(f"一线报告（{one_line(report.channel, 20)}）：{quoted(report.what, 80)}", 200),
        since=min(report.since or now, now),
        reasons=(
            Reason(text=f"一线同事报告：{quoted(report.what, 500)}"),
            Reason(text=f"渠道：{one_line(report.channel, 40)}；{affected}；{_since(report.since)}"),
            Reason(text=f"上报人：{who or '没有留下姓名和联系方式'}"),
        ),
        measures=Measures(affected_users=report.affected),
    )


def told_again(report: FrontLineReport, number_so_far: int) -> str:
    """The line that a further report of the same matter leaves in the history of the alert."""
    who = _who(report) or "未留姓名"
    return f"又收到一份一线报告（第 {number_so_far} 份，{who}）：{quoted(report.what, 300)}"


def _who(report: FrontLineReport) -> str:
    return "，".join(part for part in (one_line(report.by, 40), quoted(report.contact, 80)) if part)


def _since(since: datetime | None) -> str:
    return "起始时间未知" if since is None else f"从 {spoken(since)} 起"


def _how_many(matter: Matter) -> str:
    """Told only where it is more than one."""
    every = matter.firing + matter.report.beyond
    return f"（{every:,} 条告警）" if every > 1 else ""


def _said(matter: Matter) -> Reason:
    report = matter.report
    beyond = f"，另有 {report.beyond:,} 条对方没有列出" if report.beyond else ""
    text = (
        f"“{one_line(matter.source_name, 40)}”报告：未恢复 {matter.firing:,} 条，已恢复 {matter.resolved:,} 条{beyond}"
    )
    severity = f"；对方标为 {report.severity}（不参与定级）" if report.severity else ""
    return Reason(text=text + severity, observed=matter.firing)


def _details(report: SystemReport) -> tuple[Reason, ...]:
    told = (("服务", report.service), ("说明", report.text), ("链接", report.link))
    return tuple(Reason(text=f"{label}：{words}") for label, words in told if words)


def _outage(report: SystemReport, since: datetime) -> tuple[Reason, ...]:
    return (Reason(text=f"对方说明服务完全中断，{spoken(since)} 起"),) if report.outage else ()


def _affected(report: SystemReport) -> tuple[Reason, ...]:
    if report.affected_users is None:
        return (Reason(text="受影响用户数未知，没有参与定级"),)
    return (Reason(text=f"受影响用户 {number(report.affected_users)} 人", observed=report.affected_users),)
