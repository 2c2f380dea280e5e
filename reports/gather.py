"""Counts what the sections share: per watch the day, the seven days before, channels, hours and coverage."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from domain.day import HOUR_SECONDS, bucket_of, bucket_time, day_bounds, spoken_day
from domain.post import Channel
from domain.source import ILL_SOURCES
from domain.source_state import SourceHealth
from domain.watch import Watch
from reports.coverage import Attempt, Cover, attempts, cover
from reports.facts import COMPARABLE, DAY, ChannelFacts, Counts, DayCount, Facts, Kept, Span, WatchFacts, total
from reports.points import Gap, HourPoint
from reports.trouble import ReportTrouble
from storage import figures
from storage.figures import Tally
from storage.models import Watch as WatchRow
from storage.source_states import source_states

PAST_DAYS = 7
NEXT_ROUND = timedelta(minutes=30)


def span_of(day: date, now: datetime) -> Span:
    """The day, up to the last finished five minutes where it is not over; a day that has not begun is refused."""
    since, end = day_bounds(day)
    until = min(end, bucket_time(bucket_of(now)))
    if until <= since:
        raise ReportTrouble(f"{spoken_day(day)}还没有开始，无法生成日报")
    return Span(day=day, since=since, until=until)


def gather(day: date, now: datetime) -> Facts:
    """Everything that sections share, for every watch that is on."""
    span = span_of(day, now)
    nouns = [row.noun() for row in WatchRow.objects.filter(active=True).order_by("pk")]
    watches = sorted((_watch(noun, span) for noun in nouns), key=lambda one: -one.today.counts.negative)
    posts, negative, scored = figures.distinct_posts([noun.key for noun in nouns], span.first, span.last)
    return Facts(
        span=span,
        now=now,
        watches=tuple(watches),
        posts=posts,
        negative=negative,
        scored=scored,
        sources=_ill_sources(now) if now - span.until <= DAY else (),
    )


def _ill_sources(now: datetime) -> tuple[SourceHealth, ...]:
    return tuple(one for one in source_states(now) if one.state in ILL_SOURCES)


def _watch(watch: Watch, span: Span) -> WatchFacts:
    past_spans = [span.back(days) for days in range(PAST_DAYS, 0, -1)]
    tried = attempts(watch.key, past_spans[0].since, span.until)
    tallies = [figures.tallies(watch.key, one.first, one.last) for one in (*past_spans, span)]
    *past, today = (_day(watch, one, tally, tried) for one, tally in zip((*past_spans, span), tallies, strict=True))
    return WatchFacts(
        watch=watch,
        today=today,
        past=tuple(past),
        channels=_channels(watch, today, past, tallies),
        hours=_hours(watch, span, tallies[-1]),
        gaps=_gaps(today),
    )


def _day(watch: Watch, span: Span, tallies: Sequence[Tally], tried: Sequence[Attempt]) -> DayCount:
    grace = timedelta() if span.over else NEXT_ROUND
    covers = tuple(cover(channel, tried, span.since, span.until, grace=grace) for channel in watch.channels)
    counts = total(tallies)
    states = {_kept(one, total(_of(tallies, one.channel))) for one in covers}
    return DayCount(
        span=span,
        counts=counts,
        authors=figures.authors(watch.key, span.first, span.last),
        covers=covers,
        kept=_together(states, counts),
    )


def _of(tallies: Iterable[Tally], channel: Channel) -> list[Tally]:
    return [row for row in tallies if row.channel is channel]


def _kept(one: Cover | None, counts: Counts) -> Kept:
    """How much of one channel is there; posts that no crawl can have brought were imported."""
    if one is None or not one.attempts:
        return Kept.IMPORTED if counts.posts else Kept.NONE
    if not one.misses:
        return Kept.WHOLE
    return Kept.PART if counts.posts or one.part > 0 else Kept.NONE


def _together(states: set[Kept], counts: Counts) -> Kept:
    if states <= {Kept.IMPORTED, Kept.NONE}:
        return Kept.IMPORTED if counts.posts else Kept.NONE
    return Kept.WHOLE if states == {Kept.WHOLE} else Kept.PART


def _channels(
    watch: Watch, today: DayCount, past: Sequence[DayCount], tallies: Sequence[Sequence[Tally]]
) -> tuple[ChannelFacts, ...]:
    extra = sorted({row.channel for row in tallies[-1]} - set(watch.channels))
    return tuple(_channel(channel, today, past, tallies) for channel in (*watch.channels, *extra))


def _channel(
    channel: Channel, today: DayCount, past: Sequence[DayCount], tallies: Sequence[Sequence[Tally]]
) -> ChannelFacts:
    one = _find(today, channel)
    counts = total(_of(tallies[-1], channel))
    kept = _kept(one, counts)
    days = zip(past, (total(_of(tally, channel)) for tally in tallies[:-1]), strict=True)
    usual = [then.posts for day, then in days if _comparable(_find(day, channel), then)]
    return ChannelFacts(
        channel=channel,
        counts=None if kept is Kept.NONE else counts,
        cover=one,
        kept=kept,
        usual=sum(usual) / len(usual) if usual else None,
        usual_days=len(usual),
    )


def _find(day: DayCount, channel: Channel) -> Cover | None:
    return next((one for one in day.covers if one.channel is channel), None)


def _comparable(one: Cover | None, counts: Counts) -> bool:
    kept = _kept(one, counts)
    return kept in {Kept.WHOLE, Kept.IMPORTED} or (kept is Kept.PART and one is not None and one.part >= COMPARABLE)


def _hours(watch: Watch, span: Span, tallies: Sequence[Tally]) -> tuple[HourPoint, ...]:
    expected = figures.expected(watch.key, span.first, span.last)
    points = []
    for hour in range(span.first, span.last, HOUR_SECONDS):
        counts = total(row for row in tallies if row.hour == hour)
        usual = expected.get(hour)
        points.append(
            HourPoint(
                at=bucket_time(hour),
                posts=counts.posts,
                negative=counts.negative,
                scored=counts.scored,
                expected_posts=usual.posts if usual else None,
                expected_negative=usual.negative if usual else None,
            )
        )
    return tuple(points)


def _gaps(today: DayCount) -> tuple[Gap, ...]:
    """Stretches that some channel missed, for shading; a channel that missed all of the day is told in words."""
    misses = [miss for one in today.covers for miss in one.misses if one.attempts and miss.until - miss.since < DAY]
    return tuple(Gap(since=miss.since, until=miss.until) for miss in sorted(misses, key=lambda miss: miss.since))
