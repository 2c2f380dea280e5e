"""The figures that several sections and the summary share, counted once per report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.day import bucket_of
from domain.post import Channel
from domain.shown import Shown
from domain.source_state import SourceHealth
from domain.watch import Watch
from reports.coverage import Cover
from reports.points import Gap, HourPoint
from reports.shares import Share, wilson
from storage.figures import Tally

DAY = timedelta(days=1)
COMPARABLE = 0.9  # a day of which less was collected on some channel is compared with nothing


class Kept(Shown):
    """How much of a day is in the store."""

    WHOLE = "whole", "完整"
    PART = "part", "不完整"
    IMPORTED = "imported", "导入数据"
    NONE = "none", "未采集"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Posts by polarity; posts = negative + neutral + positive + unknown + unscored.

    `unknown` ones hold nothing to judge. `noise` (adverts, lotteries, copies) is in none of the others.
    """

    posts: int
    negative: int
    neutral: int
    positive: int
    unknown: int = 0
    noise: int = 0

    @property
    def scored(self) -> int:
        """Posts with a polarity."""
        return self.negative + self.neutral + self.positive

    @property
    def unscored(self) -> int:
        """Posts without a verdict yet."""
        return self.posts - self.scored - self.unknown

    @property
    def share(self) -> Share | None:
        """The share of negative posts among those with a polarity; None where there are none."""
        return wilson(self.negative, self.scored)


def total(rows: Iterable[Counts | Tally]) -> Counts:
    """The sum of some counts."""
    parts = list(rows)
    return Counts(
        posts=sum(part.posts for part in parts),
        negative=sum(part.negative for part in parts),
        neutral=sum(part.neutral for part in parts),
        positive=sum(part.positive for part in parts),
        unknown=sum(part.unknown for part in parts),
        noise=sum(part.noise for part in parts),
    )


@dataclass(frozen=True, kw_only=True)
class Span:
    """A day in China as publication times [since, until), cut short where it is not yet over."""

    day: date
    since: datetime
    until: datetime

    @property
    def first(self) -> int:
        """The first bucket."""
        return bucket_of(self.since)

    @property
    def last(self) -> int:
        """The bucket after the last."""
        return bucket_of(self.until)

    @property
    def over(self) -> bool:
        """Whether the day is told to its end."""
        return self.until - self.since == DAY

    def back(self, days: int) -> "Span":
        """The same hours, that many days before."""
        return Span(day=self.day - days * DAY, since=self.since - days * DAY, until=self.until - days * DAY)


@dataclass(frozen=True, kw_only=True)
class DayCount:
    """One watch on one day."""

    span: Span
    counts: Counts
    authors: int
    covers: tuple[Cover, ...]
    kept: Kept

    @property
    def comparable(self) -> bool:
        """Whether another day may be held against it: nearly all of it is there, as far as anyone knows."""
        if self.kept is Kept.PART:
            return min(one.part for one in self.covers) >= COMPARABLE
        return self.kept is not Kept.NONE


@dataclass(frozen=True, kw_only=True)
class ChannelFacts:
    """One channel of one watch on the day.

    `counts` is None where nothing was collected and nothing is there; `cover` is None for a channel that is not
    collected for this watch; `usual` is the mean number of posts of the comparable days, None where there are none.
    """

    channel: Channel
    counts: Counts | None
    cover: Cover | None
    kept: Kept
    usual: float | None
    usual_days: int


@dataclass(frozen=True, kw_only=True)
class WatchFacts:
    """One watch: the day, the seven before it (the oldest first), its channels, its hours and the gaps in them."""

    watch: Watch
    today: DayCount
    past: tuple[DayCount, ...]
    channels: tuple[ChannelFacts, ...]
    hours: tuple[HourPoint, ...]
    gaps: tuple[Gap, ...]

    @property
    def before(self) -> DayCount:
        """The day before."""
        return self.past[-1]

    @property
    def usual(self) -> tuple[DayCount, ...]:
        """Those of the seven days before that can be compared."""
        return tuple(day for day in self.past if day.comparable)

    @property
    def usual_posts(self) -> float | None:
        """Mean number of posts of the comparable days."""
        return sum(day.counts.posts for day in self.usual) / len(self.usual) if self.usual else None

    @property
    def usual_share(self) -> Share | None:
        """Share of negative posts of the comparable days taken together."""
        return wilson(sum(day.counts.negative for day in self.usual), sum(day.counts.scored for day in self.usual))


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything shared; watches with most negative posts first.

    `sources` are those that are silent or decline as the report is made, empty for a day that is long over.
    """

    span: Span
    now: datetime
    watches: tuple[WatchFacts, ...]
    posts: int
    negative: int
    scored: int
    sources: tuple[SourceHealth, ...] = ()
