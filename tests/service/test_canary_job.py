"""The canary runs by itself, one interval after it ran last, however often the service is started."""

from datetime import datetime, timedelta

import pytest

from domain.job import JobName
from domain.post import Channel
from domain.route_check import RouteCheck, RouteState
from domain.watch import Watch as WatchNoun
from service.canary import due_at
from service.clock import now
from service.config import Schedule
from service.crawling import Crawling
from service.errands import Errands
from service.runner import Runner
from service.schedule import schedule
from service.works import works
from storage import route_checks
from storage.models import Watch

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


class NoCrawls(Crawling):
    """Notes which spiders would be started."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def crawl(self, spider: str, watch: WatchNoun | None, since: datetime | None = None) -> int:
        self.asked.append(spider)
        route_checks.keep(check())
        return 0


def check() -> RouteCheck:
    return RouteCheck(
        channel=Channel.WEIBO, route="search", name="关键词搜索", host="微博搜索", state=RouteState.WORKS, at=now()
    )


def test_it_is_due_soon_where_nobody_ever_looked_and_else_an_interval_after_the_last_look() -> None:
    soon = now()
    assert due_at(6 * HOUR, soon) == soon
    route_checks.keep(check())
    assert timedelta(0) < due_at(6 * HOUR, soon) - soon - 6 * HOUR < timedelta(minutes=1)
    assert due_at(6 * HOUR, soon + 9 * HOUR) == soon + 9 * HOUR


def test_the_schedule_holds_it_every_six_hours_unless_it_is_switched_off() -> None:
    jobs = {job.id: job for job in schedule(Runner({}), Schedule()).get_jobs()}
    assert jobs[JobName.CANARY.value].trigger.interval == 6 * HOUR
    off = schedule(Runner({}), Schedule(canary_hours=0))
    assert JobName.CANARY.value not in {job.id for job in off.get_jobs()}


def test_the_job_asks_where_somebody_watches_weibo_and_says_how_the_ways_stand() -> None:
    crawling = NoCrawls()
    work = works(crawling, Errands())[JobName.CANARY]
    assert work({}, lambda done, total: None) == ""
    Watch.objects.create(name="青鹭出行", any_words="青鹭")
    assert work({}, lambda done, total: None) == "1 条途径：正常 1"
    assert crawling.asked == ["weibo-canary"]
