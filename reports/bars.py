"""Bars by day, by channel and by polarity."""

from collections.abc import Sequence

import altair as alt

from reports.axes import Row, Spec, colour, count, label, rows, spec, titled
from reports.looks import GAP, NEGATIVE, NEUTRAL, POSITIVE, REST, STEEL, UNSCORED
from reports.points import ChannelPoint, DayPoint, SentimentPoint

WIDTH = 640
POLARITIES = {"负面": NEGATIVE, "中性": NEUTRAL, "正面": POSITIVE, "尚未判定": UNSCORED}
DAYS = {"负面": NEGATIVE, "其余帖文": REST, "未采集": GAP}
WEEKDAYS = "一二三四五六日"
HEIGHT = 160
ROW_HEIGHT = 32
ROOM_FOR_TEXT = 0.07


def daily_volume(days: Sequence[DayPoint], *, width: int | None = WIDTH, name: str = "") -> Spec:
    """Bars of the report's day (the last) and those before it; a day that was not collected says so.

    A total that is only a lower bound, because part of the day was missed, is written with ≥.
    """
    names = [_day_name(point) for point in days]
    top = max(point.posts or 0 for point in days)
    unknown = [name for name, point in zip(names, days, strict=True) if point.posts is None]
    colours = colour({name: shade for name, shade in DAYS.items() if name != "未采集" or unknown})
    order = alt.X("day:N", title=None, sort=names, axis=alt.Axis(labelAngle=0, labelExpr="split(datum.value, ' ')"))
    bars = (
        alt.Chart(rows([row for point in days for row in _day_stack(point)]))
        .mark_bar(width={"band": 0.62})
        .encode(x=order, y=count("low", top), y2="high:Q", color=colours, tooltip=[label("told", "当天")])
    )
    tops: list[Row] = [_day_top(point) for point in days]
    text = (
        alt.Chart(rows(tops))
        .mark_text(dy=-8, color=STEEL, fontSize=11)
        .encode(x=order, y=count("high", top), text="told:N")
    )
    missed: list[Row] = [{"day": name, "series": "未采集"} for name in unknown]
    shade = alt.Chart(rows(missed)).mark_bar(width={"band": 0.9}, opacity=0.8).encode(x=order, color=colours)
    layers = [*([shade.encode(y=alt.value(0), y2=alt.value(HEIGHT))] if unknown else []), bars, text]
    return spec(titled(name, "每天帖文数（条）"), layers, width, HEIGHT)


def channel_split(channels: Sequence[ChannelPoint], *, width: int | None = WIDTH, name: str = "") -> Spec:
    """One bar for each channel, as long as its posts, parted by polarity."""
    parts = [(point.channel, _parts(point)) for point in channels]
    return _lying(
        titled(name, "各渠道帖文数（条）"), parts, width, max([1, *(sum(counts.values()) for _, counts in parts)])
    )


def sentiment_split(watches: Sequence[SentimentPoint], *, width: int | None = WIDTH) -> Spec:
    """One bar of full length for each watch (or day), parted by polarity; shares are written in the parts."""
    parts = [(point.label, _parts(point)) for point in watches]
    return _lying("情感构成", parts, width, None)


def _parts(point: ChannelPoint | SentimentPoint) -> dict[str, int]:
    counts = (point.negative, point.neutral, point.positive, point.unscored)
    return dict(zip(POLARITIES, counts, strict=True))


def _lying(title: str, bars: Sequence[tuple[str, dict[str, int]]], width: int | None, end: int | None) -> Spec:
    """Lying bars of (name, count per polarity) on an axis of counts up to `end`, or each as shares of its own whole."""
    used = {name for _, parts in bars for name, number in parts.items() if number}
    colours = colour({name: shade for name, shade in POLARITIES.items() if name in used or name == "负面"})
    values = [row for name, parts in bars for row in _lying_parts(name, parts, end)]
    axis = alt.Axis(tickCount=5, format=".0%") if end is None else alt.Axis(tickMinStep=1, tickCount=5, format=",d")
    x = alt.X("low:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, end or 1], nice=False))
    y = alt.Y("name:N", title=None, sort=[name for name, _ in bars], axis=alt.Axis(labelLimit=200, labelFontSize=12))
    bar = (
        alt.Chart(rows(values))
        .mark_bar(height=20)
        .encode(x=x, x2="high:Q", y=y, color=colours, tooltip=[label("name", "对象"), label("told", "数量")])
    )
    text = (
        alt.Chart(rows([row for row in values if row["text"]]))
        .mark_text(fontSize=11)
        .encode(x=alt.X("middle:Q"), y=y, text="text:N", color=alt.Color("ink:N", scale=None))
    )
    return spec(title, [bar, text], width, ROW_HEIGHT * max(2, len(bars)))


def _lying_parts(name: str, parts: dict[str, int], end: int | None) -> list[Row]:
    made: list[Row] = []
    low = 0.0
    whole = max(1, sum(parts.values()))
    for series, number in parts.items():
        high = low + (number / whole if end is None else number)
        wide = number / (end or whole) >= ROOM_FOR_TEXT
        row: Row = {
            "name": name,
            "series": series,
            "low": low,
            "high": high,
            "middle": (low + high) / 2,
            "text": (f"{number / whole:.0%}" if end is None else f"{number:,}") if wide else "",
            "told": f"{series} {number:,} 条（{number / whole:.1%}）",
            "ink": "white" if series in {"负面", "正面"} else STEEL,
        }
        made.append(row)
        low = high
    return made


def _day_name(point: DayPoint) -> str:
    return f"{point.day.month}月{point.day.day}日 周{WEEKDAYS[point.day.weekday()]}"


def _day_stack(point: DayPoint) -> list[Row]:
    if point.posts is None:
        return []
    negative = point.negative or 0
    bar: Row = {"day": _day_name(point), "told": f"{_day_told(point)} 条，其中负面 {negative:,} 条"}
    return [
        bar | {"series": "负面", "low": 0, "high": negative},
        bar | {"series": "其余帖文", "low": negative, "high": point.posts},
    ]


def _day_top(point: DayPoint) -> Row:
    return {"day": _day_name(point), "high": point.posts or 0, "told": _day_told(point)}


def _day_told(point: DayPoint) -> str:
    if point.posts is None:
        return "未知"
    return f"{point.posts:,}" if point.whole else f"≥{point.posts:,}"
