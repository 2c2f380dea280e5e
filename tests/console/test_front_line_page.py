"""A colleague reports in two fields, by link or from the console, and sees that it reached somebody."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from console import front_line_link
from console.inbound_door import may_pass
from console.pages.front_line import CHANNELS, MOST_AN_ADDRESS, TEN_MINUTES
from domain.inbound import InboundRefusal
from domain.source import SourceKind
from storage import arrivals, inbound
from storage.models import Alert, FrontLineReport, Notice, Person, Shift, Transition

pytestmark = pytest.mark.django_db
WHITE = {"what": "客户反映 App 登录后一直白屏", "channel": "App"}


@pytest.fixture(autouse=True)
def _fresh_doors() -> None:
    cache.clear()


@pytest.fixture
def phone() -> Client:
    """A browser that is not logged in and has no CSRF token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def path(at: datetime) -> str:
    inbound.add(SourceKind.FRONT_LINE, "agents", "客服一组", at, watch=None, by="值班台")
    return link_of("agents")


@pytest.fixture
def on_duty(alice: Person, at: datetime) -> Person:
    day = timedelta(days=1)
    Shift.objects.create(person=alice, tier=1, starts_at=at - day, ends_at=at + day)
    return alice


def link_of(place: str) -> str:
    source = inbound.standing(place)
    assert source is not None
    url = front_line_link.url_of(source)
    return url[url.index("/r/") :]


def test_two_fields_reach_the_duty_manager(phone: Client, path: str, on_duty: Person) -> None:
    page = phone.post(path, WHITE).content.decode()
    alert, report = Alert.objects.get(), FrontLineReport.objects.get()
    assert f"报告编号 {report.pk}" in page
    assert "已通知值班经理：<b>艾丽丝</b>" in page
    assert alert.title == "一线报告（App）：客户反映 App 登录后一直白屏"
    assert (alert.watch, alert.grade, alert.reasons[1]["text"]) == (
        None, 4, "渠道：App；受影响客户数未知；起始时间未知",
    )  # fmt: skip
    assert Notice.objects.get().person == on_duty
    assert arrivals.sources([SourceKind.FRONT_LINE])[0].received_at is not None


def test_what_else_is_known_is_graded(phone: Client, path: str, on_duty: Person) -> None:
    more = {"affected": "30000", "since": "2026-11-23T09:30", "contact": "小周 分机 801"}
    phone.post(path, {**WHITE, **more})
    alert = Alert.objects.get()
    assert alert.grade == 3
    assert "受影响客户约 3 万 人" in alert.reasons[1]["text"]
    assert "2026年11月23日 09:30" in alert.reasons[1]["text"]
    assert "小周 分机 801" in alert.reasons[2]["text"]


def test_the_page_is_lean_strict_and_keeps_no_cookie(phone: Client, path: str) -> None:
    answer = phone.get(path)
    assert answer.status_code == 200
    assert "<script" not in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not phone.cookies


def test_the_same_matter_within_an_hour_joins_the_open_alert(phone: Client, path: str, on_duty: Person) -> None:
    phone.post(path, WHITE)
    page = phone.post(path, {**WHITE, "what": "好多客户说APP登录后一直白屏！", "affected": "20000"}).content.decode()
    assert "一小时内已有同事报告过同一件事" in page
    alert = Alert.objects.get()
    assert alert.grade == 3
    assert Transition.objects.filter(alert=alert, what="note").get().reason.startswith("又收到一份一线报告（第 2 份")
    assert sorted(Notice.objects.values_list("stage", flat=True)) == ["fired", "raised"]


@pytest.mark.parametrize("other", [{"what": "退款页面打不开"}, {"channel": "小程序"}])
def test_another_matter_or_another_channel_is_an_alert_of_its_own(
    phone: Client, path: str, other: dict[str, str]
) -> None:
    phone.post(path, WHITE)
    phone.post(path, {**WHITE, **other})
    assert Alert.objects.count() == 2


def test_a_report_of_long_ago_is_not_joined(phone: Client, path: str, at: datetime) -> None:
    phone.post(path, WHITE)
    FrontLineReport.objects.update(received_at=at - timedelta(minutes=61))
    phone.post(path, {**WHITE, "what": WHITE["what"] + "，又来了"})
    assert Alert.objects.count() == 2


def test_a_form_that_is_sent_twice_is_taken_once(phone: Client, path: str) -> None:
    sent = {**WHITE, "form_key": "abcdefghijklmnop"}
    first, second = phone.post(path, sent), phone.post(path, sent)
    assert first.content == second.content
    assert (FrontLineReport.objects.count(), Transition.objects.count()) == (1, 1)


def test_who_stands_in_for_an_empty_rota_is_not_called_the_duty_manager(
    phone: Client, path: str, alice: Person
) -> None:
    page = phone.post(path, WHITE).content.decode()
    assert "值班表上现在没有值班经理，已改为通知：<b>艾丽丝</b>" in page


def test_nobody_on_duty_is_said_plainly(phone: Client, path: str) -> None:
    assert "没有通知到任何人，请立即打电话" in phone.post(path, WHITE).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"what": " "}, "请写一句发生了什么"),
        ({"channel": "传真"}, "请从列出的渠道里选一个"),
        ({"affected": "-3"}, "不能是负数"),
        ({"affected": "很多"}, "人数请填数字"),
        ({"since": "2099-01-01T00:00"}, "时间还没有到"),
        ({"since": "昨晚"}, "时间没有认出来"),
    ],
)
def test_a_slip_is_named_and_nothing_typed_is_lost(phone: Client, path: str, wrong: dict[str, str], words: str) -> None:
    answer = phone.post(path, {**WHITE, "contact": "小周", **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "小周" in answer.content.decode()
    assert not Alert.objects.exists()


def test_a_robot_and_a_flood_are_refused_on_record(phone: Client, path: str, at: datetime) -> None:
    assert phone.post(path, {**WHITE, "website": "http://spam.example"}).status_code == 400
    source = inbound.standing("agents")
    assert source is not None
    for moment in (at, at + timedelta(minutes=10)):
        for _ in range(MOST_AN_ADDRESS):
            may_pass(f"front:{source.key}:127.0.0.1", MOST_AN_ADDRESS, moment, TEN_MINUTES)
    answer = phone.post(path, WHITE)
    assert answer.status_code == 429
    assert WHITE["what"] in answer.content.decode()
    assert {one.why for one in inbound.refused_lately(at)} == {InboundRefusal.ROBOT, InboundRefusal.RATE}
    assert not Alert.objects.exists()


def test_an_old_or_altered_link_opens_nothing(phone: Client, path: str, at: datetime) -> None:
    assert phone.get(path[:-3] + "x/").status_code == 410
    inbound.rotate("agents", at, by="值班台")
    assert phone.post(path, WHITE).status_code == 410
    assert phone.get(link_of("agents")).status_code == 200
    inbound.remove("agents")
    assert phone.get(path).status_code == 410
    (record,) = inbound.refused_lately(at)
    assert (record.why, record.count) == (InboundRefusal.LINK, 3)


def test_hostile_words_are_shown_as_words(phone: Client, path: str, as_alice: Client) -> None:
    phone.post(path, {**WHITE, "what": "<script>alert(1)</script> http://evil.example/x\r\nBcc: a@b.example"})
    alert = Alert.objects.get()
    page = as_alice.get(f"/alerts/{alert.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "hxxp://evil[.]example" in page
    assert "\n" not in alert.title
    assert "全公司" in page
    assert "采集缺口" not in page


def test_from_the_console_it_goes_under_the_own_name(as_bob: Client, on_duty: Person) -> None:
    assert all(name in as_bob.get("/front-line/").content.decode() for name in CHANNELS)
    page = as_bob.post("/front-line/", WHITE).content.decode()
    assert "已通知值班经理：<b>艾丽丝</b>" in page
    assert "上报人：鲍勃" in Alert.objects.get().reasons[2]["text"]
