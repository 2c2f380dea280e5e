"""How things stand right now: sources, hours, jobs and failed notices, each in one query whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from domain.crawl import CrawlOutcome
from domain.day import HOUR_SECONDS, bucket_of, bucket_time, hour_start
from domain.job import ON_REQUEST, JobName, JobState
from domain.notice import NoticeState
from domain.post import Channel
from domain.refusal import Refusal, cure_for, refusal_of, word_for
from storage.crawls import COVERING_VALUES
from storage.models import Baseline, Crawl, JobRun, Notice, Rollup, Watch

NOTHING = (0, 0, 0, 0, 0)
NEWEST_WITHIN = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One channel of one watch: how the last crawl ended, what is covered, how old its newest post is.

    `outcome` is None where no crawl ever ended; `newest` is the five minutes of the newest post of the last 30 days.
    """

    watch: int
    watch_name: str
    channel: Channel
    outcome: CrawlOutcome | None
    reason: str
    ended_at: datetime | None
    covered_until: datetime | None
    running_since: datetime | None
    newest: datetime | None
    refusal: Refusal | None = None

    @property
    def word(self) -> str:
        """What people call the way in which the last crawl ended; empty where none ended."""
        return word_for(self.outcome, self.refusal) if self.outcome else ""

    @property
    def cure(self) -> str:
        """What to do about it; empty where nothing is to be done."""
        return cure_for(self.outcome, self.refusal, self.channel) if self.outcome else ""


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One hour of one watch; `scored` of `posts` have a polarity and `unknown` hold nothing to judge.

    `noise` counts what is in none of the others; expected figures are None without enough past.
    """

    at: datetime
    posts: int
    negative: int
    scored: int
    unknown: int
    noise: int
    expected_posts: float | None
    expected_negative: float | None


@dataclass(frozen=True, kw_only=True)
class Job:
    """The newest run of a job that ended, and since when another one is running."""

    job: JobName
    state: JobState | None
    started_at: datetime | None
    ended_at: datetime | None
    result: str
    failure: str
    running_since: datetime | None


def sources(now: datetime) -> tuple[Source, ...]:
    """Every channel of every watch that is switched on."""
    watches = list(_with_sources(Watch.objects.filter(active=True), bucket_of(now - NEWEST_WITHIN)))
    wanted = {key for watch in watches for channel in Channel if (key := getattr(watch, f"last_{channel}"))}
    crawls = Crawl.objects.in_bulk(wanted)
    return tuple(
        _source(watch, Channel(channel), crawls.get(getattr(watch, f"last_{channel}")))
        for watch in watches
        for channel in watch.channels
    )


def hours(watches: Iterable[int], first: int, last: int) -> Mapping[int, tuple[Hour, ...]]:
    """The hours from `first` to before `last` (both starts of hours, in epoch seconds) of each watch, none left out."""
    keys = list(watches)
    within = Q(watch_id__in=keys, bucket__gte=first, bucket__lt=last)
    counts: dict[tuple[int, int], tuple[int, ...]] = {}
    five_minutes = Rollup.objects.filter(within).values_list("watch_id", "bucket")
    for watch, bucket, posts, negative, neutral, positive, unknown, noise in five_minutes.annotate(
        Sum("posts"), Sum("negative"), Sum("neutral"), Sum("positive"), Sum("unknown"), Sum("noise")
    ):
        old = counts.get((watch, hour_start(bucket)), NOTHING)
        new = (posts, negative, negative + neutral + positive, unknown, noise)
        counts[watch, hour_start(bucket)] = tuple(map(sum, zip(old, new, strict=True)))
    usual = {(row.watch_id, row.bucket): row for row in Baseline.objects.filter(within)}
    return {
        watch: tuple(
            _hour(at, counts.get((watch, at), NOTHING), usual.get((watch, at)))
            for at in range(first, last, HOUR_SECONDS)
        )
        for watch in keys
    }


def jobs() -> tuple[Job, ...]:
    """Every job in the order of `JobName`; one that never ran has no state."""
    runs = JobRun.objects.filter(_newest_of_each(JobRun.objects.all()) | _newest_of_each(_ended()))
    by_job: dict[str, list[JobRun]] = {}
    for run in runs:
        by_job.setdefault(run.job, []).append(run)
    return tuple(_job(name, by_job.get(name.value, [])) for name in JobName if name not in ON_REQUEST)


def undelivered(now: datetime, *, within: timedelta = timedelta(days=3), limit: int = 20) -> Sequence[Notice]:
    """Notices of the last days that failed, or that were tried and are still not accepted; the newest first."""
    tried = Q(state__in=[NoticeState.PENDING.value, NoticeState.HANDING_OVER.value], attempts__gt=0)
    rows = Notice.objects.filter(Q(state=NoticeState.FAILED.value) | tried, created_at__gte=now - within)
    return list(rows.select_related("person").order_by("-created_at", "-id")[:limit])


def _with_sources(watches: QuerySet[Watch], oldest: int) -> QuerySet[Watch]:
    """Watches with, per channel, the id of the last crawl that ended, what is covered, and the newest post."""
    for channel in Channel:
        crawls = Crawl.leading.filter(watch=OuterRef("pk"), channel=channel.value)
        newest = Rollup.objects.filter(watch=OuterRef("pk"), channel=channel.value, bucket__gte=oldest)
        covered = crawls.filter(outcome__in=COVERING_VALUES).order_by("-until")
        running = crawls.filter(outcome="").order_by("-started_at")
        watches = watches.annotate(
            **{
                f"last_{channel}": Subquery(crawls.exclude(outcome="").order_by("-started_at").values("pk")[:1]),
                f"covered_{channel}": Subquery(covered.values("until")[:1]),
                f"running_{channel}": Subquery(running.values("started_at")[:1]),
                f"newest_{channel}": Subquery(newest.order_by("-bucket").values("bucket")[:1]),
            }
        )
    return watches


def _source(watch: Watch, channel: Channel, crawl: Crawl | None) -> Source:
    newest = getattr(watch, f"newest_{channel}")
    return Source(
        watch=watch.pk,
        watch_name=watch.name,
        channel=channel,
        outcome=CrawlOutcome(crawl.outcome) if crawl else None,
        reason=crawl.reason if crawl else "",
        refusal=refusal_of(crawl.refusal) if crawl else None,
        ended_at=crawl.ended_at if crawl else None,
        covered_until=getattr(watch, f"covered_{channel}"),
        running_since=getattr(watch, f"running_{channel}"),
        newest=None if newest is None else bucket_time(newest),
    )


def _hour(at: int, counts: tuple[int, ...], usual: Baseline | None) -> Hour:
    posts, negative, scored, unknown, noise = counts
    return Hour(
        at=bucket_time(at),
        posts=posts,
        negative=negative,
        scored=scored,
        unknown=unknown,
        noise=noise,
        expected_posts=usual.posts if usual else None,
        expected_negative=usual.negative if usual else None,
    )


def _ended() -> QuerySet[JobRun]:
    return JobRun.objects.filter(state__in=[JobState.DONE.value, JobState.FAILED.value, JobState.LOST.value])


def _newest_of_each(runs: QuerySet[JobRun]) -> Q:
    """The newest of these runs for every job, by the index (job, -asked_at)."""
    newest = Q()
    for job in JobName:
        newest |= Q(pk=Subquery(runs.filter(job=job.value).order_by("-asked_at", "-id").values("pk")[:1]))
    return newest


def _job(name: JobName, runs: Sequence[JobRun]) -> Job:
    ended = next((run for run in runs if run.ended_at), None)
    running = next((run for run in runs if run.state == JobState.RUNNING.value), None)
    return Job(
        job=name,
        state=JobState(ended.state) if ended else None,
        started_at=ended.started_at if ended else None,
        ended_at=ended.ended_at if ended else None,
        result=ended.result if ended else "",
        failure=ended.failure if ended else "",
        running_since=running.started_at if running else None,
    )
