"""Evidence for the rules, for one moment or for every five minutes of a past time, as it was known at each of them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts import critical, hot_titles
from alerts.channels import CrawlLog, facts_of, gaps_of, is_blind, logs
from alerts.complaining import complaints_at
from alerts.critical import Critical
from alerts.drifting import PAST as DRIFT_PAST
from alerts.drifting import drifts_of
from alerts.evidence import ComplaintFact, Evidence, LoudPost, RouteFact, SessionFact, SourceFact, Surge
from alerts.hot_titles import HotTitles
from alerts.knowledge import Knowledge, load
from alerts.places import SPAN, USUAL_SPANS, Places
from alerts.rising import Rising
from alerts.routes import changed_at
from alerts.rulebook import Rulebook
from alerts.rules.loud_author import FRESH, LOUD_VERIFICATIONS
from alerts.scanning import Scan, hourly
from alerts.sessions import sessions_at
from alerts.sharing import Sharing
from alerts.silences import silences_at
from alerts.spread import DAY, Spread
from alerts.table import Pair
from alerts.velocity import Velocity
from domain.alert import Measures
from domain.day import BUCKET_SECONDS, bucket_of, bucket_time, day_bounds, day_of
from domain.post import Verification
from domain.topic import Burst
from domain.watch import Watch
from storage import evidence, score_weeks
from storage.evidence import LoudRow, Matter
from storage.score_weeks import WeekRow

PAST = timedelta(days=28)
HALF_HOUR = 6  # buckets
Names = Callable[[int, datetime], Collection[str]]


@dataclass(frozen=True, kw_only=True)
class Past:
    """All that was read for the moments from `since` to `now`; knowledge and scan go forward as it is walked."""

    watches: tuple[Watch, ...]
    book: Rulebook
    knowledge: Knowledge
    scan: Scan
    spread: Spread
    crawls: dict[Pair, CrawlLog]
    loud: tuple[LoudRow, ...]
    sharing: Sharing
    velocity: Velocity
    hot: HotTitles
    critical: Critical
    places: Places
    weeks: tuple[WeekRow, ...]
    sessions: tuple[SessionFact, ...]
    routes: tuple[RouteFact, ...]
    complaints: tuple[ComplaintFact, ...]
    sources: tuple[SourceFact, ...]
    interval: timedelta
    since: datetime
    now: datetime


def beginning(since: datetime) -> datetime:
    """From when on the past is read for a moment: 28 days before, back to a Monday.

    All moments of a week so learn from the same beginning: a look back says what was said then.
    """
    day = day_of(since - timedelta(seconds=1)) - PAST
    return day_bounds(day - timedelta(days=day.weekday()))[0]


def weeks(first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches of [first, last] whose moments share a beginning, the later of each a whole five minutes."""
    stretches, since = [], first
    while since <= last:
        monday = beginning(since) + PAST + timedelta(days=7)
        end = min(monday, last)
        stretches.append((since, end))
        since = end + timedelta(seconds=BUCKET_SECONDS)
    return stretches


def read(watches: Sequence[Watch], since: datetime, now: datetime, interval: timedelta, book: Rulebook) -> Past:
    """Read everything at once, from the beginning that belongs to `since`, to `now`."""
    keys = [watch.key for watch in watches]
    judged, last = bucket_of(since - timedelta(seconds=1)), bucket_of(now - timedelta(microseconds=1))
    knowledge = load(watches, bucket_of(beginning(since)), since, now)
    scan = Scan(table=knowledge.table, watches=watches, line=book.line("negative_surge"))
    oldest = judged - max(2 * DAY, (USUAL_SPANS + 1) * SPAN)
    spread = Spread(watches=keys, beginnings=knowledge.beginnings, first=oldest, last=last)
    followers = int(book.line("loud_author"))
    loud = evidence.loud_negatives(
        keys, bucket_of(since - FRESH), bucket_of(now) + BUCKET_SECONDS, followers, LOUD_VERIFICATIONS
    )
    live = since == now
    return Past(
        watches=tuple(watches),
        book=book,
        knowledge=knowledge,
        scan=scan,
        spread=spread,
        crawls=logs(list(knowledge.beginnings.of), since, now),
        loud=tuple(loud),
        sharing=Sharing(table=knowledge.table, scan=scan, spread=spread),
        velocity=Velocity(spread=spread, first=judged, last=last),
        hot=hot_titles.read(since),
        critical=critical.read(watches, since, now, spread),
        places=Places(table=knowledge.table, scan=scan, spread=spread),
        weeks=tuple(score_weeks.since(keys, day_of(since) - DRIFT_PAST)),
        sessions=sessions_at(now) if live else (),
        routes=changed_at(now) if live else (),
        complaints=complaints_at(now) if live else (),
        sources=silences_at(now) if live else (),
        interval=interval,
        since=since,
        now=now,
    )


def steps(past: Past, names: Names) -> Iterator[tuple[datetime, list[Evidence]]]:
    """The evidence of each watch at each moment: the ends of the buckets after `since`, and `now` at the last."""
    first, last = bucket_of(past.since - timedelta(seconds=1)), past.spread.last
    rising = [_rising(past, watch, first, last, names) for watch in past.watches]
    for bucket in range(first, last + BUCKET_SECONDS, BUCKET_SECONDS):
        now = min(bucket_time(bucket + BUCKET_SECONDS), past.now)
        past.scan.follow(past.knowledge.table.place(bucket), past.knowledge.at(now))
        yield now, [_evidence(past, topics, bucket, now) for topics in rising]


def _rising(past: Past, watch: Watch, first: int, last: int, names: Names) -> Rising:
    return Rising(
        watch=watch,
        table=past.knowledge.table,
        scan=past.scan,
        spread=past.spread,
        since=first,
        last=last,
        line=past.book.line("topic_burst"),
        least_negative=past.book.of("topic_burst").eased().floor,
        names=lambda now: names(watch.key, now),
    )


def baselines(past: Past, first: datetime) -> list[tuple[int, int, float, float]]:
    """What was to be expected in each hour from `first` on, as storage.evidence.save_baselines takes it."""
    return hourly(past.knowledge.table, past.watches, past.scan, bucket_of(first))


def _evidence(past: Past, rising: Rising, bucket: int, now: datetime) -> Evidence:
    watch, table = rising.watch, past.knowledge.table
    place = table.place(bucket)
    facts = facts_of(watch, table, past.crawls, past.scan.authors, place, past.interval, now)
    burst = past.scan.surges.get(place, {}).get(watch.key)
    loud = (row for row in past.loud if row.watch == watch.key and _is_known(past, row, now))
    return Evidence(
        watch=watch,
        surge=None if burst is None else _surge(past, watch, burst, bucket, now),
        topics=rising.at(bucket, now),
        loud=tuple(_loud(past, row, now) for row in loud),
        share=past.sharing.at(watch, now),
        spreading=past.velocity.at(watch, now),
        hot=past.hot.at(watch, now),
        critical=past.critical.at(watch, now),
        across=past.places.across(watch, bucket, now),
        regions=past.places.regions(watch, bucket, now),
        fresh=rising.fresh(bucket, now),
        channels=facts,
        sessions=past.sessions,
        routes=past.routes,
        complaints=tuple(one for one in past.complaints if one.watch in {None, watch.key}),
        sources=past.sources,
        drifts=drifts_of(watch.key, past.weeks, now),
        gaps=gaps_of(watch, table, facts, now),
        blind=is_blind(watch, table, place, [each.channel for each in facts]),
    )


def _is_known(past: Past, row: LoudRow, now: datetime) -> bool:
    imported = past.knowledge.beginnings.imported(row.watch, row.channel, row.published_at)
    return row.published_at <= now and (imported or row.known_at <= now)


def _surge(past: Past, watch: Watch, burst: Burst, bucket: int, now: datetime) -> Surge:
    table, matter = past.knowledge.table, Matter(watch=watch.key)
    rows, end = table.rows_of(watch.key), table.place(burst.at) + 1
    inside = slice(max(0, end - burst.window_minutes * 60 // BUCKET_SECONDS), end)
    since = max(0, table.place(burst.since))
    before = slice(max(0, since - int(PAST.total_seconds()) // BUCKET_SECONDS), since)
    witnesses = past.spread.witnesses(matter, burst.since, bucket, now, negative_only=True)
    measures = past.spread.reach(matter, burst.since, bucket, now).measures
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
    table, start = past.knowledge.table, max(0, place + 1 - HALF_HOUR)
    expected = past.scan.negative[past.watches.index(watch), start : place + 1] @ table.share_of(
        watch.key, start, place + 1
    )
    observed = table.negative[table.rows_of(watch.key), start : place + 1].sum()
    return replace(measures, negative_per_hour=float(observed * 2), negative_expected_per_hour=float(expected * 2))


def _loud(past: Past, row: LoudRow, now: datetime) -> LoudPost:
    bucket = bucket_of(row.published_at)
    posts = [post for post in past.spread.negatives(row.watch, bucket, bucket, now) if post.post == row.post]
    measures = past.spread.measures(posts, now)
    media = None if row.verification is None else row.verification is Verification.MEDIA
    return LoudPost(
        post=row.post,
        channel=row.channel,
        author_key=row.author_key,
        author_name=row.author_name,
        followers=row.followers,
        verification=row.verification,
        published_at=row.published_at,
        negativity=row.negativity,
        measures=replace(measures, followers=row.followers, media=media, channels=1),
    )
