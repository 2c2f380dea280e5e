"""情感: how posts divide, and whether the share of negative ones stands out."""

from domain.report import Chart, Figure, Section, Sentence, Tone
from domain.score import Polarity
from reports import charts, links
from reports.facts import Counts, DayCount, Facts, Kept, WatchFacts, total
from reports.points import SentimentPoint
from reports.telling import told
from reports.trends import Verdict, verdict
from reports.wording import UNKNOWN, clock, count, interval, per_cent, quoted

KEY, TITLE = "sentiment", "情感构成"
MOST_CHARTED = 3


def make(facts: Facts) -> Section:
    """Figures of the one watch, a sentence for each, the split today and before, and the share by the hour."""
    one = facts.watches[0] if len(facts.watches) == 1 else None
    known = [watch for watch in facts.watches if watch.today.kept is not Kept.NONE]
    return Section(
        key=KEY,
        title=TITLE,
        figures=_figures(one) if one else (),
        sentences=tuple(_sentence(watch) for watch in facts.watches),
        charts=(*([_split(known)] if known else []), *(_shares(watch) for watch in known[:MOST_CHARTED])),
    )


def _figures(watch: WatchFacts) -> tuple[Figure, ...]:
    today, key, day = watch.today, watch.watch.key, watch.today.span.day
    counts = today.counts
    parts = (
        (Polarity.NEGATIVE, counts.negative),
        (Polarity.NEUTRAL, counts.neutral),
        (Polarity.POSITIVE, counts.positive),
    )
    made = [_figure(today, one.shown, part, links.posts(key, day, polarity=one)) for one, part in parts]
    if counts.unknown:
        made.append(_figure(today, "无可判断", counts.unknown, links.posts(key, day, polarity=Polarity.UNKNOWN)))
    if counts.unscored:
        made.append(_figure(today, "尚未判定", counts.unscored, links.posts(key, day)))
    return tuple(made)


def _figure(today: DayCount, label: str, number: int, query: str) -> Figure:
    known = today.kept is not Kept.NONE
    part = f"占已采到帖文的 {number / today.counts.posts:.1%}" if known and today.counts.posts else ""
    return Figure(
        label=label,
        value=float(number) if known else None,
        shown=told(today, number),
        query=query,
        note=part,
        tone=Tone.PLAIN if known else Tone.UNKNOWN,
    )


def _sentence(watch: WatchFacts) -> Sentence:
    name, today = quoted(watch.watch.name), watch.today
    query = links.posts(watch.watch.key, today.span.day, polarity=Polarity.NEGATIVE)
    share = today.counts.share
    if today.kept is Kept.NONE or share is None:
        why = "没有采集到数据" if today.kept is Kept.NONE else "没有已判定情感的帖文"
        return Sentence(text=f"{name}当天{why}，负面占比{UNKNOWN}。", query=query, tone=Tone.UNKNOWN)
    judged = verdict(watch)
    usual = f"，前 7 日为 {per_cent(watch.usual_share)}（{interval(watch.usual_share)}）" if watch.usual_share else ""
    text = (
        f"{name}的负面占比为 {per_cent(share)}（95% 区间 {interval(share)}）{usual}，{judged.shown}；"
        f"以已判定的 {count(today.counts.scored)} 条帖文为准{_peak(watch)}。"
    )
    return Sentence(text=text, query=query, tone=Tone.BAD if judged is Verdict.HIGHER else Tone.PLAIN)


def _peak(watch: WatchFacts) -> str:
    worst = max(watch.hours, key=lambda point: point.negative, default=None)
    if worst is None or not worst.negative:
        return ""
    return f"，负面最多的是 {clock(worst.at)} 起的一小时（{count(worst.negative)} 条）"


def _split(watches: list[WatchFacts]) -> Chart:
    """Of one watch the day, the day before and the seven days; of several the day."""
    points = _one(watches[0]) if len(watches) == 1 else [_point(one.watch.name, one.today.counts) for one in watches]
    shown = "；".join(f"{point.label}负面 {point.negative} 条" for point in points)
    return Chart(key="sentiment", title="情感构成", told=f"情感构成：{shown}", spec=charts.sentiment_split(points))


def _one(watch: WatchFacts) -> list[SentimentPoint]:
    points = [_point("当天", watch.today.counts)]
    if watch.before.kept is not Kept.NONE:
        points.append(_point("前一日", watch.before.counts))
    if watch.usual:
        points.append(_point(f"前 7 日（{len(watch.usual)} 天）", total(day.counts for day in watch.usual)))
    return points


def _point(label: str, counts: Counts) -> SentimentPoint:
    return SentimentPoint(
        label=label,
        negative=counts.negative,
        neutral=counts.neutral,
        positive=counts.positive,
        unscored=counts.posts - counts.scored,
    )


def _shares(watch: WatchFacts) -> Chart:
    return Chart(
        key=f"share-{watch.watch.key}",
        title=f"{watch.watch.name}：每小时负面占比",
        told=f"{watch.watch.name}当天每小时的负面占比及其 95% 区间，全天为 {per_cent(watch.today.counts.share)}",
        spec=charts.negative_share(watch.hours, watch.gaps, name=watch.watch.name),
    )
