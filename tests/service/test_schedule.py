"""What runs by itself, and when: as configured, nothing twice, and what was missed is made up."""

from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.interval import IntervalTrigger

from domain.day import CHINA
from domain.job import ON_REQUEST, JobName
from service.config import Schedule
from service.schedule import Plan, plans

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def planned(mail_in: int = 0, **times: object) -> dict[str, Plan]:
    made = list(plans(Schedule.model_validate(times), mail_in, START))
    found = {plan.name or plan.job.value: plan for plan in made}
    assert len(found) == len(made)
    return found


def test_every_job_has_its_time() -> None:
    jobs = {plan.job for plan in planned(mail_in=5).values()}
    assert jobs == set(JobName) - ON_REQUEST


def test_what_is_set_to_never_does_not_run() -> None:
    found = planned(hot_minutes=0, canary_hours=0)
    assert not {"hot", "canary", "mail_in"} & found.keys()


def test_what_was_due_while_nothing_ran_is_made_up() -> None:
    missed = planned(report_at="08:00")["report-missed"]
    assert missed.job is JobName.REPORT
    assert missed.trigger.get_next_fire_time(None, START) == START + timedelta(seconds=2)
    assert "report-missed" not in planned(report_at="23:59")


def test_work_begins_at_the_start_and_what_has_an_hour_of_its_own_waits_for_it() -> None:
    found = planned(report_at="08:30")
    for name in ("crawl", "score", "tell", "escalate", "inbox"):
        assert isinstance(found[name].trigger, IntervalTrigger)
        assert found[name].first == START + timedelta(seconds=2)
    assert found["report"].first is None
    morning = found["report"].trigger.get_next_fire_time(None, START)
    assert morning is not None
    assert (morning.astimezone(CHINA).hour, morning.minute) == (8, 30)


def test_the_second_search_is_a_crawl_of_its_own() -> None:
    second = planned(second_search_minutes=30)["second-search"]
    assert (second.job, dict(second.arguments)) == (JobName.CRAWL, {"spider": "weibo-mobile-search"})
