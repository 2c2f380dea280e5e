"""The link in a mail: looking changes nothing, altering it is noticed, and it runs out."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core import signing

from alerts.links import SALT, BadLink, read_token, token_for, url_for
from domain.notice import Stage
from storage import notices
from storage.models import Alert, Notice, Report, Transition
from tests.alerts.conftest import World
from tests.alerts.test_acts import raised


@pytest.fixture
def notice(staffed: World, now: datetime) -> Notice:
    raised(staffed, now)
    row = Notice.objects.order_by("id")[0]
    row.accepted_at = now
    row.save()
    return row


def test_a_link_opens_the_notice_that_it_was_made_for(notice: Notice, now: datetime) -> None:
    token = token_for(notice)
    assert read_token(token, now) == notice
    assert url_for(notice) == f"{settings.BASE_URL}/a/{token}/"
    assert token == token_for(Notice.objects.get(pk=notice.pk))


def test_a_scanner_that_opens_it_a_hundred_times_changes_nothing(notice: Notice, now: datetime) -> None:
    before = Transition.objects.count()
    for _ in range(100):
        read_token(token_for(notice), now)
    assert Alert.objects.get().state == "firing"
    assert Transition.objects.count() == before


def test_it_holds_for_a_day_and_five_minutes_for_clocks_that_differ(notice: Notice, now: datetime) -> None:
    day = now + timedelta(hours=24)
    assert read_token(token_for(notice), day + timedelta(minutes=5)) == notice
    with pytest.raises(BadLink, match="超过 24 小时"):
        read_token(token_for(notice), day + timedelta(minutes=5, seconds=1))
    assert read_token(token_for(notice), now - timedelta(minutes=3)) == notice


def test_an_altered_link_is_refused(notice: Notice, now: datetime) -> None:
    token = token_for(notice)
    for bad in ("", "a", token[:-1], token[:5] + "x" + token[6:], token + "=", "一" + token, token.replace(":", "")):
        with pytest.raises(BadLink, match="不完整或被改动"):
            read_token(bad, now)


def test_a_link_is_bound_to_its_alert_and_its_recipient(notice: Notice, now: datetime) -> None:
    token = token_for(notice)
    Notice.objects.filter(pk=notice.pk).update(address="somebody@else.example")
    with pytest.raises(BadLink):
        read_token(token, now)


def test_a_signed_thing_that_is_no_link_is_refused(notice: Notice, now: datetime) -> None:
    elsewhere = signing.Signer(salt="sessions").sign_object([notice.pk, "x"])
    missing = signing.Signer(salt=SALT).sign_object([notice.pk + 999, "x"])
    for bad in (elsewhere, missing):
        with pytest.raises(BadLink):
            read_token(bad, now)


def test_a_report_mail_gives_no_way_to_act(notice: Notice, now: datetime) -> None:
    report = Report.objects.create(day=now.date(), made_at=now, body={})
    notices.queue([notices.Telling(stage=Stage.REPORT, address="a@example.com", why="日报", report=report.pk)], now)
    with pytest.raises(BadLink):
        read_token(token_for(Notice.objects.get(report=report)), now)
