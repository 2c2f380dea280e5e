"""The subject line: how grave, what, and why this mail comes now."""

from alerts.routing import short
from alerts.wording import one_line
from domain.alert import Grade
from domain.notice import Stage

LONGEST = 120
PREFIXES = {
    Stage.FIRED: "",
    Stage.RAISED: "级别上升·",
    Stage.JOINED: "新情况·",
    Stage.ESCALATED: "无人认领·",
    Stage.ACKNOWLEDGED: "已认领·",
    Stage.REMINDED: "请处理·",
    Stage.RETURNED: "退回待认领·",
    Stage.DISMISSED: "误报·",
    Stage.SETTLED: "已了结·",
    Stage.STARTED: "已启动·",
    Stage.CHANGED: "事件进展·",
    Stage.CLEARED: "已解除·",
}


def subject(stage: Stage, grade: Grade, title: str) -> str:
    """【三级·黄】青鹭出行：… on one line, at most 120 characters."""
    return one_line(f"【{PREFIXES[stage]}{short(grade)}·{grade.colour}】{title}", LONGEST)
