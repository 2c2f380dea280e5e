"""How each crawled channel stood at a moment."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from alerts.coverage import Window, gap_sentences
from alerts.evidence import ChannelFacts, CrawlFact, Volume
from alerts.scanning import Scan
from alerts.table import Pair, Table
from domain.crawl import COVERING, CrawlOutcome
from domain.day import BUCKETS_PER_DAY, BUCKETS_PER_HOUR
from domain.post import Channel
from domain.watch import Watch
from storage import evidence
from storage.evidence import CrawlRow

VOLUME_HOURS = (1, 3, 6)
SEEN_ENOUGH = 2 * BUCKETS_PER_DAY  # covered buckets before a low volume is judged
NEWEST = 2
LATELY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class CrawlLog:
    """The crawls of one watch and channel by the moment they ended, and how far the data was whole after each."""

    ended: tuple[datetime, ...]
    crawls: tuple[CrawlFact, ...]
    covered: tuple[datetime | None, ...]

    def at(self, now: datetime) -> tuple[tuple[CrawlFact, ...], datetime | None]:
        """The newest crawls that had ended by now, newest first, and the end of the covered stretch."""
        known = bisect_right(self.ended, now)
        if not known:
            return (), None
        return tuple(reversed(self.crawls[max(0, known - NEWEST) : known])), self.covered[known - 1]


def logs(pairs: Sequence[Pair], since: datetime, now: datetime) -> dict[Pair, CrawlLog]:
    """The log of every pair from shortly before `since` to `now`."""
    recent: dict[Pair, list[CrawlRow]] = {}
    for row in evidence.ended_crawls([watch for watch, _ in pairs], since, now):
        recent.setdefault((row.watch, row.channel), []).append(row)
    return {pair: _log(pair, recent.get(pair, []), since) for pair in pairs}


def _log(pair: Pair, recent: list[CrawlRow], since: datetime) -> CrawlLog:
    older = evidence.newest_crawls(*pair, since, NEWEST)
    rows = [*reversed(older), *reversed(recent)]
    whole, covered = evidence.covered_until(*pair, since), []
    for row in rows:
        if CrawlOutcome(row.outcome) in COVERING and row.ended_at > since:
            whole = row.until if whole is None else max(whole, row.until)
        covered.append(whole)
    return CrawlLog(
        ended=tuple(row.ended_at for row in rows),
        crawls=tuple(
            CrawlFact(outcome=CrawlOutcome(row.outcome), reason=row.reason, ended_at=row.ended_at, refusal=row.refusal)
            for row in rows
        ),
        covered=tuple(covered),
    )


def facts_of(
    watch: Watch,
    table: Table,
    logged: Mapping[Pair, CrawlLog],
    scan: Scan,
    place: int,
    interval: timedelta,
    now: datetime,
) -> tuple[ChannelFacts, ...]:
    """One row for each channel of the watch that is crawled."""
    facts = []
    for channel in watch.channels:
        pair = watch.key, channel
        if pair in table.crawled:
            newest, covered = logged[pair].at(now)
            facts.append(
                ChannelFacts(
                    channel=channel,
                    interval=interval,
                    first_crawl_at=table.crawled[pair],
                    covered_until=None if covered is None else min(covered, now),
                    crawls=newest,
                    volumes=_volumes(table, table.pairs.index(pair), scan, place),
                )
            )
    return tuple(facts)


def _volumes(table: Table, row: int, scan: Scan, place: int) -> tuple[Volume, ...]:
    coverage = table.coverage[row]
    if np.count_nonzero(coverage[: place + 1]) < SEEN_ENOUGH:
        return ()
    expected, volumes = scan.authors, []
    for hours in VOLUME_HOURS:
        part = slice(max(0, place + 1 - hours * BUCKETS_PER_HOUR), place + 1)
        seen = coverage[part]
        observed = int(table.authors[row, part][seen > 0].sum())
        volumes.append(Volume(hours=hours, observed=observed, expected=float(expected[row, part] @ seen)))
    return tuple(volumes)


def gaps_of(watch: Watch, table: Table, facts: Sequence[ChannelFacts], now: datetime) -> tuple[str, ...]:
    """Sentences on what was not collected of a watch at this moment."""
    known = {each.channel: each for each in facts}
    held = {channel for owner, channel in table.pairs if owner == watch.key}
    sentences: list[str] = []
    for channel in watch.channels:
        if channel in known:
            windows = _of_the_day(table.windows.get((watch.key, channel), []), now)
            sentences += gap_sentences(known[channel], windows, now)
        elif channel in held:
            sentences.append(f"{channel.shown}：数据来自导入，没有采集记录，是否完整未知")
        else:
            sentences.append(f"{channel.shown}：从未采集过，没有数据")
    return tuple(sentences)


def _of_the_day(windows: Sequence[Window], now: datetime) -> list[Window]:
    since = (now - LATELY).timestamp()
    return [window for window in windows if window[1] > since]


def is_blind(watch: Watch, table: Table, place: int, crawled: Sequence[Channel]) -> bool:
    """Whether a crawled watch was covered nowhere in the last hour."""
    rows = [table.pairs.index((watch.key, channel)) for channel in crawled]
    part = slice(max(0, place + 1 - BUCKETS_PER_HOUR), place + 1)
    return bool(rows) and not table.coverage[rows, part].any()
