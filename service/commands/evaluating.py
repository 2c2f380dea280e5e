"""`yuqing evaluate`: the rules, on this moment or on a stretch of the past."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from alerts.evaluate import evaluate, evaluate_range
from domain.day import CHINA, spoken
from service import start
from service.clock import now
from service.commands.screen import bar, say
from service.trouble import Trouble
from storage import rollups


def evaluate_command(
    first: Annotated[str, typer.Option("--from", help="起（含），如 2026-11-01 或 2026-11-01T08:00")] = "",
    last: Annotated[str, typer.Option("--to", help="止（不含）；省略 --from/--to 即评估此刻")] = "",
    tell: Annotated[bool, typer.Option("--tell", help="评估过去时也发通知（默认不发）")] = False,
) -> None:
    """评估预警规则：此刻，或一段过去的时间。"""
    start.ready()
    rollups.refresh()
    if not first and not last:
        done = evaluate(now())
    else:
        begin, end = moment(first or last), moment(last) if last else now()
        if end <= begin:
            raise Trouble(f"--to（{spoken(end)}）必须晚于 --from（{spoken(begin)}）")
        with bar("评估") as advance:
            done = evaluate_range(begin, end, tell=tell, progress=advance)
    say(f"新预警 {done.raised}，持续 {done.updated}，解除 {done.cleared}")


def moment(words: str) -> datetime:
    """A day or a moment as typed; without a zone it is China time. Raises Trouble."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise Trouble(f"“{words}”不是认得的时间；请写 2026-11-01 或 2026-11-01T08:00") from None
    return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(UTC)
