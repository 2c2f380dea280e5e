"""Evidence for the rules, for one moment or for every five minutes of a past time, from one replay of the scan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.channels import CrawlLog, facts_of, gaps_of, is_blind, logs
from alerts.complaining import complaints_at
from alerts.drifting import PAST as DRIFT_PAST
from alerts.drifting import drifts_of
from alerts.evidence import ComplaintFact, Evidence, LoudPost, RouteFact, SessionFact, Surge
from alerts.rising import Rising
from alerts.routes import changed_at
from alerts.rules.loud_author import FRESH, LOUD_FOLLOWERS, LOUD_VERIFICATIONS
from alerts.rules.topic_burst import TOPIC_BURST
from alerts.scanning import Scanned, hourly, scan
from alerts.sessions import sessions_at
from alerts.spread import Spread
from alerts.table import Pair, Table, load
from domain.alert import Measures
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, bucket_of, bucket_time, day_of
from domain.post import Verification
from domain.topic import Burst
from domain.watch import Watch
from storage import evidence, score_weeks, topic_counts
from storage.evidence import LoudRow, Matter
from storage.score_weeks import WeekRow

PAST = 28 * BUCKETS_PER_DAY * BUCKET_SECONDS
HALF_HOUR = 6  # buckets
NAME_KEPT = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Past:
    """All that was read and scanned for the moments from `since` to `now`."""

    watches: tuple[Watch, ...]
    table: Table
    scanned: Scanned
    crawls: dict[Pair, CrawlLog]
    loud: tuple[LoudRow, ...]
    weeks: tuple[WeekRow, ...]
    sessions: tuple[SessionFact, ...]
    routes: tuple[RouteFact, ...]
    complaints: tuple[ComplaintFact, ...]
    interval: timedelta
    since: datetime
    now: datetime


def read(watches: Sequence[Watch], since: datetime, now: datetime, interval: timedelta) -> Past:
    """Read everything at once: 28 days before `since`, to `now`."""
    judged_from = bucket_of(since - timedelta(seconds=1))
    table = load(watches, judged_from - PAST, now)
    keys = [watch.key for watch in watches]
    fresh_from = bucket_of(since - FRESH)
    loud = evidence.loud_negatives(
        keys, fresh_from, bucket_of(now) + BUCKET_SECONDS, LOUD_FOLLOWERS, LOUD_VERIFICATIONS
    )
    return Past(
        watches=tuple(watches),
        table=table,
        scanned=scan(table, watches, judged_from),
        crawls=logs(list(table.crawled), since, now),
        loud=tuple(loud),
        weeks=tuple(score_weeks.since(keys, day_of(since) - DRIFT_PAST)),
        sessions=sessions_at(now) if since == now else (),
        routes=changed_at(now) if since == now else (),
        complaints=complaints_at(now) if since == now else (),
        interval=interval,
        since=since,
        now=now,
    )


def steps(past: Past) -> Iterator[tuple[datetime, list[Evidence]]]:
    """The evidence of each watch at each moment: the ends of the buckets after `since`, and `now` at the last."""
    last = past.table.first + (past.table.posts.shape[1] - 1) * BUCKET_SECONDS
    spread, first = Spread(last=last), bucket_of(past.since - timedelta(seconds=1))
    rising = [_rising(past, watch, first, last) for watch in past.watches]
    for bucket in range(first, last + BUCKET_SECONDS, BUCKET_SECONDS):
        now = min(bucket_time(bucket + BUCKET_SECONDS), past.now)
        yield now, [_evidence(past, spread, topics, bucket, now) for topics in rising]


def _rising(past: Past, watch: Watch, first: int, last: int) -> Rising:
    """The topics of one watch; an event that had an alert within a day before keeps the name that it had."""
    names = topic_counts.names_in_use(TOPIC_BURST.name, watch.key, past.since - NAME_KEPT)
    return Rising(watch=watch, table=past.table, scanned=past.scanned, since=first, last=last, names=set(names))


def baselines(past: Past, first: datetime) -> list[tuple[int, int, float, float]]:
    """What was to be expected in each hour from `first` on, as storage.evidence.save_baselines takes it."""
    return hourly(past.table, past.watches, past.scanned, bucket_of(first))


def _evidence(past: Past, spread: Spread, rising: Rising, bucket: int, now: datetime) -> Evidence:
    watch, table, place = rising.watch, past.table, past.table.place(bucket)
    facts = facts_of(watch, table, past.crawls, past.scanned.authors, place, past.interval, now)
    burst = past.scanned.surges.get(bucket, {}).get(watch.key)
    return Evidence(
        watch=watch,
        surge=None if burst is None else _surge(past, spread, watch, burst, bucket),
        topics=rising.at(bucket, spread),
        loud=tuple(_loud(row) for row in past.loud if row.watch == watch.key and row.published_at <= now),
        channels=facts,
        sessions=past.sessions,
        routes=past.routes,
        complaints=tuple(one for one in past.complaints if one.watch in {None, watch.key}),
        drifts=drifts_of(watch.key, past.weeks, now),
        gaps=gaps_of(watch, table, facts, now),
        blind=is_blind(watch, table, place, [each.channel for each in facts]),
    )


def _surge(past: Past, spread: Spread, watch: Watch, burst: Burst, bucket: int) -> Surge:
    table, matter = past.table, Matter(watch=watch.key)
    rows, end = table.rows_of(watch.key), table.place(burst.at) + 1
    inside = slice(max(0, end - burst.window_minutes * 60 // BUCKET_SECONDS), end)
    before = slice(0, max(0, table.place(burst.since)))
    witnesses = spread.witnesses(matter, burst.since, bucket, negative_only=True)
    measures = spread.reach(matter, burst.since, bucket).measures
    return Surge(
        burst=burst,
        negative=int(table.negative[rows, inside].sum()),
        scored=int(table.scored[rows, inside].sum()),
        usual_negative=int(table.negative[rows, before].sum()),
        usual_scored=int(table.scored[rows, before].sum()),
        authors=witnesses.authors,
        measures=_with_speed(past, watch, measures, table.place(bucket)),
        posts=witnesses.posts,
    )


def _with_speed(past: Past, watch: Watch, measures: Measures, place: int) -> Measures:
    """Add the standard's row 10: negative posts an hour over the last 30 minutes, beside what was expected."""
    part = slice(max(0, place + 1 - HALF_HOUR), place + 1)
    share = past.table.share_of(watch.key)[part]
    expected = past.scanned.negative[past.watches.index(watch), part] @ share
    observed = past.table.negative[past.table.rows_of(watch.key), part].sum()
    return replace(measures, negative_per_hour=float(observed * 2), negative_expected_per_hour=float(expected * 2))


def _loud(row: LoudRow) -> LoudPost:
    return LoudPost(
        post=row.post,
        channel=row.channel,
        author_key=row.author_key,
        author_name=row.author_name,
        followers=row.followers,
        verification=row.verification,
        published_at=row.published_at,
        negativity=row.negativity,
        measures=Measures(
            reposts=row.reposts,
            comments=row.comments,
            reads=row.reads,
            followers=row.followers,
            media=None if row.verification is None else row.verification is Verification.MEDIA,
            channels=1,
        ),
    )
