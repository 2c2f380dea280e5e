"""From posts to alerts and reports: `score`, `evaluate`, `report`, `rollups`."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer
from alerts.evaluate import evaluate, evaluate_range
from reports.daily import build

from domain.day import CHINA, day_of, spoken, spoken_day
from service import scoring, start
from service.clock import now
from service.commands.screen import bar, say
from service.trouble import Trouble
from storage import rollups


def score() -> None:
    """判定所有还没有情感判定的帖文，并更新汇总。"""
    start.ready()
    with bar("判定") as advance:
        done = scoring.score_all(advance)
    say(f"判定 {done} 条")


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


def report(
    day: Annotated[str, typer.Option("--day", help="日期，如 2026-11-22；默认昨天")] = "",
) -> None:
    """生成一天的日报；已有时生成新的一版。"""
    start.ready()
    rollups.refresh()
    wanted = _day(day) if day else day_of(now()) - timedelta(days=1)
    if wanted > day_of(now()):
        raise Trouble(f"{spoken_day(wanted)}还没有到，无法生成日报")
    made = build(wanted, now())
    say(f"{spoken_day(wanted)}日报第 {made.edition} 版已生成，控制台地址 /reports/{wanted.isoformat()}/{made.edition}/")


def rebuild_rollups() -> None:
    """从帖文重新计算全部汇总。"""
    start.ready()
    say(f"汇总 {rollups.rebuild()} 行")


def moment(words: str) -> datetime:
    """A day or a moment as typed; without a zone it is China time. Raises Trouble."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise Trouble(f"“{words}”不是认得的时间；请写 2026-11-01 或 2026-11-01T08:00") from None
    return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(UTC)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Trouble(f"“{words}”不是日期；请写 2026-11-22") from None
