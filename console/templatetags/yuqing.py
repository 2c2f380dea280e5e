"""Words and figures as pages show them; foreign text is always escaped."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from alerts.reported import REPORTED, shown_name
from console.assets import vega_version
from domain import score
from domain.alert import Grade, Held
from domain.day import day_of, spoken, spoken_day, spoken_span
from domain.report import Chart
from domain.score import DecidingWord
from storage.listing import Listed

register = template.Library()
UNKNOWN = "未知"
LONGEST = 400

register.filter("spoken", spoken)
register.filter("spoken_day", spoken_day)


@register.filter
def span(length: timedelta | None) -> str:
    """A length of time in words."""
    return UNKNOWN if length is None else spoken_span(length)


@register.filter
def ago(at: datetime | None, now: datetime) -> str:
    """How long ago something was, 3 小时前."""
    if at is None:
        return UNKNOWN
    passed = now - at
    return "刚刚" if passed < timedelta(minutes=1) else f"{spoken_span(passed)}前"


@register.filter
def waited(at: datetime, now: datetime) -> str:
    """How long something has been waiting, 12 分钟."""
    return spoken_span(now - at)


@register.filter
def lasted(start: datetime | None, end: datetime | None) -> str:
    """How long a run took, in seconds where it was short; 未知 where it never started or ended."""
    if start is None or end is None:
        return UNKNOWN
    seconds = (end - start).total_seconds()
    return f"{seconds:.1f} 秒" if seconds < 60 else spoken_span(end - start)


@register.filter
def day(at: datetime) -> str:
    """The day in China as an address writes it, 2026-11-23."""
    return day_of(at).isoformat()


@register.filter
def rule_shown(rule: str) -> str:
    """The rule as people know it; a rule that is no longer there keeps its code name."""
    return shown_name(rule)


@register.filter
def is_reported(rule: str) -> bool:
    """Whether somebody reported the matter, so that collecting has no part in it."""
    return rule in REPORTED


@register.filter
def grade_shown(grade: int) -> str:
    """三级（较重） for 3."""
    return Grade(grade).shown


@register.filter
def excerpt(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"


@register.filter
def figure(value: float | None) -> str:
    """A count with thousands parted, one decimal for small fractions; 未知 where there is none."""
    if value is None:
        return UNKNOWN
    return f"{value:,.0f}" if value == int(value) or value >= 100 else f"{value:,.1f}"


@register.filter
def percent(value: float | None) -> str:
    """A share as a percentage; 未知 where there is none."""
    return UNKNOWN if value is None else f"{value:.1%}"


@register.filter
def versus(reason: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The figures of a stored reason with their names; alerts from before the second had one call it 预期."""
    seen, held = reason.get("observed"), reason.get("expected")
    shown = percent if reason.get("share") else figure
    if seen is None:
        return []
    name = Held(reason.get("held", Held.USUAL)).shown
    return [(shown(seen), "实际"), *([(shown(held), name)] if held is not None else [])]


@register.filter
def strength(negativity: float | None) -> str:
    """A negativity, 91%; 未知 where there is none."""
    return score.strength(negativity)


@register.filter
def told(post: Listed) -> str:
    """What the verdict on a judged post says: 负面 91%."""
    assert post.polarity is not None
    return score.told(post.polarity, post.negativity)


@register.filter
def link(url: str) -> str:
    """The address if a browser may be sent there (http and https only), else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


@register.filter
def inner(query: str) -> str:
    """The address if it stays in this console, else nothing."""
    return query if query.startswith("/") and not query.startswith(("//", "/\\")) else ""


@register.filter
def iso(day: date) -> str:
    """A day as addresses write it."""
    return day.isoformat()


@register.filter
def chart_id(chart: Chart, section: str) -> str:
    """What the chart's data is called on the page."""
    return f"chart-{section}-{chart.key}"


@register.filter
def drawable(chart: Chart) -> Mapping[str, object]:
    """The chart's spec, as wide as its place on the page."""
    return {**chart.spec, "width": "container"}


@register.filter
def marked(text: str, words: Sequence[DecidingWord]) -> SafeString:
    """The text, escaped, with the words that decided its verdict marked by the way that they spoke for."""
    weights = {word.word.casefold(): word.weight for word in words if word.word.strip()}
    if not weights:
        return format_html("{}", text)
    longest_first = sorted(weights, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text, flags=re.IGNORECASE)
    return format_html_join("", "{}", ((_part(part, weights.get(part.casefold())),) for part in parts))


@register.simple_tag
def vega_key() -> str:
    """What the address of the drawing script ends in."""
    return vega_version()


def _part(part: str, weight: float | None) -> SafeString | str:
    if weight is None:
        return part
    kind = "neg" if weight > 0 else "pos"
    return format_html('<mark class="yq-mark yq-mark-{}" title="权重 {}">{}</mark>', kind, f"{weight:+.2f}", part)
