"""Axes, colours and times that the charts share."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import altair as alt

from domain.day import CHINA
from reports.looks import CONFIG
from reports.points import Gap, HourPoint

Spec: TypeAlias = dict[str, Any]
Row: TypeAlias = dict[str, str | float | int | None]

HOUR = timedelta(hours=1)
CLOCK = "utchours(datum.value) == 0 ? utcFormat(datum.value, '%-m月%-d日') : utcFormat(datum.value, '%H:%M')"


def local(at: datetime) -> str:
    """A moment as China's clock shows it, marked as UTC so that no time zone is applied to it again."""
    return f"{at.astimezone(CHINA):%Y-%m-%dT%H:%M:%S}Z"


def said(at: datetime) -> str:
    """The moment as a tooltip says it: 11月22日 14:00."""
    there = at.astimezone(CHINA)
    return f"{there.month}月{there.day}日 {there:%H:%M}"


def hours(points: Sequence[HourPoint] = (), until: datetime | None = None) -> alt.X:
    """A time axis over the hours; one layer of a chart gives it the points, the others take it over.

    `until` is where it ends if it goes beyond the last hour.
    """
    axis = alt.Axis(grid=False, labelExpr=CLOCK, tickCount=10, labelOverlap=True)
    scale = alt.Scale(type="utc")
    if points:
        last = max(points[-1].at + HOUR, until or points[-1].at)
        scale = alt.Scale(type="utc", domain=[local(points[0].at), local(last)], nice=False)
    return alt.X("at:T", title=None, axis=axis, scale=scale)


def count(field: str, top: float) -> alt.Y:
    """An axis of whole numbers from 0 to a round number not below `top`."""
    most = max(1, math.ceil(top))
    axis = alt.Axis(tickCount=min(5, most), format=",d")
    return alt.Y(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, most], nice=True))


def per_cent(field: str, top: float) -> alt.Y:
    """An axis of shares from 0 to `top` (1 is the whole)."""
    axis = alt.Axis(tickCount=5, format=".0%")
    return alt.Y(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, top], nice=False))


def colour(names: Mapping[str, str]) -> alt.Color:
    """The colour of each series (column `series`), told in a legend in this order."""
    scale = alt.Scale(domain=list(names), range=list(names.values()))
    return alt.Color("series:N", scale=scale, legend=alt.Legend(title=None))


def label(field: str, title: str) -> alt.Tooltip:
    """One line of a tooltip; numbers are written out beforehand."""
    return alt.Tooltip(f"{field}:N", title=title)


def rows(values: Sequence[Row]) -> alt.InlineData:
    """The data of one layer."""
    return alt.InlineData(values=list(values))


def cut(gaps: Sequence[Gap], points: Sequence[HourPoint]) -> list[Gap]:
    """The parts of the gaps that fall into the hours of the chart."""
    first, last = points[0].at, points[-1].at + HOUR
    return [
        Gap(since=max(gap.since, first), until=min(gap.until, last))
        for gap in gaps
        if gap.since < last and gap.until > first
    ]


def shades(gaps: Sequence[Gap], name: str, colours: alt.Color) -> list[alt.Chart]:
    """Gaps of coverage as shaded stretches; no layer where there are none."""
    values: list[Row] = [
        {
            "at": local(gap.since),
            "until": local(gap.until),
            "series": name,
            "span": f"{said(gap.since)} 至 {said(gap.until)}",
        }
        for gap in gaps
    ]
    shade = alt.Chart(rows(values)).mark_rect(opacity=0.85)
    return [shade.encode(x=hours(), x2="until:T", color=colours, tooltip=[label("span", name)])] if values else []


def titled(name: str, title: str) -> str:
    """A title with the name of what is drawn before it, where there is one."""
    return f"{name}：{title}" if name else title


def spec(title: str, layers: Sequence[alt.Chart], width: int | None, height: int) -> Spec:
    """The layers as one finished spec; `height` is that of the plot, without a width it fills its container."""
    chart = alt.layer(*layers).properties(title=title, width=width or "container", height=height)
    finished: Spec = chart.to_dict()
    return {**finished, "config": CONFIG, "autosize": {"type": "fit-x", "contains": "padding"}}
