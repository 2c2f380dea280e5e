"""The ladder has nobody left and nobody has answered: everybody is asked again, a few times."""

from datetime import datetime, timedelta

import pytest

from alerts import handling
from alerts.asking_again import ask_again_due
from alerts.escalation import escalate_due
from alerts.notifiers.email.compose import alert_mail
from domain.alert import Grade
from domain.notice import NoticeState, Role, Stage
from storage.models import Alert, Notice, Person, Transition
from tests.alerts.conftest import World, raised_surge

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def asked_at(now: datetime) -> int:
    """The job at this moment: the ladder, then those who were told."""
    written = escalate_due(now) + ask_again_due(now)
    Notice.objects.update(state=NoticeState.ACCEPTED.value)
    return written


@pytest.fixture
def unheard(surge_raised: int, now: datetime) -> int:
    """A surge of the third grade that nobody answers: second duty after 15 minutes, supervisor after 30."""
    assert [asked_at(now + minutes * MINUTE) for minutes in (15, 30)] == [1, 1]
    return surge_raised


def test_everybody_who_was_told_is_asked_again_every_two_hours_and_five_times(unheard: int, now: datetime) -> None:
    first = now + 30 * MINUTE
    assert asked_at(first + 119 * MINUTE) == 0
    assert asked_at(first + 120 * MINUTE) == 3
    assert asked_at(first + 121 * MINUTE) == 0
    again = Notice.objects.filter(step__startswith="again")
    assert sorted(again.values_list("person__name", flat=True)) == sorted(["林晓", "周宁", "陈主管"])
    mail = alert_mail(again[0], Alert.objects.get(), first + 2 * HOUR)
    assert mail.subject.startswith("【无人认领·三级·黄】")
    assert "逐级上报后仍没有人接手，再次通知您" in mail.text
    assert "2 小时 30 分钟无人认领，第 1 次再通知" in mail.text
    assert [asked_at(first + hours * 2 * HOUR) for hours in (2, 3, 4, 5, 6, 7)] == [3, 3, 3, 3, 0, 0]
    last = Transition.objects.filter(what="note").last()
    assert last is not None
    assert last.reason.endswith("第 5 次再通知收到过的人和当班的人")


def test_an_answer_ends_it(unheard: int, now: datetime) -> None:
    handling.acknowledge(unheard, actor="陈主管", now=now + HOUR)
    assert asked_at(now + 3 * HOUR) == 0


def test_after_a_sleep_the_next_rung_comes_first_and_gets_its_time(staffed: World, now: datetime) -> None:
    raised_surge(staffed, now, Grade.ONE)
    assert asked_at(now + 3 * HOUR) == 1
    assert asked_at(now + 3 * HOUR + 14 * MINUTE) == 0
    assert asked_at(now + 3 * HOUR + 15 * MINUTE) == 2


def test_where_one_person_does_it_all_that_person_is_asked_again(world: World, now: datetime) -> None:
    world.hire("林晓", Role.DUTY, tier=1)
    raised_surge(world, now)
    assert [asked_at(now + minutes * MINUTE) for minutes in (15, 30, 119, 120)] == [0, 0, 0, 1]
    assert Person.objects.count() == 1


def test_a_graver_matter_is_asked_for_anew(unheard: int, staffed: World, now: datetime) -> None:
    for hours in range(1, 6):
        asked_at(now + 30 * MINUTE + hours * 2 * HOUR)
    later = now + 11 * HOUR
    alert = Alert.objects.get()
    Alert.objects.update(grade=1)
    Transition.objects.create(alert=alert, at=later, actor="系统", what="grade", before="3", after="1")
    Notice.objects.create(
        key="raised",
        alert=alert,
        address="p@example.com",
        stage=Stage.RAISED.value,
        created_at=later,
        next_try_at=later,
    )
    assert escalate_due(later + 15 * MINUTE) == 1
    assert ask_again_due(later + 15 * MINUTE) == 0
    assert ask_again_due(later + 30 * MINUTE) > 0
