"""What people handle once a duty manager has started it."""

from collections.abc import Mapping

from domain.shown import Shown


class IncidentState(Shown):
    """How far the handling has come; the grade stands apart from it."""

    STARTED = "started", "已启动"
    CONTAINED = "contained", "已控制"
    RESTORED = "restored", "已恢复"
    REVIEW = "review", "复盘中"
    ARCHIVED = "archived", "已归档"


INCIDENT_MOVES: Mapping[IncidentState, frozenset[IncidentState]] = {
    IncidentState.STARTED: frozenset({IncidentState.CONTAINED, IncidentState.RESTORED}),
    IncidentState.CONTAINED: frozenset({IncidentState.RESTORED, IncidentState.STARTED}),
    IncidentState.RESTORED: frozenset({IncidentState.REVIEW, IncidentState.STARTED}),
    IncidentState.REVIEW: frozenset({IncidentState.ARCHIVED, IncidentState.STARTED}),
    IncidentState.ARCHIVED: frozenset(),
}


class IncidentKind(Shown):
    """The six kinds of clause 2.1, and the rest."""

    OUTAGE = "outage", "服务中断或性能严重下降"
    COMPLAINTS = "complaints", "大规模投诉或咨询激增"
    ATTACK = "attack", "网络攻击"
    LEAK = "leak", "客户信息泄露"
    BREACH = "breach", "违反法律法规或政策"
    OPINION = "opinion", "重大负面舆情发酵"
    OTHER = "other", "其他"
