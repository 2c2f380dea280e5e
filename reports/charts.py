"""Chart specs (Vega-Lite, made with Altair) from plain points; the same spec is drawn in mails and on the console.

Moments are turned into China time here and handed over as if they were UTC, on UTC scales, so that no reader's own time
zone moves a bar. `width` None lets the page decide; `name` stands before the title. Red stands for negative and for
nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import altair as alt

from reports.axes import (
    HOUR,
    Row,
    Spec,
    colour,
    count,
    cut,
    hours,
    label,
    local,
    per_cent,
    rows,
    said,
    shades,
    spec,
    titled,
)
from reports.bars import channel_split, daily_volume, sentiment_split
from reports.drawing import png, vega_bundle
from reports.looks import AHEAD, BAND, GAP, NEGATIVE, REST, STEEL
from reports.points import Foreseen, Gap, HourPoint
from reports.shares import wilson

__all__ = ["channel_split", "daily_volume", "hourly_volume", "negative_share", "png", "sentiment_split", "vega_bundle"]

WIDTH = 640
EXPECTED, MISSED, COMING = "按以往预期", "采集缺口", "预测区间（折合每小时）"
VOLUME = {"负面": NEGATIVE, "其余帖文": REST, EXPECTED: STEEL, COMING: AHEAD, MISSED: GAP}
SHARE = {"负面占比": NEGATIVE, "95% 置信区间": BAND, EXPECTED: STEEL, MISSED: GAP}
SEAM = timedelta(minutes=3)  # white between two bars
DASH = (5, 4)


def hourly_volume(
    points: Sequence[HourPoint],
    gaps: Sequence[Gap] = (),
    *,
    width: int | None = WIDTH,
    name: str = "",
    ahead: Foreseen | None = None,
) -> Spec:
    """Bars of posts an hour, negative ones at the foot, with the expected number as a line and gaps shaded.

    Points are hours in order, at least one. What is to come stands after them, as posts an hour.
    """
    known, missed = any(point.expected_posts is not None for point in points), cut(gaps, points)
    rates = _rates(ahead) if ahead else []
    top = max([*(max(point.posts, point.expected_posts or 0) for point in points), *rates])
    colours = colour(_shown(VOLUME, {EXPECTED: known, COMING: bool(rates), MISSED: bool(missed)}))
    tooltip = [label("when", "时间"), label("posts", "帖文"), label("negative", "负面"), label("usual", EXPECTED)]
    bars = (
        alt.Chart(rows([row for point in points for row in _stack(point)]))
        .mark_bar()
        .encode(x=hours(), x2="until:T", y=count("low", top), y2="high:Q", color=colours, tooltip=tooltip)
    )
    usual: list[Row] = [
        {"at": local(point.at + HOUR / 2), "series": EXPECTED, "expected": point.expected_posts} for point in points
    ]
    line = (
        alt.Chart(rows(usual))
        .mark_line(strokeDash=DASH, strokeWidth=1.5)
        .encode(x=hours(points, ahead.until if ahead else None), y=count("expected", top), color=colours)
    )
    layers = [*shades(missed, MISSED, colours), bars, line, *(_coming(ahead, top, colours) if ahead else [])]
    return spec(titled(name, "每小时帖文数（条）"), layers, width, 180)


def _rates(ahead: Foreseen) -> list[float]:
    """Low, middle and high as posts an hour."""
    hours_ahead = (ahead.until - ahead.since) / HOUR
    return [ahead.low / hours_ahead, ahead.middle / hours_ahead, ahead.high / hours_ahead]


def _coming(ahead: Foreseen, top: float, colours: alt.Color) -> list[alt.Chart]:
    """The interval as a stretch, the middle as a line in it."""
    low, middle, high = _rates(ahead)
    told: Row = {
        "at": local(ahead.since),
        "until": local(ahead.until),
        "series": COMING,
        "low": low,
        "middle": middle,
        "high": high,
        "when": f"{said(ahead.since)} 至 {said(ahead.until)}",
        "posts": f"共约 {ahead.low:,.0f}–{ahead.high:,.0f} 条，居中 {ahead.middle:,.0f} 条",
    }
    tooltip = [label("when", "时间"), label("posts", "预计新增")]
    over = alt.Chart(rows([told])).encode(x=hours(), x2="until:T", color=colours, tooltip=tooltip)
    return [
        over.mark_rect(opacity=0.45).encode(y=count("low", top), y2="high:Q"),
        over.mark_rule(strokeDash=DASH, strokeWidth=2).encode(y=count("middle", top)),
    ]


def negative_share(
    points: Sequence[HourPoint], gaps: Sequence[Gap] = (), *, width: int | None = WIDTH, name: str = ""
) -> Spec:
    """The share of negative posts an hour with its Wilson interval and what was to be expected; no posts, no line.

    Points are hours in order, at least one; the share is of the posts that have a verdict.
    """
    shares = [_share(point) for point in points]
    usual = [_expected_share(point) for point in points]
    known, missed = any(row["share"] is not None for row in usual), cut(gaps, points)
    colours = colour(_shown(SHARE, {EXPECTED: known, MISSED: bool(missed)}))
    top = _top([*shares, *usual])
    y = per_cent("share", top)
    band = alt.Chart(rows([row | {"series": "95% 置信区间"} for row in shares])).mark_area(clip=True, opacity=0.7)
    marks = alt.Chart(band.data).mark_rule(clip=True, strokeWidth=3, opacity=0.7)
    line = alt.Chart(rows(shares)).mark_line(clip=True, strokeWidth=2, point=alt.OverlayMarkDef(size=18))
    tooltip = [
        label("when", "时间"),
        label("told", "负面占比"),
        label("range", "95% 置信区间"),
        label("posts", "已判定帖文"),
    ]
    layers = [
        *shades(missed, MISSED, colours),
        band.encode(x=hours(points), y=per_cent("low", top), y2="high:Q", color=colours),
        marks.encode(x=hours(), y=per_cent("low", top), y2="high:Q", color=colours),
        line.encode(x=hours(), y=y, color=colours, tooltip=tooltip),
    ]
    if known:
        layers.append(
            alt.Chart(rows(usual))
            .mark_line(clip=True, strokeDash=DASH, strokeWidth=1.5)
            .encode(x=hours(), y=y, color=colours)
        )
    return spec(titled(name, "每小时负面占比（负面帖文 ÷ 已判定帖文）"), layers, width, 150)


def _shown(names: Mapping[str, str], drawn: Mapping[str, bool]) -> dict[str, str]:
    """Only the series that are really drawn; those that are not asked about always are."""
    return {name: shade for name, shade in names.items() if drawn.get(name, True)}


def _stack(point: HourPoint) -> list[Row]:
    told: Row = {
        "at": local(point.at + SEAM),
        "until": local(point.at + HOUR - SEAM),
        "when": f"{said(point.at)} 起 1 小时",
        "posts": f"{point.posts:,} 条",
        "negative": f"{point.negative:,} 条",
        "usual": "未知" if point.expected_posts is None else f"{point.expected_posts:,.1f} 条",
    }
    return [
        told | {"series": "负面", "low": 0, "high": point.negative},
        told | {"series": "其余帖文", "low": point.negative, "high": point.posts},
    ]


def _share(point: HourPoint) -> Row:
    share = wilson(point.negative, point.scored)
    return {
        "at": local(point.at + HOUR / 2),
        "series": "负面占比",
        "when": f"{said(point.at)} 起 1 小时",
        "share": share.value if share else None,
        "low": share.low if share else None,
        "high": share.high if share else None,
        "told": f"{share.value:.1%}" if share else "无已判定帖文",
        "range": f"{share.low:.1%} 至 {share.high:.1%}" if share else "—",
        "posts": f"{point.negative:,} / {point.scored:,} 条",
    }


def _expected_share(point: HourPoint) -> Row:
    posts, negative = point.expected_posts, point.expected_negative
    share = min(1.0, negative / posts) if posts and negative is not None else None
    return {"at": local(point.at + HOUR / 2), "series": EXPECTED, "share": share}


def _top(values: Sequence[Row]) -> float:
    highest = max([0.1, *(float(row["share"] or 0) for row in values)])
    return min(1.04, highest * 1.3)
