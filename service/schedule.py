"""When jobs run by themselves: APScheduler in memory, rebuilt from the configuration at every start."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from domain.day import CHINA, day_of
from domain.job import JobName
from service.canary import due_at
from service.clock import now
from service.config import Schedule
from service.runner import Runner
from storage.models import Report

LATE = 3600
ASKED_SECONDS, INBOX_SECONDS, ESCALATE_SECONDS = 2, 3, 30
SOON, LATER = timedelta(seconds=2), timedelta(minutes=1)  # after a start: what is first needed, and what may wait


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A job and when it runs; `first` is its first time where the trigger is not to say it."""

    job: JobName
    trigger: BaseTrigger
    first: datetime | None = None
    name: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


def schedule(runner: Runner, times: Schedule, mail_in_minutes: int = 0) -> BackgroundScheduler:
    """Make the scheduler, not yet started; with 0 minutes no letters are fetched.

    Late runs are joined into one; no job runs beside itself.
    """
    made = BackgroundScheduler(
        timezone=CHINA,
        executors={"default": ThreadPoolExecutor(8)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATE},
    )
    for plan in plans(times, mail_in_minutes, now()):
        first = {} if plan.first is None else {"next_run_time": plan.first}
        arguments = (plan.job, plan.arguments)
        made.add_job(runner.scheduled, plan.trigger, args=arguments, id=plan.name or plan.job.value, **first)
    made.add_job(runner.asked, IntervalTrigger(seconds=ASKED_SECONDS), id="asked", max_instances=2)
    return made


def plans(times: Schedule, mail_in_minutes: int, start: datetime) -> Iterator[Plan]:
    """Everything that runs by itself, as configured, for a program that starts at this moment."""
    soon, later = start + SOON, start + SOON + LATER
    for job, trigger in _always(times).items():
        yield Plan(job=job, trigger=trigger, first=soon if isinstance(trigger, IntervalTrigger) else None)
    for job, minutes in _as_configured(times).items():
        if minutes:
            yield Plan(job=job, trigger=IntervalTrigger(minutes=minutes), first=later)
    if times.second_search_minutes:
        every, second = IntervalTrigger(minutes=times.second_search_minutes), {"spider": "weibo-mobile-search"}
        yield Plan(job=JobName.CRAWL, name="second-search", trigger=every, first=later, arguments=second)
    if times.canary_hours:
        first = due_at(timedelta(hours=times.canary_hours), later)
        yield Plan(job=JobName.CANARY, trigger=IntervalTrigger(hours=times.canary_hours), first=first)
    if mail_in_minutes:
        yield Plan(job=JobName.MAIL_IN, trigger=IntervalTrigger(minutes=mail_in_minutes), first=soon)
    if is_report_missing(times, start):
        yield Plan(job=JobName.REPORT, name="report-missed", trigger=DateTrigger(soon))


def _always(times: Schedule) -> dict[JobName, BaseTrigger]:
    """What every installation runs; those at a time of the clock wait for it, the others begin at the start."""
    hour, minute = times.report_at.split(":")
    return {
        JobName.CRAWL: IntervalTrigger(minutes=times.crawl_minutes),
        JobName.SCORE: IntervalTrigger(seconds=times.score_seconds),
        JobName.TOPICS: CronTrigger(minute="10-59/15", timezone=CHINA),
        JobName.EVALUATE: CronTrigger(minute=f"*/{times.evaluate_minutes}", second=20, timezone=CHINA),
        JobName.TELL: IntervalTrigger(seconds=times.tell_seconds),
        JobName.ESCALATE: IntervalTrigger(seconds=ESCALATE_SECONDS),
        JobName.INBOX: IntervalTrigger(seconds=INBOX_SECONDS),
        JobName.REPORT: CronTrigger(hour=hour, minute=minute, timezone=CHINA),
        JobName.SESSIONS: CronTrigger(hour="1-23/6", minute=17, timezone=CHINA),
        JobName.HOUSEKEEPING: CronTrigger(hour=3, minute=30, timezone=CHINA),
        JobName.BACKTEST: CronTrigger(hour=4, minute=40, timezone=CHINA),
    }


def _as_configured(times: Schedule) -> dict[JobName, int]:
    """How often the jobs run that add to the searches or ask the own account, in minutes; 0 for never."""
    return {
        JobName.HOT: times.hot_minutes,
        JobName.ARTICLES: times.articles_minutes,
        JobName.ALBUMS: times.albums_minutes,
        JobName.READINGS: times.readings_minutes,
        JobName.TIMELINES: times.timelines_minutes,
        JobName.THREADS: times.threads_minutes,
        JobName.PROFILES: times.profiles_minutes,
        JobName.OWN_COMMENTS: times.own_comments_minutes,
        JobName.OWN_ARTICLES: times.own_articles_minutes,
        JobName.OWN_SERVICE: times.own_service_minutes,
        JobName.FEEDS: times.feeds_minutes,
    }


def is_report_missing(times: Schedule, moment: datetime) -> bool:
    """Whether yesterday's report should be there by now and is not, because nothing ran at its time."""
    due = f"{moment.astimezone(CHINA):%H:%M}" >= times.report_at
    return due and not Report.objects.filter(day=day_of(moment) - timedelta(days=1)).exists()
