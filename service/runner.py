"""The job runner: takes a run, does the work, writes how it ended. One of the two outer loops."""

from collections.abc import Callable, Mapping

import structlog
from django.db import close_old_connections

from domain.job import JobName
from service.clock import now
from service.trouble import Trouble
from storage import jobs

log = structlog.get_logger()

Progress = Callable[[int, int | None], None]
Work = Callable[[Mapping[str, str], Progress], str]


class Runner:
    """Runs jobs by name; `works` says what each does and returns what it did in a few words ('' for nothing)."""

    def __init__(self, works: Mapping[JobName, Work]) -> None:
        self._works = works

    def scheduled(self, job: JobName, arguments: Mapping[str, str] | None = None) -> None:
        """Run a job that the schedule wants, now; a run that found nothing to do leaves only its newest row."""
        run = jobs.ask(job, now(), arguments=arguments)
        if self.run(run, job, arguments or {}) == "":
            jobs.forget_idle(job, but=run)

    def asked(self) -> None:
        """Run what people asked for."""
        for row in jobs.waiting():
            self.run(row.pk, JobName(row.job), row.arguments)

    def run(self, run: int, job: JobName, arguments: Mapping[str, str]) -> str | None:
        """Do one run to its end; None where somebody else took it or it failed. Never raises."""
        close_old_connections()
        if not jobs.take(run, now()):
            return None
        try:
            result = self._works[job](arguments, lambda done, total: jobs.progress(run, done, total))
        except Trouble as trouble:
            log.warning("job failed", job=job.value, run=run, trouble=str(trouble))
            jobs.finish(run, now(), failure=str(trouble))
            return None
        except Exception as failure:  # the end of the loop: recorded, shown, and tried again by the next run
            log.exception("job failed", job=job.value, run=run)
            close_old_connections()
            jobs.finish(run, now(), failure=f"{type(failure).__name__}：{failure}"[:1000])
            return None
        jobs.finish(run, now(), result=result)
        return result
