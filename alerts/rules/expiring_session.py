"""The log-in of a collecting account is about to end, and what needs it would then stop."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, SessionFact
from alerts.rule import Rule
from alerts.wording import one_line, what_to_do
from domain.alert import Finding, Reason
from domain.day import spoken, spoken_span
from domain.identity import WARN_AT
from domain.post import Channel
from domain.rule_settings import RuleSettings

CURE = "请在“采集来源”页扫码重新登录该账号（约半分钟）；新的登录会自动替换旧的，采集不中断"
MEANS = "到期后需要该账号的采集会停止，其中关键词搜索只有登录账号能做"


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per account and warning that is due; the matter is the account, whichever watch is judged first."""
    if Channel.WEIBO not in evidence.watch.channels:
        return []
    return [
        _finding(evidence.watch.key, session, span, now)
        for session in evidence.sessions
        for span in WARN_AT
        if now < session.expires_at <= now + span
    ]


def _finding(watch: int, session: SessionFact, span: timedelta, now: datetime) -> Finding:
    name = one_line(session.name, 40)
    left = spoken_span(session.expires_at - now)
    return Finding(
        rule=EXPIRING_SESSION.name,
        watch=watch,
        fingerprint=f"{EXPIRING_SESSION.name}:{session.key}:{span.days}",
        title=f"微博采集账号“{name}”的登录将在 {span.days} 天内到期",
        since=session.expires_at - span,
        reasons=(
            Reason(text=f"{session.domain.shown}的登录到 {spoken(session.expires_at)} 为止，还剩 {left}"),
            Reason(text=MEANS),
            what_to_do(CURE),
        ),
    )


EXPIRING_SESSION = Rule(
    name="expiring_session",
    shown="登录将到期",
    decide=find,
    reads=("sessions",),
    when="采集账号的登录还有 5 天、再到还有 1 天就要到期；到期后微博关键词搜索会停",
    needs_posts=False,
    in_past=False,
)
