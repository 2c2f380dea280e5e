"""Due notices reach the mail server once each, whatever happens on the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTP

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from alerts import handling
from alerts.evaluate import evaluate
from alerts.notifier import Delivery, Outcome
from alerts.notify import Letters, Told, tell_due, wait_after
from domain.notice import NoticeState, Stage
from storage import notices, outbox
from storage.models import Alert, Notice, Report
from tests.alerts.conftest import World, no_report
from tests.alerts.mailserver import Mailbox, running

MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running() as box:
        yield box


@pytest.fixture
def alerted(staffed: World, now: datetime) -> World:
    staffed.ordinary_days(until=now - timedelta(hours=1), days=8)
    staffed.surge(30, until=now)
    evaluate(now)
    return staffed


def letters(mailbox: Mailbox) -> Letters:
    return Letters(connection=mailbox.connection(), report=no_report)


def also_tell(world: World, name: str, now: datetime, stage: Stage = Stage.FIRED) -> Notice:
    person = world.people[name]
    telling = notices.Telling(
        stage=stage, address=person.email, person=person.pk, why="试", alert=Alert.objects.get().pk
    )
    notices.queue([telling], now)
    return Notice.objects.get(key=telling.key)


def test_a_due_notice_is_taken_by_the_server_and_said_to_be(alerted: World, mailbox: Mailbox, now: datetime) -> None:
    assert tell_due(now, letters=letters(mailbox)) == Told(accepted=1, retried=0, failed=0)
    notice = Notice.objects.get()
    assert notice.state == NoticeState.ACCEPTED.value
    assert notice.accepted_at is not None
    assert tell_due(now + MINUTE, letters=letters(mailbox)) == Told(accepted=0, retried=0, failed=0)
    assert [mail["To"] for mail in mailbox.taken] == [alerted.people["林晓"].email]


def test_mails_of_one_alert_stand_in_one_thread_with_ids_of_their_own(
    alerted: World, mailbox: Mailbox, now: datetime
) -> None:
    also_tell(alerted, "周宁", now)
    tell_due(now, letters=letters(mailbox))
    first, second = mailbox.taken
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]


@pytest.mark.parametrize("left", [NoticeState.PENDING, NoticeState.HANDING_OVER])
def test_a_kill_before_the_server_answers_loses_nothing(
    alerted: World, mailbox: Mailbox, now: datetime, left: NoticeState
) -> None:
    held = now + MINUTE if left is NoticeState.HANDING_OVER else None
    Notice.objects.update(state=left.value, attempts=1, leased_until=held)
    tell_due(now + 2 * MINUTE, letters=letters(mailbox))
    assert len(mailbox.taken) == 1


def test_a_kill_after_the_server_answered_repeats_the_same_message_id(
    alerted: World, mailbox: Mailbox, now: datetime
) -> None:
    tell_due(now, letters=letters(mailbox))
    Notice.objects.update(state=NoticeState.HANDING_OVER.value, leased_until=now + MINUTE, accepted_at=None)
    assert tell_due(now + MINUTE / 2, letters=letters(mailbox)).accepted == 0
    assert tell_due(now + MINUTE, letters=letters(mailbox)).accepted == 1
    assert len({mail["Message-ID"] for mail in mailbox.taken}) == 1


@pytest.mark.parametrize("left", [NoticeState.ACCEPTED, NoticeState.FAILED, NoticeState.SUPERSEDED])
def test_what_is_done_is_never_sent_again(alerted: World, mailbox: Mailbox, now: datetime, left: NoticeState) -> None:
    Notice.objects.update(state=left.value)
    tell_due(now + timedelta(hours=30), letters=letters(mailbox))
    assert mailbox.taken == []


def test_two_senders_never_hold_the_same_notice(alerted: World, now: datetime) -> None:
    number = Notice.objects.get().pk
    assert outbox.take(number, now) is not None
    assert outbox.take(number, now) is None
    assert outbox.due(now, 10) == []


def test_a_temporary_refusal_is_tried_again_and_goes_out_once(alerted: World, mailbox: Mailbox, now: datetime) -> None:
    mailbox.content_answers = ["451 4.3.0 busy", "452 4.2.2 full"]
    assert tell_due(now, letters=letters(mailbox)).retried == 1
    notice = Notice.objects.get()
    assert "451" in notice.error
    assert now < notice.next_try_at <= now + timedelta(seconds=6)
    assert tell_due(now + MINUTE, letters=letters(mailbox)).retried == 1
    assert tell_due(now + 2 * MINUTE, letters=letters(mailbox)).accepted == 1
    assert len(mailbox.taken) == 1


def test_an_unknown_recipient_fails_at_once_and_stops_nobody_else(
    alerted: World, mailbox: Mailbox, now: datetime
) -> None:
    also_tell(alerted, "周宁", now)
    mailbox.recipient_answers[alerted.people["林晓"].email] = "550 5.1.1 no such user"
    assert tell_due(now, letters=letters(mailbox)) == Told(accepted=1, retried=0, failed=1)
    failed = Notice.objects.get(state=NoticeState.FAILED.value)
    assert failed.person == alerted.people["林晓"]
    assert "550" in failed.error
    assert [mail["To"] for mail in mailbox.taken] == [alerted.people["周宁"].email]


def test_a_server_that_shuts_down_is_left_alone_until_later(alerted: World, mailbox: Mailbox, now: datetime) -> None:
    also_tell(alerted, "周宁", now)
    mailbox.content_answers = ["421 4.3.2 shutting down"]
    assert tell_due(now, letters=letters(mailbox)) == Told(accepted=0, retried=1, failed=0)
    assert tell_due(now + MINUTE, letters=letters(mailbox)).accepted == 2


def test_no_server_at_all_keeps_trying_for_a_day_and_then_says_so(alerted: World, now: datetime) -> None:
    nobody = Letters(connection=EmailBackend(host="127.0.0.1", port=1, timeout=1), report=no_report)
    at, tries = now, 0
    while Notice.objects.get().state != NoticeState.FAILED.value:
        assert tell_due(at, letters=nobody).accepted == 0
        at, tries = max(at, Notice.objects.get().next_try_at), tries + 1
        assert tries < 250
    assert timedelta(hours=23, minutes=45) < at - now <= timedelta(hours=24)
    assert "24 小时内一直没有发出" in Notice.objects.get().error


def test_a_mistake_in_one_notice_is_recorded_and_the_others_go_out(
    alerted: World, mailbox: Mailbox, now: datetime
) -> None:
    also_tell(alerted, "周宁", now)
    bad = Notice.objects.order_by("id")[0].pk

    def clumsy(notice: Notice, letters: Letters, now: datetime) -> Delivery:
        if notice.pk == bad:
            raise ZeroDivisionError
        return Delivery(outcome=Outcome.ACCEPTED)

    told = tell_due(now, letters=letters(mailbox), notifiers={"email": clumsy})
    assert told == Told(accepted=1, retried=1, failed=0)
    assert Notice.objects.get(pk=bad).error == "程序错误，通知没有发出：ZeroDivisionError"


def test_a_newer_stage_takes_the_place_of_one_not_sent_yet(alerted: World, mailbox: Mailbox, now: datetime) -> None:
    also_tell(alerted, "林晓", now, Stage.RAISED)
    assert tell_due(now, letters=letters(mailbox)).accepted == 1
    states = dict(Notice.objects.values_list("stage", "state"))
    assert states == {"fired": NoticeState.SUPERSEDED.value, "raised": NoticeState.ACCEPTED.value}
    assert mailbox.taken[0]["Subject"].strip().startswith("【级别上升·")


def test_an_escalation_is_not_sent_once_somebody_has_claimed_the_alert(
    alerted: World, mailbox: Mailbox, now: datetime
) -> None:
    tell_due(now, letters=letters(mailbox))
    also_tell(alerted, "郑总", now, Stage.ESCALATED)
    handling.acknowledge(Alert.objects.get().pk, actor="林晓", now=now)
    tell_due(now + MINUTE, letters=letters(mailbox))
    assert [mail["To"] for mail in mailbox.taken] == [alerted.people["林晓"].email]
    assert Notice.objects.get(stage="escalated").state == NoticeState.SUPERSEDED.value


def test_a_report_is_mailed_as_its_own_room_wrote_it(alerted: World, mailbox: Mailbox, now: datetime) -> None:
    Notice.objects.all().delete()
    report = Report.objects.create(day=now.date(), made_at=now, body={})
    notices.queue([notices.Telling(stage=Stage.REPORT, address="a@example.com", why="日报", report=report.pk)], now)
    assert tell_due(now, letters=letters(mailbox)).accepted == 1
    assert mailbox.taken[0]["Subject"] == "日报 2026-11-23"
    assert mailbox.taken[0]["References"] is None


def test_a_slow_call_takes_its_leases_when_it_gets_there(alerted: World, mailbox: Mailbox, now: datetime) -> None:
    clock = iter([0.0, 50.0, 55.0, 60.0])
    tell_due(now, letters=letters(mailbox), monotonic=lambda: next(clock))
    assert Notice.objects.get().accepted_at == now + timedelta(seconds=55)


def test_waits_grow_from_five_seconds_to_ten_minutes_and_differ_by_key() -> None:
    waits = [wait_after("alert-1:fired:email:a@example.com", attempt).total_seconds() for attempt in range(1, 30)]
    assert 3.75 <= waits[0] <= 5
    assert all(450 <= wait <= 600 for wait in waits[8:])
    assert wait_after("another", 1) != wait_after("one more", 1)


def test_the_connection_is_handed_in_open_or_not(alerted: World, mailbox: Mailbox, now: datetime) -> None:
    connection: BaseEmailBackend = mailbox.connection()
    connection.open()
    tell_due(now, letters=Letters(connection=connection, report=no_report))
    assert isinstance(getattr(connection, "connection", None), SMTP)
    connection.close()
    assert len(mailbox.taken) == 1
