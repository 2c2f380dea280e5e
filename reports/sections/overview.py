"""总览: per watch how much, how negative, against the day before and the seven days before."""

from domain.day import spoken_day
from domain.report import Cell, Chart, Figure, Section, Table, Tone
from domain.score import Polarity
from reports import charts, links
from reports.facts import DayCount, Facts, Kept, WatchFacts
from reports.points import DayPoint
from reports.shares import wilson
from reports.telling import gist, mean, note, sentence, told
from reports.trends import Verdict, verdict
from reports.wording import UNKNOWN, clock, count, interval, per_cent

KEY, TITLE = "overview", "总览"
MOST_CHARTED = 3
COLUMNS = ("监测主题", "帖文", "作者", "负面", "负面占比", "95% 区间", "前一日帖文", "前 7 日均值", "采集")


def make(facts: Facts) -> Section:
    """Figures of the one watch, or of all together with a table, and charts of the most negative ones."""
    one = facts.watches[0] if len(facts.watches) == 1 else None
    charted = facts.watches[:MOST_CHARTED]
    return Section(
        key=KEY,
        title=TITLE,
        lead=_lead(facts),
        figures=_figures(one) if one else _sums(facts),
        sentences=tuple(sentence(watch) for watch in facts.watches),
        tables=() if one else (Table(title="各监测主题", columns=COLUMNS, rows=tuple(map(_row, facts.watches))),),
        charts=tuple(chart for watch in charted for chart in (_hourly(watch), _daily(watch)) if chart),
    )


def _lead(facts: Facts) -> str:
    day = spoken_day(facts.span.day) + ("" if facts.span.over else f"截至 {clock(facts.span.until)}")
    if not facts.watches:
        return f"{day}没有启用的监测主题。"
    worst = facts.watches[0]
    if len(facts.watches) == 1:
        return f"{day}，{gist(worst)}"
    known = any(watch.today.kept is not Kept.NONE for watch in facts.watches)
    if not known:
        return f"{day}，{len(facts.watches)} 个监测主题都没有采集到数据，帖文数未知。"
    whole = all(watch.today.kept in {Kept.WHOLE, Kept.IMPORTED} for watch in facts.watches)
    return (
        f"{day}，{len(facts.watches)} 个监测主题{'共有' if whole else '至少有'} {count(facts.posts)} 条帖文，"
        f"负面 {count(facts.negative)} 条（{per_cent(wilson(facts.negative, facts.scored))}）。"
        f"负面最多的是{gist(worst)}"
    )


def _figures(watch: WatchFacts) -> tuple[Figure, ...]:
    today, before, key, day = watch.today, watch.before, watch.watch.key, watch.today.span.day
    known = today.kept is not Kept.NONE
    share = today.counts.share if known else None
    bad = Tone.BAD if verdict(watch) is Verdict.HIGHER else Tone.PLAIN
    every, negative = links.posts(key, day), links.posts(key, day, polarity=Polarity.NEGATIVE)
    return (
        _figure("帖文", today, today.counts.posts, every, note(watch)),
        _figure("作者", today, today.authors, every, f"前一日 {told(before, before.authors)}"),
        _figure(
            "负面帖文", today, today.counts.negative, negative, f"前一日 {told(before, before.counts.negative)}", bad
        ),
        Figure(
            label="负面占比",
            value=share.value if share else None,
            shown=per_cent(share),
            query=negative,
            note=f"95% 区间 {interval(share)}；前 7 日 {per_cent(watch.usual_share)}",
            tone=bad if share else Tone.UNKNOWN,
        ),
    )


def _figure(label: str, day: DayCount, number: int, query: str, note: str, tone: Tone = Tone.PLAIN) -> Figure:
    known = day.kept is not Kept.NONE
    return Figure(
        label=label,
        value=float(number) if known else None,
        shown=told(day, number),
        query=query,
        note=note,
        tone=tone if known else Tone.UNKNOWN,
    )


def _sums(facts: Facts) -> tuple[Figure, ...]:
    known = any(watch.today.kept is not Kept.NONE for watch in facts.watches)
    whole = all(watch.today.kept in {Kept.WHOLE, Kept.IMPORTED} for watch in facts.watches)
    share = wilson(facts.negative, facts.scored) if known else None
    prefix = "" if whole else "至少 "
    day, tone = facts.span.day, Tone.PLAIN if known else Tone.UNKNOWN
    note = "同一帖文属于多个主题时只计一次" if whole else "有主题采集不完整"

    def summed(label: str, number: int, query: str) -> Figure:
        shown = f"{prefix}{count(number)}" if known else UNKNOWN
        return Figure(
            label=label, value=float(number) if known else None, shown=shown, query=query, note=note, tone=tone
        )

    negative = links.every_post(day, Polarity.NEGATIVE)
    return (
        summed("帖文", facts.posts, links.every_post(day)),
        summed("负面帖文", facts.negative, negative),
        Figure(
            label="负面占比",
            value=share.value if share else None,
            shown=per_cent(share),
            query=negative,
            note=f"95% 区间 {interval(share)}",
            tone=Tone.PLAIN if share else Tone.UNKNOWN,
        ),
    )


def _row(watch: WatchFacts) -> tuple[Cell, ...]:
    today, before, key, day = watch.today, watch.before, watch.watch.key, watch.today.span.day
    known = today.kept is not Kept.NONE
    share = today.counts.share if known else None
    bad = Tone.BAD if verdict(watch) is Verdict.HIGHER else Tone.PLAIN
    every, negative = links.posts(key, day), links.posts(key, day, polarity=Polarity.NEGATIVE)
    plain = Tone.PLAIN if known else Tone.UNKNOWN
    return (
        Cell(text=watch.watch.name, query=every),
        Cell(text=told(today, today.counts.posts), query=every, tone=plain),
        Cell(text=told(today, today.authors), query=every, tone=plain),
        Cell(text=told(today, today.counts.negative), query=negative, tone=bad if known else plain),
        Cell(text=per_cent(share), query=negative, tone=bad if share else Tone.UNKNOWN),
        Cell(text=interval(share), query=negative, tone=Tone.PLAIN if share else Tone.UNKNOWN),
        Cell(text=told(before, before.counts.posts), query=links.posts(key, before.span.day)),
        Cell(text=mean(watch)),
        Cell(text=today.kept.shown, query=links.crawls(key, day)),
    )


def _hourly(watch: WatchFacts) -> Chart | None:
    if watch.today.kept is Kept.NONE or not watch.hours:
        return None
    peak = max(watch.hours, key=lambda point: point.posts)
    name = watch.watch.name
    return Chart(
        key=f"hourly-{watch.watch.key}",
        title=f"{name}：每小时帖文",
        told=f"{name}当天每小时帖文数，最多的是 {clock(peak.at)} 起的一小时，{count(peak.posts)} 条，"
        f"其中负面 {count(peak.negative)} 条",
        spec=charts.hourly_volume(watch.hours, watch.gaps, name=name),
    )


def _daily(watch: WatchFacts) -> Chart | None:
    if all(day.kept is Kept.NONE for day in (*watch.past, watch.today)):
        return None
    days = [
        DayPoint(
            day=day.span.day,
            posts=None if day.kept is Kept.NONE else day.counts.posts,
            negative=None if day.kept is Kept.NONE else day.counts.negative,
            whole=day.kept is not Kept.PART,
        )
        for day in (*watch.past, watch.today)
    ]
    shown = "、".join(f"{point.day.month}月{point.day.day}日 {count(point.posts)}" for point in days)
    name = watch.watch.name
    return Chart(
        key=f"daily-{watch.watch.key}",
        title=f"{name}：近 8 天",
        told=f"{name}近 8 天每天帖文数：{shown}",
        spec=charts.daily_volume(days, name=name),
    )
