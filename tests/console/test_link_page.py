"""The signed link of a mail: looking does nothing, pressing acts once, a bad link says why."""

from datetime import timedelta

import pytest
from django.test import Client

from alerts.links import token_for
from storage.models import Alert, Notice, Transition


@pytest.fixture
def phone() -> Client:
    """A browser that is not logged in, keeps no cookie and has no CSRF token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def address(notice: Notice) -> str:
    return f"/a/{token_for(notice)}/"


def state_of(notice: Notice) -> tuple[object, ...]:
    row = Alert.objects.get(notices=notice)
    seen = Notice.objects.get(pk=notice.pk).opened_at
    return row.state, row.acknowledged_by, seen, Transition.objects.count(), Notice.objects.count()


def test_a_scanner_changes_nothing(phone: Client, address: str, notice: Notice) -> None:
    before = state_of(notice)
    for method in (phone.get, phone.head, phone.options, phone.get):
        assert method(address).status_code == 200
    assert phone.put(address).status_code == 405
    assert state_of(notice) == before
    assert not phone.cookies


def test_the_page_runs_no_script_and_tells_nothing_of_posts_or_customers(phone: Client, address: str) -> None:
    answer = phone.get(address)
    page = answer.content.decode()
    assert "<script" not in page
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    for secret in ("云帆", "路人", "alert(", "alice@corp.example"):
        assert secret not in page
    assert "三级（较重）" in page
    assert "负面激增" in page


def test_one_press_claims_and_a_second_changes_nothing_more(phone: Client, address: str, notice: Notice) -> None:
    first = phone.post(address, {"action": "acknowledge"})
    assert first.status_code == 200
    assert "已认领，由 艾丽丝 处理" in first.content.decode()
    after = state_of(notice)
    assert after[:2] == ("acknowledged", "艾丽丝")
    second = phone.post(address, {"action": "acknowledge"})
    assert second.status_code == 200
    assert state_of(notice) == after


def test_only_who_has_it_keeps_it_by_link_and_one_press_is_enough(phone: Client, address: str, notice: Notice) -> None:
    assert "仍在处理" not in phone.get(address).content.decode()
    phone.post(address, {"action": "acknowledge"})
    assert "仍在处理，继续由我负责" in phone.get(address).content.decode()
    page = phone.post(address, {"action": "carry_on"}).content.decode()
    assert "已记下，仍由 艾丽丝 处理" in page
    notes = list(Transition.objects.filter(alert__notices=notice, what="note").values_list("reason", flat=True))
    assert notes[-2:] == ["仍在处理", f"以上操作通过发给 {notice.address} 的邮件链接完成，没有登录"]
    Alert.objects.update(acknowledged_by="鲍勃")
    assert "仍在处理" not in phone.get(address).content.decode()
    assert "不是由您认领" in phone.post(address, {"action": "carry_on"}).content.decode()
    assert Transition.objects.filter(alert__notices=notice, what="note").count() == len(notes)


def test_the_history_says_that_it_was_done_by_link(phone: Client, address: str, notice: Notice) -> None:
    phone.post(address, {"action": "acknowledge"})
    last = Transition.objects.filter(alert__notices=notice).last()
    assert last is not None
    assert (last.actor, last.what) == ("艾丽丝", "note")
    assert "邮件链接" in last.reason
    assert notice.address in last.reason


def test_a_false_alarm_wants_a_reason(phone: Client, address: str, notice: Notice) -> None:
    before = state_of(notice)
    answer = phone.post(address, {"action": "dismiss", "reason": "  "})
    assert answer.status_code == 400
    assert "为什么判为误报" in answer.content.decode()
    assert state_of(notice) == before
    assert phone.post(address, {"action": "dismiss", "reason": "抽奖活动"}).status_code == 200
    assert state_of(notice)[0] == "dismissed"


def test_claiming_what_is_over_is_refused_in_words(phone: Client, address: str) -> None:
    phone.post(address, {"action": "dismiss", "reason": "抽奖活动"})
    answer = phone.post(address, {"action": "acknowledge"})
    assert answer.status_code == 409
    assert "判为误报" in answer.content.decode()


@pytest.mark.parametrize("act", ["", "start", "close"])
def test_a_link_can_do_nothing_else(phone: Client, address: str, notice: Notice, act: str) -> None:
    before = state_of(notice)
    assert phone.post(address, {"action": act}).status_code == 400
    assert state_of(notice) == before


def test_altered_and_expired_links_get_a_plain_page(phone: Client, address: str, notice: Notice) -> None:
    altered = phone.post(f"{address[:-4]}AAA/", {"action": "acknowledge"})
    assert altered.status_code == 410
    Notice.objects.filter(pk=notice.pk).update(created_at=notice.created_at - timedelta(hours=25))
    before = state_of(notice)
    expired = phone.post(address, {"action": "acknowledge"})
    assert expired.status_code == 410
    assert "链接不可用" in expired.content.decode()
    assert state_of(notice) == before
