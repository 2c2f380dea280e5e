"""How a source stands at a moment: works, silent, refused; since when, and what a person can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.crawl import CrawlOutcome
from domain.refusal import Refusal, refusal_of
from domain.rhythm import Rhythm
from domain.source import ILL_SOURCES, Source, SourceKind, SourceState
from domain.source_cures import cure_for_source

SHORTEST = timedelta(hours=12)
"""However lively a source, a shorter silence is nothing to wake people for, unless they said so themselves."""
UNIT: Mapping[SourceKind, str] = {SourceKind.ARTICLES: "篇", SourceKind.FEED: "篇"}
OF_OUTCOME: Mapping[CrawlOutcome, SourceState] = {
    CrawlOutcome.REFUSED: SourceState.REFUSED,
    CrawlOutcome.EXPIRED_SESSION: SourceState.UNAUTHORISED,
    CrawlOutcome.CHANGED_LAYOUT: SourceState.CHANGED,
    CrawlOutcome.FAILED: SourceState.NO_ANSWER,
}


@dataclass(frozen=True, kw_only=True)
class SourceHealth:
    """A source at one moment.

    `since` is from when on nothing is known to have come: the newest thing for a silent source, the last good answer
    for one that declines. `rhythm` is None where too little is known.
    """

    source: Source
    state: SourceState
    since: datetime
    rhythm: Rhythm | None

    @property
    def cure(self) -> str:
        """What a person can do; empty where nothing is to be done."""
        return cure_for_source(self.source.kind, self.state)

    @property
    def usual(self) -> str:
        """How often something new usually comes: 通常每天 3–5 篇，多在 8–10 时; 未知 where nobody knows."""
        return _usual(self.rhythm, UNIT.get(self.source.kind, "条")) if self.rhythm else "未知"

    @property
    def refusal(self) -> Refusal | None:
        """Why the last asking was declined."""
        return refusal_of(self.source.refusal) if self.state in ILL_SOURCES else None


def standing(source: Source, rhythm: Rhythm | None, odds: int, now: datetime) -> SourceHealth:
    """How a source stands: what it answers first, then whether it has been silent for too long.

    A person's word on what to expect stands over what was learnt. Silence is judged up to when we last asked, less the
    delay with which this source usually tells, and called stale where its chance is below one in `odds`.
    """
    state = OF_OUTCOME.get(source.outcome) if source.outcome is not None else None
    if state is not None:
        since = source.good_at or source.received_at or source.since
    else:
        state, since = _by_silence(source, rhythm, odds, now), source.newest_at or source.since
    return SourceHealth(source=source, state=state, since=since, rhythm=rhythm)


def is_stale(rhythm: Rhythm, since: datetime, until: datetime, odds: int) -> bool:
    """Whether a silence over [since, until) is longer than half a day and than chance explains."""
    return until - since >= SHORTEST and rhythm.chance_of_silence(since, until) < 1 / odds


def _by_silence(source: Source, rhythm: Rhythm | None, odds: int, now: datetime) -> SourceState:
    quiet_from = source.newest_at or source.since
    known_until = min(now, source.asked_at or now)
    if source.expect_hours is not None:
        stale = known_until - quiet_from > timedelta(hours=source.expect_hours)
        return SourceState.STALE if stale else SourceState.NORMAL
    if rhythm is None or source.newest_at is None:
        return SourceState.UNKNOWN
    return SourceState.STALE if is_stale(rhythm, quiet_from, known_until - source.late, odds) else SourceState.NORMAL


def _usual(rhythm: Rhythm, unit: str) -> str:
    low, high = rhythm.usual
    count = f"{low}–{high}" if low < high else f"{high}"
    words = f"通常每{'周' if rhythm.weekly else '天'} {count} {unit}"
    return words if rhythm.from_hour is None else f"{words}，多在 {rhythm.from_hour}–{rhythm.to_hour or 24} 时"
