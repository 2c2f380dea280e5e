"""预警与突发事件: what fired, how grave, who has it and how fast."""

from domain.alert import AlertState
from domain.day import spoken_span
from domain.report import Cell, Figure, Section, Sentence, Table, Tone
from reports import links
from reports.facts import Facts, Span
from reports.happenings import Happening, of_day
from reports.wording import UNKNOWN, count, moment, quoted

KEY, TITLE = "alerts", "预警与突发事件"
MOST_TOLD = 8
COLUMNS = ("级别", "预警", "监测主题", "起始", "发现", "认领", "认领用时", "现状")


def make(facts: Facts) -> Section:
    """Figures, a sentence for each of the gravest, and a table of all."""
    found = of_day(facts.span)
    rows = tuple(_row(one, facts.span) for one in found)
    return Section(
        key=KEY,
        title=TITLE,
        lead=_lead(found, facts.span),
        figures=_figures(found, facts.span),
        sentences=tuple(_sentence(one, facts.span) for one in found[:MOST_TOLD])
        or (Sentence(text="当天没有触发预警，也没有处理中的突发事件。"),),
        tables=(Table(title="预警一览", columns=COLUMNS, rows=rows),) if rows else (),
    )


def _lead(found: list[Happening], span: Span) -> str:
    if not found:
        return "当天没有触发预警，也没有处理中的突发事件。"
    unclaimed = [one for one in found if one.unclaimed]
    rest = len([one for one in unclaimed if one is not found[0]])
    still = f"另有 {rest} 起尚无人认领。" if rest else ""
    return f"预警共 {len(found)} 起，最高为{found[0].standing.shown}：{_told(found[0], span)}。{still}"


def _figures(found: list[Happening], span: Span) -> tuple[Figure, ...]:
    new = [one for one in found if one.detected_at >= span.since]
    unclaimed = [one for one in found if one.unclaimed]
    handled = [one for one in found if one.handling]
    waits = sorted(one.acknowledged_at - one.detected_at for one in new if one.acknowledged_at)
    middle = waits[len(waits) // 2] if waits else None
    return (
        _number("当天新预警", len(new), links.alerts(), Tone.PLAIN),
        _number("尚无人认领", len(unclaimed), links.alerts("open"), Tone.BAD if unclaimed else Tone.PLAIN),
        _number("已启动处置", len(handled), links.INCIDENTS, Tone.BAD if handled else Tone.PLAIN),
        Figure(
            label="认领用时（中位数）",
            value=middle.total_seconds() if middle is not None else None,
            shown=spoken_span(middle) if middle is not None else ("无" if not new else "尚无认领"),
            query=links.alerts(),
        ),
    )


def _number(label: str, number: int, query: str, tone: Tone) -> Figure:
    return Figure(label=label, value=float(number), shown=f"{count(number)} 起", query=query, tone=tone)


def _sentence(one: Happening, span: Span) -> Sentence:
    grave = one.unclaimed or one.handling is not None
    return Sentence(
        text=f"{one.standing.shown}：{_told(one, span)}。",
        query=links.alert(one.alert),
        tone=Tone.BAD if grave else Tone.PLAIN,
    )


def _told(one: Happening, span: Span) -> str:
    """What it is, since when, and who has it."""
    begun = f"{quoted(one.title)}自 {moment(one.since, span.day)} 起，{moment(one.detected_at, span.day)} 发现"
    return f"{begun}，{_claimed(one, span)}；{_standing(one, span)}"


def _claimed(one: Happening, span: Span) -> str:
    if one.acknowledged_at is None:
        told = f"已发信 {one.told} 人，" if one.told else "尚未有通知送出，" if one.unclaimed else ""
        return (
            f"{told}{moment(one.returned_at, span.day)} 因没有下文退回，无人接手"
            if one.returned_at
            else f"{told}无人认领"
        )
    took = spoken_span(one.acknowledged_at - one.detected_at)
    return f"{one.acknowledged_by or UNKNOWN} {moment(one.acknowledged_at, span.day)} 认领（用时 {took}）"


def _standing(one: Happening, span: Span) -> str:
    if one.handling is None:
        ended = f"（{moment(one.ended_at, span.day)}）" if one.ended_at else ""
        return f"现状：{one.state.shown}{ended}"
    handling = one.handling
    restored = f"，{moment(handling.restored_at, span.day)} 恢复" if handling.restored_at else ""
    started = moment(handling.started_at, span.day)
    return f"{handling.started_by} {started} 启动处置，现状：{handling.state.shown}{restored}"


def _row(one: Happening, span: Span) -> tuple[Cell, ...]:
    query = links.alert(one.alert)
    took = spoken_span(one.acknowledged_at - one.detected_at) if one.acknowledged_at else "—"
    nobody = "退回待认领" if one.returned_at else "无人认领"
    claimed = f"{one.acknowledged_by} {moment(one.acknowledged_at, span.day)}" if one.acknowledged_at else nobody
    state = one.handling.state.shown if one.handling else one.state.shown
    handled = links.incident(one.handling.incident) if one.handling else query
    return (
        Cell(text=one.standing.shown, query=query),
        Cell(text=one.title, query=query),
        Cell(text=one.watch),
        Cell(text=moment(one.since, span.day)),
        Cell(text=moment(one.detected_at, span.day)),
        Cell(text=claimed, tone=Tone.BAD if one.state is AlertState.FIRING else Tone.PLAIN),
        Cell(text=took),
        Cell(text=state, query=handled, tone=Tone.BAD if one.unclaimed else Tone.PLAIN),
    )
