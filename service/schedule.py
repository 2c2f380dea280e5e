"""When jobs run by themselves: APScheduler in memory, rebuilt from the configuration at every start."""

from datetime import timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from domain.day import CHINA, day_of
from domain.job import JobName
from service.canary import due_at
from service.clock import now
from service.config import Schedule
from service.runner import Runner
from storage.models import Report

LATE = 3600
INBOX_SECONDS = 3


def schedule(runner: Runner, times: Schedule, mail_in_minutes: int = 0) -> BackgroundScheduler:
    """Make the scheduler, not yet started; with 0 minutes no letters are fetched.

    Late runs are joined into one; no job runs beside itself.
    """
    made = BackgroundScheduler(
        timezone=CHINA,
        executors={"default": ThreadPoolExecutor(8)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATE},
    )
    hour, minute = times.report_at.split(":")
    triggers = {
        JobName.CRAWL: IntervalTrigger(minutes=times.crawl_minutes),
        JobName.SCORE: IntervalTrigger(seconds=times.score_seconds),
        JobName.EVALUATE: CronTrigger(minute=f"*/{times.evaluate_minutes}", second=20, timezone=CHINA),
        JobName.TELL: IntervalTrigger(seconds=times.tell_seconds),
        JobName.ESCALATE: IntervalTrigger(seconds=30),
        JobName.REPORT: CronTrigger(hour=hour, minute=minute, timezone=CHINA),
        JobName.SESSIONS: CronTrigger(hour="1-23/6", minute=17, timezone=CHINA),
        JobName.HOUSEKEEPING: CronTrigger(hour=3, minute=30, timezone=CHINA),
        JobName.BACKTEST: CronTrigger(hour=4, minute=40, timezone=CHINA),
    }
    soon = now() + timedelta(seconds=2)
    later = soon + timedelta(minutes=1)
    for job, trigger in triggers.items():
        at_once = {"next_run_time": soon} if isinstance(trigger, IntervalTrigger) else {}
        made.add_job(runner.scheduled, trigger, args=(job,), id=job.value, **at_once)
    for job, minutes in extra_minutes(times).items():
        if minutes:
            every = IntervalTrigger(minutes=minutes)
            made.add_job(runner.scheduled, every, args=(job,), id=job.value, next_run_time=later)
    if times.second_search_minutes:
        every = IntervalTrigger(minutes=times.second_search_minutes)
        second = (JobName.CRAWL, {"spider": "weibo-mobile-search"})
        made.add_job(runner.scheduled, every, args=second, id="second-search", next_run_time=later)
    if times.canary_hours:
        every = timedelta(hours=times.canary_hours)
        look = IntervalTrigger(hours=times.canary_hours)
        first = due_at(every, later)
        made.add_job(runner.scheduled, look, args=(JobName.CANARY,), id=JobName.CANARY.value, next_run_time=first)
    every = IntervalTrigger(seconds=INBOX_SECONDS)
    made.add_job(runner.scheduled, every, args=(JobName.INBOX,), id=JobName.INBOX.value, next_run_time=soon)
    if mail_in_minutes:
        every = IntervalTrigger(minutes=mail_in_minutes)
        made.add_job(runner.scheduled, every, args=(JobName.MAIL_IN,), id=JobName.MAIL_IN.value, next_run_time=soon)
    made.add_job(runner.asked, IntervalTrigger(seconds=2), id="asked", max_instances=2)
    if is_report_missing(times):
        made.add_job(runner.scheduled, args=(JobName.REPORT,), id="report-missed", next_run_time=soon)
    return made


def extra_minutes(times: Schedule) -> dict[JobName, int]:
    """How often the jobs run that add to the searches or ask the own account; 0 for never."""
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


def is_report_missing(times: Schedule) -> bool:
    """Whether yesterday's report should be there by now and is not, because nothing ran at its time."""
    moment = now().astimezone(CHINA)
    due = f"{moment:%H:%M}" >= times.report_at
    return due and not Report.objects.filter(day=day_of(moment) - timedelta(days=1)).exists()
