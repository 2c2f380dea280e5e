"""Runs of jobs: asked for, taken once, followed, ended."""

from collections.abc import Mapping
from datetime import datetime

from domain.job import JobName, JobState
from storage.models import JobRun


def ask(job: JobName, now: datetime, *, arguments: Mapping[str, str] | None = None, by: str = "") -> int:
    """Write a run that waits to be taken; `by` is empty for the schedule."""
    return JobRun.objects.create(job=job.value, arguments=dict(arguments or {}), asked_by=by, asked_at=now).pk


def waiting() -> list[JobRun]:
    """Runs that nobody has taken, oldest first."""
    return list(JobRun.objects.filter(state=JobState.WAITING.value).order_by("asked_at", "id"))


def newest_about(job: JobName, argument: str, value: str) -> JobRun | None:
    """The newest run of a job that was asked for with this argument."""
    return JobRun.objects.filter(job=job.value, **{f"arguments__{argument}": value}).order_by("-id").first()


def take(run: int, now: datetime) -> bool:
    """Take a waiting run; False where somebody else was first."""
    waiting_row = JobRun.objects.filter(pk=run, state=JobState.WAITING.value)
    return waiting_row.update(state=JobState.RUNNING.value, started_at=now) == 1


def progress(run: int, done: int, total: int | None) -> None:
    """Say how far a run has come."""
    JobRun.objects.filter(pk=run).update(done=done, total=total)


def finish(run: int, now: datetime, *, result: str = "", failure: str = "") -> None:
    """End a run, as done or with the failure that people read."""
    state = JobState.FAILED if failure else JobState.DONE
    JobRun.objects.filter(pk=run).update(state=state.value, ended_at=now, result=result, failure=failure)


def mark_lost(now: datetime) -> int:
    """Mark what an earlier process left running, and say what comes of it; called by the one scheduler at its start."""
    running = JobRun.objects.filter(state=JobState.RUNNING.value)
    lost = {"state": JobState.LOST.value, "ended_at": now}
    asked = running.exclude(asked_by="").update(**lost, failure="程序在完成前退出；需要的话请重新要求")
    return asked + running.update(**lost, failure="程序在完成前退出；下一轮会补做")


def forget_before(moment: datetime) -> int:
    """Delete ended runs that are older, so that the list stays short; returns how many."""
    deleted, _ = (
        JobRun.objects.exclude(state__in=[JobState.WAITING, JobState.RUNNING]).filter(asked_at__lt=moment).delete()
    )
    return deleted


def forget_idle(job: JobName, *, but: int) -> None:
    """Delete earlier scheduled runs that found nothing to do, so that one row says when the job last ran."""
    idle = JobRun.objects.filter(job=job.value, state=JobState.DONE.value, result="", asked_by="")
    idle.exclude(pk=but).delete()
