"""A child process that lives through one day: crawls, verdicts, evaluations, mails, every half hour of story time.

The log-in dies at noon; at eight in the evening somebody logs in by code. Nothing waits: every clock is told the time.
Reads from standard input the day's first moment; writes one JSON object with what people got to see and when.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import call_command
from django.test import Client, override_settings
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_f_from_coro_f
from scrapy.utils.reactor import install_reactor
from twisted.internet.task import react

from alerts.chasing import chase
from alerts.evaluate import evaluate
from alerts.notify import Letters, tell_due
from crawlers.identities.accounts import keep
from crawlers.identities.log_in import scan
from crawlers.ledger import Ledger
from crawlers.order import Limits, Sites
from crawlers.run import SPIDERS, STORE, close, order_for, settings_for
from domain.crawl import CrawlPlan
from domain.identity import Origin
from domain.job import JobName
from domain.notice import Role
from drill.scenario import Microblog
from drill.scenarios.mishaps import session_dies
from drill.scenarios.outage import outage_story
from drill.sites.weibo.login import Phone
from drill.stage import Stage
from reports.daily import build
from reports.render.mail import report_mail
from service.crawling import window
from service.scoring import score_all
from storage import crawls, jobs
from storage import models as tables
from tests.loopback_sites import sites_on

SPIDER = "weibo-search"
WORDS = ("青鹭出行", "青鹭打车")
EVERY = timedelta(minutes=30)
HOUR = timedelta(hours=1)
LOOKED_AT = {"morning": 11 * HOUR, "afternoon": 14 * HOUR, "night": 22 * HOUR}
PAGES = {"today": "/", "sources": "/sources/", "crawls": "/crawls/"}


class Day:
    """One day of one watch; `at` is the moment that all its clocks show."""

    def __init__(self, stage: Stage, midnight: datetime) -> None:
        self.stage = stage
        self.at = self.midnight = midnight
        self.pages: dict[str, dict[str, str]] = {}

    def clock(self) -> datetime:
        return self.at

    def wants(self, post: Microblog) -> bool:
        """Whether a post of the day speaks of the watch."""
        quoted = post.original.text if post.original else ""
        today = self.midnight <= post.published_at < self.midnight + 24 * HOUR
        return today and any(word in f"{post.text} {quoted}" for word in WORDS)

    def sites(self) -> Sites:
        stage = self.stage
        return sites_on(
            stage,
            weibo_cookie=stage.cookie,
            weibo_mobile_cookie=stage.mobile_cookie,
        )

    def people(self) -> None:
        tables.Watch.objects.create(name="青鹭出行", any_words="\n".join(WORDS), channels=["weibo"])
        for tier, (name, role) in enumerate((("林晓", Role.DUTY), ("周宁", Role.DUTY), ("陈主管", Role.SUPERVISOR)), 1):
            person = tables.Person.objects.create(
                name=name, email=f"p{tier}@example.com", role=role.value, gets_report=tier == 1
            )
            day = timedelta(days=3)
            if tier < 3:
                shift = {"starts_at": self.midnight - day, "ends_at": self.midnight + day}
                tables.Shift.objects.create(person=person, tier=tier, **shift)
        User.objects.create_superuser("viewer")

    async def crawl(self) -> None:
        order, ledger, crawl = await asyncio.to_thread(self.begin)
        settings = settings_for(SPIDERS[SPIDER], order.sites, STORE)
        settings.set("IDENTITIES_STORED", True, priority="cmdline")
        await AsyncCrawlerRunner(settings).crawl(SPIDERS[SPIDER], order=order, ledger=ledger)
        await asyncio.to_thread(close, crawl, ledger, self.clock)

    def begin(self) -> tuple[Any, Ledger, int]:
        watch = tables.Watch.objects.get().pk
        since, until = window(SPIDER, watch, None, self.at)
        plan = CrawlPlan(spider=SPIDER, watch=watch, since=since, until=until)
        order = order_for(plan, SPIDERS[SPIDER], self.sites(), self.clock, Limits())
        crawl = crawls.begin(plan, SPIDERS[SPIDER].channel, self.at)
        return order, Ledger(crawl=crawl), crawl

    def work(self) -> None:
        """What the schedule does between two crawls."""
        self.ran(JobName.SCORE, lambda: score_all(lambda done, total: None))
        self.ran(JobName.EVALUATE, lambda: evaluate(self.at))
        self.ran(JobName.ESCALATE, lambda: chase(self.at))
        self.ran(JobName.TELL, self.tell)

    def ran(self, job: JobName, work: Callable[[], object]) -> None:
        """A run of a job, with its row."""
        run = jobs.ask(job, self.at)
        assert jobs.take(run, self.at)
        work()
        jobs.finish(run, self.at)

    def tell(self) -> None:
        connection = EmailBackend(host=self.stage.mail_host, port=self.stage.mail_port, timeout=5)
        tell_due(self.at, letters=Letters(connection=connection, report=report_mail))
        connection.close()

    def log_in(self) -> None:
        self.stage.weibo.login.phone = Phone(scans_after=1, confirms_after=2)
        for step in scan(self.sites(), self.clock, lambda seconds: None):
            if step.cookies:
                keep(step.cookies, self.sites(), self.clock, origin=Origin.QR)

    def look(self, when: str) -> None:
        client = Client()
        client.force_login(User.objects.get())
        self.pages[when] = {name: client.get(address).content.decode() for name, address in PAGES.items()}

    async def live(self, *, logs_in: bool) -> None:
        """From midnight to midnight."""
        for step in range(49):
            self.at = self.midnight + step * EVERY
            self.stage.move_to(self.at)
            if logs_in and self.at - self.midnight == 20 * HOUR:
                await asyncio.to_thread(self.log_in)
            await self.crawl()
            await asyncio.to_thread(self.work)
            for when, moment in LOOKED_AT.items():
                if self.at - self.midnight == moment:
                    await asyncio.to_thread(self.look, when)

    def morning_after(self, hours: int) -> str:
        """The report of the day, as the mail has it."""
        self.at = self.midnight + hours * HOUR
        report = build((self.midnight + 12 * HOUR).date(), self.at)
        self.tell()
        return report_mail(report).text


async def lived(midnight: datetime, *, logs_in: bool) -> dict[str, Any]:
    story = outage_story(7, midnight + timedelta(days=2))
    with Stage(story) as stage:
        stage.weibo.suffer(session_dies(midnight + 12 * HOUR))
        day = Day(stage, midnight)
        await asyncio.to_thread(call_command, "migrate", verbosity=0)
        await asyncio.to_thread(day.people)
        with override_settings(CLOCK=day.clock):
            await day.live(logs_in=logs_in)
            report = await asyncio.to_thread(day.morning_after, 32)
        return {
            "mails": [letter(one) for one in stage.mailbox.letters],
            "pages": day.pages,
            "report": report,
            "crawls": await asyncio.to_thread(crawl_rows),
            "there": [str(post.mid) for post in story.microblogs if day.wants(post)],
            "found": await asyncio.to_thread(found),
        }


def letter(one: Any) -> dict[str, Any]:
    text = one.message.get_body(("plain",)).get_content()
    return {"to": list(one.recipients), "subject": one.message["Subject"].strip(), "text": text}


def crawl_rows() -> list[dict[str, Any]]:
    fields = ("since", "until", "outcome", "refusal", "reason", "fetched", "new", "requests")
    return list(tables.Crawl.objects.order_by("pk").values(*fields))


def found() -> list[str]:
    return list(tables.Mention.objects.values_list("post__native_id", flat=True))


async def main(_reactor: object) -> None:
    asked = json.load(sys.stdin)
    told = await lived(datetime.fromisoformat(asked["midnight"]), logs_in=asked["logs_in"])
    sys.stdout.write(json.dumps(told, default=str) + "\n")


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    react(deferred_f_from_coro_f(main), [])
