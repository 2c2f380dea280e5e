"""渠道分布: how much on each channel, against the channel's own usual."""

from datetime import date

from domain.report import Cell, Chart, Section, Sentence, Table, Tone
from domain.score import Polarity
from domain.watch import Watch
from reports import charts, links
from reports.facts import ChannelFacts, Facts, Kept, WatchFacts
from reports.points import ChannelPoint
from reports.wording import UNKNOWN, count, per_cent, quoted, times

KEY, TITLE = "channels", "渠道分布"
MOST_CHARTED = 3
COLUMNS = ("监测主题", "渠道", "帖文", "负面", "负面占比", "前 7 日均值", "采集")


def make(facts: Facts) -> Section:
    """A row for each watch and channel; a channel that was not collected is unknown."""
    day = facts.span.day
    rows = tuple(_row(one.watch, channel, day) for one in facts.watches for channel in one.channels)
    return Section(
        key=KEY,
        title=TITLE,
        sentences=tuple(sentence for one in facts.watches if (sentence := _sentence(one)) is not None),
        tables=(Table(title="各渠道", columns=COLUMNS, rows=rows),) if rows else (),
        charts=tuple(_chart(one) for one in facts.watches[:MOST_CHARTED] if one.today.kept is not Kept.NONE),
    )


def _row(watch: Watch, channel: ChannelFacts, day: date) -> tuple[Cell, ...]:
    query = links.posts(watch.key, day, channel=channel.channel)
    negative = links.posts(watch.key, day, channel=channel.channel, polarity=Polarity.NEGATIVE)
    counts, tone = channel.counts, Tone.PLAIN if channel.counts else Tone.UNKNOWN
    least = "至少 " if counts and channel.kept is Kept.PART else ""
    return (
        Cell(text=watch.name, query=links.posts(watch.key, day)),
        Cell(text=channel.channel.shown, query=query),
        Cell(text=f"{least}{count(counts.posts)}" if counts else UNKNOWN, query=query, tone=tone),
        Cell(text=f"{least}{count(counts.negative)}" if counts else UNKNOWN, query=negative, tone=tone),
        Cell(text=per_cent(counts.share if counts else None), query=negative, tone=tone),
        Cell(text=_usual(channel)),
        Cell(text=channel.kept.shown, query=links.crawls(watch.key, day, channel.channel)),
    )


def _usual(channel: ChannelFacts) -> str:
    days = f"（{channel.usual_days} 天可比）" if 0 < channel.usual_days < 7 else ""
    return f"{count(channel.usual)}{days}"


def _sentence(one: WatchFacts) -> Sentence | None:
    """Where most was said, and how that stands to the channel's usual; nothing where nothing is known."""
    known = [(channel, channel.counts) for channel in one.channels if channel.counts and channel.counts.posts]
    if not known:
        return None
    channel, counts = max(known, key=lambda pair: pair[1].posts)
    least = "至少 " if channel.kept is Kept.PART else ""
    part = counts.posts / one.today.counts.posts
    usual = f"，为该渠道前 7 日均值的 {times(counts.posts, channel.usual)}" if channel.usual else ""
    unknown = [other.channel.shown for other in one.channels if other.counts is None]
    rest = f"；{'、'.join(unknown)}当天未采集，数量未知" if unknown else ""
    text = (
        f"{quoted(one.watch.name)}的帖文以{channel.channel.shown}为主，{least}{count(counts.posts)} 条，"
        f"占已采到帖文的 {part:.1%}{usual}{rest}。"
    )
    return Sentence(text=text, query=links.posts(one.watch.key, one.today.span.day, channel=channel.channel))


def _chart(one: WatchFacts) -> Chart:
    points = [
        ChannelPoint(
            channel=channel.channel.shown,
            negative=channel.counts.negative,
            neutral=channel.counts.neutral,
            positive=channel.counts.positive,
            unscored=channel.counts.posts - channel.counts.scored,
        )
        for channel in one.channels
        if channel.counts
    ]
    told = "、".join(f"{point.channel}负面 {point.negative} 条" for point in points)
    return Chart(
        key=f"channels-{one.watch.key}",
        title=f"{one.watch.name}：各渠道帖文",
        told=f"{one.watch.name}各渠道帖文的情感构成：{told}",
        spec=charts.channel_split(points, name=one.watch.name),
    )
