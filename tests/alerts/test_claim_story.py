"""Somebody claims an alert and falls asleep over it: a reminder, then it waits for somebody again."""

from datetime import datetime, timedelta

import pytest

from alerts import handling
from alerts.chasing import Chased, chase
from alerts.claims import give_back_due, remind_due
from alerts.escalation import escalate_due
from alerts.evaluate import evaluate
from alerts.notifiers.email.compose import alert_mail
from alerts.reported import FRONT_LINE_REPORT
from domain.alert import AlertState
from domain.day import spoken
from domain.notice import NoticeState, Stage
from storage import alerts, outbox
from storage.models import Alert, Notice, Transition
from tests.alerts.conftest import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOTHING, REMINDED, RETURNED = (0, 0), (1, 0), (0, 1)


def look_after(now: datetime) -> tuple[int, int]:
    """How many holders are reminded at this moment, and how many alerts go back."""
    return remind_due(now), give_back_due(now)


def told(stage: Stage) -> list[str]:
    return sorted(Notice.objects.filter(stage=stage.value).values_list("person__name", flat=True))


def on_at(now: datetime) -> None:
    """The matter is seen at this moment."""
    Alert.objects.update(last_seen_at=now)


@pytest.fixture
def claimed(surge_raised: int, now: datetime) -> int:
    """A surge of the third grade that 林晓 has claimed the moment it was raised."""
    handling.acknowledge(surge_raised, actor="林晓", now=now)
    return surge_raised


def test_first_its_holder_is_reminded_once(claimed: int, now: datetime) -> None:
    assert look_after(now + 179 * MINUTE) == NOTHING
    assert look_after(now + 180 * MINUTE) == REMINDED
    assert look_after(now + 181 * MINUTE) == NOTHING
    assert told(Stage.REMINDED) == ["林晓"]
    over = alert_mail(Notice.objects.get(stage=Stage.REMINDED.value), Alert.objects.get(), now + 180 * MINUTE)
    assert f"{spoken(now)} 以后没有再检出。请了结或判为误报" in over.text
    on_at(now + 175 * MINUTE)
    mail = alert_mail(Notice.objects.get(stage=Stage.REMINDED.value), Alert.objects.get(), now + 180 * MINUTE)
    assert mail.subject.startswith("【请处理·三级·黄】")
    assert f"请在 {spoken(now + 4 * HOUR)} 前启动、了结或判为误报" in mail.text
    assert "处理，或记一笔进展" in mail.text
    assert "查看并认领" not in mail.text


def test_then_it_waits_for_somebody_again_and_everybody_hears_why(claimed: int, now: datetime) -> None:
    on_at(now + 3 * HOUR)
    assert look_after(now + 4 * HOUR) == RETURNED
    assert look_after(now + 4 * HOUR) == NOTHING
    alert = Alert.objects.get()
    assert (alert.state, alert.acknowledged_by, alert.acknowledged_at) == (AlertState.FIRING.value, "", None)
    back = Transition.objects.get(before=AlertState.ACKNOWLEDGED.value)
    assert (back.actor, back.reason) == ("系统", "林晓认领后 4 小时没有处理结果，也没有记进展")
    assert told(Stage.RETURNED) == ["林晓"]
    mail = alert_mail(Notice.objects.get(stage=Stage.RETURNED.value), alert, now + 4 * HOUR)
    assert mail.subject.startswith("【退回待认领·三级·黄】")
    assert "林晓认领后 4 小时没有处理结果，也没有记进展，这条预警退回待认领" in mail.text
    assert "查看并认领" in mail.text


def test_and_it_goes_up_the_ladder_anew(claimed: int, now: datetime) -> None:
    back = now + 4 * HOUR
    on_at(back)
    look_after(back)
    assert escalate_due(back + 14 * MINUTE) == 0
    assert escalate_due(back + 15 * MINUTE) == 1
    assert told(Stage.ESCALATED) == ["周宁"]
    asked = alert_mail(Notice.objects.get(stage=Stage.ESCALATED.value), Alert.objects.get(), back + 15 * MINUTE)
    assert "退回待认领已 15 分钟，至今无人接手" in asked.text


def test_a_second_round_is_a_chain_of_its_own(staffed: World, claimed: int, now: datetime) -> None:
    back = now + 4 * HOUR
    on_at(back)
    look_after(back)
    escalate_due(back + 15 * MINUTE)
    Notice.objects.update(state=NoticeState.ACCEPTED.value)
    handling.acknowledge(claimed, actor="周宁", now=back + 16 * MINUTE)
    again = back + 16 * MINUTE + 4 * HOUR
    on_at(again)
    assert look_after(again) == RETURNED
    assert escalate_due(again + 15 * MINUTE) == 1
    assert told(Stage.ESCALATED) == ["周宁", "陈主管"]
    assert Notice.objects.filter(stage=Stage.RETURNED.value).values("step").distinct().count() == 2


def test_a_word_from_anybody_gives_the_claim_its_time_again(claimed: int, now: datetime) -> None:
    with pytest.raises(handling.Refused, match="写一句"):
        handling.carry_on(claimed, actor="林晓", reason=" ", now=now + HOUR)
    handling.carry_on(claimed, actor="林晓", reason="已联系技术排查", now=now + 3 * HOUR)
    on_at(now + 6 * HOUR)
    assert look_after(now + 5 * HOUR) == NOTHING
    assert look_after(now + 6 * HOUR) == REMINDED
    assert look_after(now + 7 * HOUR) == RETURNED
    with pytest.raises(handling.Refused, match="只有认领着的预警可以记进展"):
        handling.carry_on(claimed, actor="林晓", reason="还在", now=now + 8 * HOUR)


def test_what_has_become_graver_wants_a_word_sooner(claimed: int, staffed: World, now: datetime) -> None:
    staffed.surge(120, until=now + 5 * MINUTE, minutes=5, reposts=20_000)
    evaluate(now + 5 * MINUTE)
    alert = Alert.objects.get()
    assert (alert.grade, alert.answer_by) == (1, now + 35 * MINUTE)
    assert look_after(now + 35 * MINUTE) == RETURNED


def test_what_is_over_wakes_nobody_and_when_it_comes_back_the_clock_begins_anew(
    claimed: int, staffed: World, now: datetime
) -> None:
    assert look_after(now + 5 * HOUR) == NOTHING
    assert Alert.objects.get().state == AlertState.ACKNOWLEDGED.value
    later = now + 9 * HOUR
    staffed.surge(30, until=later)
    evaluate(later)
    assert look_after(later) == NOTHING
    on_at(later + 3 * HOUR)
    assert look_after(later + 4 * HOUR) == RETURNED


def test_what_a_colleague_reported_is_on_until_somebody_says_otherwise(claimed: int, now: datetime) -> None:
    Alert.objects.update(rule=FRONT_LINE_REPORT)
    assert look_after(now + 5 * HOUR) == RETURNED


def test_the_system_does_not_end_what_a_person_once_had(claimed: int, now: datetime) -> None:
    on_at(now + 4 * HOUR)
    look_after(now + 4 * HOUR)
    evaluate(now + 12 * HOUR)
    assert Alert.objects.get().state == AlertState.FIRING.value


def test_an_answer_ends_the_clock(claimed: int, now: datetime) -> None:
    handling.settle(claimed, actor="林晓", reason="已退款", now=now + HOUR)
    on_at(now + 5 * HOUR)
    assert look_after(now + 5 * HOUR) == NOTHING


def test_a_reminder_that_has_not_left_yet_is_put_aside_by_the_answer(claimed: int, now: datetime) -> None:
    look_after(now + 3 * HOUR)
    handling.settle(claimed, actor="林晓", reason="已退款", now=now + 181 * MINUTE)
    reminder = Notice.objects.get(stage=Stage.REMINDED.value)
    assert outbox.take(reminder.pk, now + 182 * MINUTE) is None
    reminder.refresh_from_db()
    assert reminder.state == NoticeState.SUPERSEDED.value


def test_who_claims_by_the_address_of_a_mail_is_reminded_there(claimed: int, now: datetime) -> None:
    Notice.objects.update(person=None, address="shared@example.com")
    Alert.objects.update(acknowledged_by="shared@example.com")
    assert look_after(now + 3 * HOUR) == REMINDED
    assert Notice.objects.get(stage=Stage.REMINDED.value).address == "shared@example.com"


def test_the_job_says_what_it_did(claimed: int, now: datetime) -> None:
    assert chase(now + 2 * HOUR) == Chased(reminded=0, returned=0, escalated=0, again=0)
    on_at(now + 4 * HOUR)
    assert chase(now + 4 * HOUR) == Chased(reminded=0, returned=1, escalated=0, again=0)
    assert chase(now + 4 * HOUR + 15 * MINUTE) == Chased(reminded=0, returned=0, escalated=1, again=0)


def test_an_alert_of_before_this_was_counted_has_no_end(claimed: int, now: datetime) -> None:
    Alert.objects.update(answer_by=None, last_seen_at=now + 9 * HOUR)
    assert alerts.claims() == []
    assert look_after(now + 9 * HOUR) == NOTHING
