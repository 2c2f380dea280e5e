"""One telling to one person, and how it ended."""

from domain.shown import Shown


class NoticeState(Shown):
    """How far one notice has come; ACCEPTED means the mail server took it, not that a person read it."""

    PENDING = "pending", "已排队"
    HANDING_OVER = "handing_over", "正在交给邮件服务器"
    ACCEPTED = "accepted", "已被服务器接收"
    FAILED = "failed", "发送失败"
    SUPERSEDED = "superseded", "已被更新的通知取代"


class Stage(Shown):
    """Why a person is told; with subject and recipient it makes a notice unique."""

    FIRED = "fired", "预警"
    RAISED = "raised", "级别上升"
    JOINED = "joined", "新情况"
    ESCALATED = "escalated", "逐级上报"
    ACKNOWLEDGED = "acknowledged", "已认领"
    REMINDED = "reminded", "认领待处理"
    RETURNED = "returned", "退回待认领"
    DISMISSED = "dismissed", "判为误报"
    SETTLED = "settled", "预警了结"
    STARTED = "started", "启动处置"
    CHANGED = "changed", "事件进展"
    CLEARED = "cleared", "预警解除"
    REPORT = "report", "舆情日报"


ASKING = frozenset({Stage.FIRED, Stage.RAISED, Stage.JOINED, Stage.ESCALATED, Stage.RETURNED})
"""What asks somebody to claim an alert."""


class Role(Shown):
    """The posts that the agreement names."""

    DUTY = "duty", "值班经理"
    SUPERVISOR = "supervisor", "客服主管"
    DIRECTOR = "director", "客服总监"
    COMMANDER = "commander", "总指挥"
    PR = "pr", "公关"
    STAFF = "staff", "其他人员"
