"""What of a stretch of time was collected, per channel of a watch, and why the rest was not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.crawl import COVERING, CrawlOutcome
from domain.post import Channel
from domain.refusal import Refusal, refusal_of
from reports.points import Gap
from reports.trouble import ReportTrouble
from storage.models import Crawl

SMALLEST_GAP = timedelta(minutes=5)
SHORTEST_DELAY = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One crawl that has ended, over publication times [since, until)."""

    channel: Channel
    since: datetime
    until: datetime
    outcome: CrawlOutcome
    reason: str
    refusal: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class Miss:
    """Publication times [since, until) that no crawl fully covered, and the crawls that tried."""

    since: datetime
    until: datetime
    tried: tuple[Attempt, ...]


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """Publication times [since, until) that came late: the crawls `tried` missed them, the one up to `at` did not."""

    since: datetime
    until: datetime
    at: datetime
    tried: tuple[Attempt, ...]


@dataclass(frozen=True, kw_only=True)
class Cover:
    """One channel over one stretch of time; `attempts` are the crawls that touch it."""

    channel: Channel
    since: datetime
    until: datetime
    misses: tuple[Miss, ...]
    attempts: tuple[Attempt, ...]
    made_up: tuple[MadeUp, ...] = ()

    @property
    def missed(self) -> timedelta:
        """How much of the stretch was not collected."""
        return sum((miss.until - miss.since for miss in self.misses), timedelta())

    @property
    def part(self) -> float:
        """How much of the stretch was collected, 0 to 1."""
        return 1 - self.missed / (self.until - self.since)

    def outcomes(self) -> Counter[CrawlOutcome]:
        """How often crawls ended in which way."""
        return Counter(attempt.outcome for attempt in self.attempts)


def attempts(watch: int, since: datetime, until: datetime) -> list[Attempt]:
    """The ended crawls of a watch that touch [since, until); those still running say nothing yet."""
    rows = Crawl.leading.filter(watch_id=watch, since__lt=until, until__gt=since).exclude(outcome="")
    fields = ("channel", "since", "until", "outcome", "reason", "refusal")
    try:
        return [
            Attempt(
                channel=Channel(channel),
                since=first,
                until=last,
                outcome=CrawlOutcome(outcome),
                reason=reason.strip(),
                refusal=refusal_of(refusal),
            )
            for channel, first, last, outcome, reason, refusal in rows.order_by("started_at").values_list(*fields)
        ]
    except ValueError as error:
        raise ReportTrouble(f"采集记录里有不认识的值：{error}") from error


def cover(
    channel: Channel, tried: Iterable[Attempt], since: datetime, until: datetime, *, grace: timedelta = timedelta()
) -> Cover:
    """How the crawls cover [since, until) on one channel.

    Gaps shorter than a five-minute bucket are forgiven, and so is one at the very end that nobody has tried to fill
    and that is no longer than `grace`: on a running day the next round is yet to come.
    """
    touching = tuple(a for a in tried if a.channel is channel and a.since < until and a.until > since)
    gaps = _gaps([(a.since, a.until) for a in touching if a.outcome in COVERING], since, until)
    misses = tuple(
        Miss(since=gap.since, until=gap.until, tried=tuple(_failed(touching, gap)))
        for gap in gaps
        if gap.until - gap.since >= SMALLEST_GAP
    )
    if misses and misses[-1].until == until and not misses[-1].tried and misses[-1].until - misses[-1].since <= grace:
        misses = misses[:-1]
    late = tuple(_made_up(touching, since))
    return Cover(channel=channel, since=since, until=until, misses=misses, attempts=touching, made_up=late)


def _made_up(tried: Iterable[Attempt], since: datetime) -> Iterator[MadeUp]:
    """Stretches of half an hour and more that crawls in a row missed and the next one made up for."""
    reached, failed = since, list[Attempt]()
    for one in sorted(tried, key=lambda attempt: attempt.until):
        if one.outcome not in COVERING:
            failed.append(one)
            continue
        missed = [each for each in failed if each.until > reached]
        if missed and one.since <= reached and missed[-1].until - reached >= SHORTEST_DELAY:
            yield MadeUp(since=reached, until=missed[-1].until, at=one.until, tried=tuple(missed))
        reached, failed = max(reached, one.until), []


def _failed(tried: Iterable[Attempt], gap: Gap) -> list[Attempt]:
    return [a for a in tried if a.outcome not in COVERING and a.since < gap.until and a.until > gap.since]


def _gaps(windows: Sequence[tuple[datetime, datetime]], since: datetime, until: datetime) -> list[Gap]:
    """What the union of the windows leaves of [since, until)."""
    gaps: list[Gap] = []
    reached = since
    for first, last in sorted(windows):
        if first > reached:
            gaps.append(Gap(since=reached, until=min(first, until)))
        reached = max(reached, last)
        if reached >= until:
            return gaps
    return [*gaps, Gap(since=reached, until=until)]
