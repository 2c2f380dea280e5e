"""Complaints rise against the same hour of past weeks and become an alert that explains itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from alerts.evaluate import evaluate
from alerts.inbound.taking import take_complaints
from alerts.rules.complaint_rate import COMPLAINT_RATE
from domain.alert import AlertState
from domain.day import hour_start
from domain.grievance import Grievance
from domain.rule_settings import Sensitivity
from domain.source import SourceKind
from storage import arrivals, grievances, rule_versions
from storage.models import Alert, GrievanceHour, Notice, Watch
from storage.models import Grievance as Row
from tests.alerts.conftest import World

HOUR = timedelta(hours=1)


@pytest.fixture
def source(staffed: World, now: datetime) -> int:
    return arrivals.source(SourceKind.COMPLAINTS, "hotline", "客服热线", now - timedelta(weeks=5))


def usual_weeks(source: int, now: datetime, each: int, weeks: int = 5) -> None:
    """So many complaints on refunds in every hour before this one."""
    first = hour_start(now.timestamp())
    GrievanceHour.objects.bulk_create(
        GrievanceHour(source_id=source, category="退款", hour=first - step * 3600, count=each)
        for step in range(1, weeks * 168 + 1)
    )


def complain(source: int, count: int, at: datetime, now: datetime, category: str = "退款") -> int:
    some = tuple(Grievance(key=f"{category}{n}", at=at, category=category, text="退款没到") for n in range(count))
    return take_complaints(source, some, now)


def test_a_rise_is_graded_by_row_four_and_told(source: int, now: datetime) -> None:
    usual_weeks(source, now, 6)
    complain(source, 45, now, now)
    assert evaluate(now).raised == 1
    alert = Alert.objects.get()
    assert (alert.rule, alert.watch, alert.grade) == ("complaint_rate", None, 2)
    assert alert.title == "客服热线：一小时“退款”投诉 45 件，约为平时的 7.5 倍"
    assert "往日同一时段预计 6 件" in alert.reasons[0]["text"]
    assert "过去 4 周" in alert.reasons[1]["text"]
    assert "第 4 行“投诉量”" in alert.grade_reasons[0]
    assert Notice.objects.filter(stage="fired").exists()


def test_an_ordinary_hour_and_a_small_one_raise_nothing(source: int, now: datetime) -> None:
    usual_weeks(source, now, 6)
    complain(source, 9, now, now)
    assert evaluate(now).raised == 0


def test_nine_where_there_are_never_any_are_too_few(source: int, now: datetime) -> None:
    usual_weeks(source, now, 1)
    complain(source, 9, now, now, category="泄露")
    assert evaluate(now).raised == 0


@pytest.mark.parametrize(("count", "raised"), [(99, 0), (100, 1)])
def test_without_two_weeks_only_a_hundred_speak(source: int, now: datetime, count: int, raised: int) -> None:
    complain(source, count, now, now)
    assert evaluate(now).raised == raised
    if raised:
        assert "历史不足两周" in Alert.objects.get().reasons[0]["text"]


def test_many_categories_that_rise_a_little_rise_together(source: int, now: datetime) -> None:
    usual_weeks(source, now, 2)
    for number in range(8):
        complain(source, 8, now, now, category=f"类{number}")
    evaluate(now)
    assert Alert.objects.get().title.startswith("客服热线：一小时投诉 64 件")


def test_a_quiet_source_clears_and_a_late_delivery_is_heard(source: int, now: datetime) -> None:
    usual_weeks(source, now, 6)
    complain(source, 45, now - 2 * HOUR, now)
    evaluate(now)
    assert Alert.objects.get().since < now - 2 * HOUR + timedelta(minutes=1)
    evaluate(now + 3 * HOUR)
    assert Alert.objects.get().state == AlertState.CLEARED


def test_what_comes_twice_counts_once_and_texts_go_with_the_posts(source: int, now: datetime) -> None:
    assert complain(source, 5, now, now) == 5
    assert complain(source, 7, now, now) == 2
    assert GrievanceHour.objects.get().count == 7
    grievances.forget(now + HOUR)
    assert not Row.objects.exists()
    assert GrievanceHour.objects.get().count == 7


def test_a_source_with_a_watch_is_judged_with_that_watch_alone(staffed: World, now: datetime) -> None:
    key = arrivals.source(SourceKind.COMPLAINTS, "x", "商城客服", now, staffed.watch.pk)
    complain(key, 120, now, now)
    evaluate(now)
    assert Alert.objects.get().watch == staffed.watch


def put(now: datetime, **changes: object) -> None:
    """Settings of this rule, as people would save them."""
    settings = replace(COMPLAINT_RATE.defaults(), **changes)  # type: ignore[arg-type]
    newest = rule_versions.newest().get(COMPLAINT_RATE.name)
    rule_versions.save(settings, by="林晓", why="试试", now=now, seen=newest.number if newest else 0)


def test_people_set_how_many_it_takes_and_how_unlikely_they_must_be(source: int, now: datetime) -> None:
    usual_weeks(source, now, 6)
    complain(source, 17, now, now)
    put(now, floor=18, sensitivity=Sensitivity.SENSITIVE)
    assert evaluate(now).raised == 0
    put(now, sensitivity=Sensitivity.STRICT)
    assert evaluate(now).raised == 0
    put(now, sensitivity=Sensitivity.SENSITIVE)
    assert evaluate(now).raised == 1


def test_complaints_of_the_whole_company_are_heard_with_any_watch_that_is_chosen(
    source: int, staffed: World, now: datetime
) -> None:
    other = Watch.objects.create(name="云帆", any_words="云帆")
    complain(source, 120, now, now)
    put(now, watches=(other.pk,), for_minutes=10)
    assert evaluate(now).raised == 0, "it has to hold"
    evaluate(now + timedelta(minutes=5))
    assert evaluate(now + timedelta(minutes=10)).raised == 1
    assert Alert.objects.get().watch is None
