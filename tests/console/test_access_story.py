"""Who sees what: Charlie nothing, Bob everything but no buttons, Alice acts."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from alerts import handling
from console.urls import urlpatterns
from domain.alert import Grade
from domain.incident import IncidentKind
from storage.models import Alert, Incident, Notice, Transition

OPEN_TO_ALL = {"login", "link", "healthz", "vega", "font", "front-line", "inbound-api"}
EXAMPLES: dict[str, dict[str, Any]] = {
    "post": {"key": 1},
    "label": {"key": 1},
    "topic": {"key": 1},
    "proof": {"key": 1},
    "crawl": {"key": 1},
    "kept-page": {"key": 1},
    "alert": {"key": 1},
    "rule": {"name": "negative_surge"},
    "incident": {"key": 1},
    "report": {"day": "2026-11-22", "edition": 1},
    "link": {"token": "x"},
    "vega": {"wanted": "x"},
    "front-line": {"token": "x"},
    "inbound-api": {"place": "x"},
}
NAMED = [pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern) and pattern.name]


def changes() -> tuple[int, int, int]:
    """How much has been written down so far."""
    return Transition.objects.count(), Notice.objects.count(), Incident.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMED)
def test_a_stranger_is_sent_to_the_login_from_everywhere_else(as_charlie: Client, name: str) -> None:
    address = reverse(name, kwargs=EXAMPLES.get(name))
    for method in (as_charlie.get, as_charlie.post):
        answer = method(address)
        sent_away = answer.status_code == 302 and answer["Location"].startswith(reverse("login"))
        assert sent_away is (name not in OPEN_TO_ALL), (name, answer.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/admin/storage/watch/", "/admin/password_change/", "/admin/search/?s=a"])
def test_a_stranger_meets_our_own_login_before_the_administration(as_charlie: Client, path: str) -> None:
    answer = as_charlie.get(path, follow=True)
    assert answer.templates[0].name == "console/login.html"


def test_a_viewer_may_not_enter_the_administration(as_bob: Client) -> None:
    answer = as_bob.get("/admin/storage/watch/", follow=True)
    assert answer.status_code == 403
    assert "没有后台权限" in answer.content.decode()


def test_a_viewer_may_change_the_own_password_and_log_out(as_bob: Client) -> None:
    assert as_bob.get("/admin/password_change/").status_code == 200
    assert as_bob.get("/logout/").status_code == 405
    assert as_bob.post("/admin/logout/").status_code == 302
    assert as_bob.get("/").status_code == 302


def test_a_viewer_sees_the_alert_without_buttons_and_cannot_act(as_bob: Client, alert: Alert) -> None:
    page = as_bob.get(f"/alerts/{alert.pk}/").content.decode()
    assert "只能查看" in page
    assert "我来处理" not in page
    before = changes()
    for act in ("acknowledge", "dismiss", "settle", "start"):
        assert as_bob.post(f"/alerts/{alert.pk}/", {"act": act}).status_code == 403
    assert changes() == before


def test_alice_claims_starts_and_closes_while_bob_watches(as_alice: Client, as_bob: Client, alert: Alert) -> None:
    address = f"/alerts/{alert.pk}/"
    page = as_alice.post(address, {"act": "acknowledge"}, follow=True).content.decode()
    assert "由 <b>艾丽丝</b> 认领" in page
    started = {"act": "start", "start-kind": "outage", "start-grade": "2", "start-reason": "已与技术核实"}
    as_alice.post(address, started)
    incident = Incident.objects.get(alert=alert)
    assert incident.started_by == "艾丽丝"
    assert as_bob.post(f"/incidents/{incident.pk}/", {"act": "note", "note-text": "x"}).status_code == 403
    moved = {"act": "move", "move-to": "contained", "move-reason": "已切换"}
    as_alice.post(f"/incidents/{incident.pk}/", moved)
    as_alice.post(f"/incidents/{incident.pk}/", {"act": "note", "note-text": "媒体来电 <b>2</b> 家"})
    as_alice.post(f"/incidents/{incident.pk}/", {"act": "regrade", "regrade-to": "3", "regrade-reason": "影响变小"})
    page = as_bob.get(f"/incidents/{incident.pk}/").content.decode()
    for told in ("已启动 → 已控制", "二级（严重） → 三级（较重）", "媒体来电 &lt;b&gt;2&lt;/b&gt; 家", "影响变小"):
        assert told in page
    incident.refresh_from_db()
    assert (incident.state, incident.grade) == ("contained", 3)


def test_what_is_true_and_small_is_settled_once_it_is_claimed(as_alice: Client, as_bob: Client, alert: Alert) -> None:
    address = f"/alerts/{alert.pk}/"
    assert "了结（属实，不必启动）" not in as_alice.get(address).content.decode()
    assert "了结（属实，不必启动）" in as_alice.post(address, {"act": "acknowledge"}, follow=True).content.decode()
    asked = as_alice.post(address, {"act": "settle", "settle-reason": " "}).content.decode()
    assert "<details open>" in asked
    as_alice.post(address, {"act": "settle", "settle-reason": "已给用户 <b>退款</b>"})
    page = as_bob.get(address).content.decode()
    assert "已了结" in page
    assert "已给用户 &lt;b&gt;退款&lt;/b&gt;" in page
    assert "核实了结的已计为有用" in page
    assert address not in as_bob.get("/").content.decode()


def test_who_has_it_notes_how_it_goes_and_keeps_it(as_alice: Client, as_bob: Client, alert: Alert) -> None:
    address = f"/alerts/{alert.pk}/"
    assert "记一笔进展" not in as_alice.get(address).content.decode()
    assert "否则退回待认领" in as_alice.post(address, {"act": "acknowledge"}, follow=True).content.decode()
    asked = as_alice.post(address, {"act": "carry_on", "carry_on-reason": " "}).content.decode()
    assert "<details open>" in asked
    assert as_bob.post(address, {"act": "carry_on", "carry_on-reason": "x"}).status_code == 403
    as_alice.post(address, {"act": "carry_on", "carry_on-reason": "已联系 <b>技术</b> 排查"})
    assert "已联系 &lt;b&gt;技术&lt;/b&gt; 排查" in as_bob.get(address).content.decode()


def test_what_went_back_says_so(as_bob: Client, alert: Alert) -> None:
    Alert.objects.update(returned_at=alert.detected_at + timedelta(minutes=5))
    assert "退回待认领" in as_bob.get("/").content.decode()
    assert "退回待认领" in as_bob.get(f"/alerts/{alert.pk}/").content.decode()


def test_what_the_rules_of_handling_refuse_is_shown_in_their_words(as_alice: Client, alert: Alert) -> None:
    handling.dismiss(alert.pk, actor="鲍勃", reason="旧闻", now=alert.detected_at)
    page = as_alice.post(f"/alerts/{alert.pk}/", {"act": "acknowledge"}, follow=True).content.decode()
    assert "不能改为" in page


def test_a_missing_reason_is_asked_for_and_nothing_happens(as_alice: Client, alert: Alert) -> None:
    before = changes()
    page = as_alice.post(f"/alerts/{alert.pk}/", {"act": "dismiss", "dismiss-reason": " "}).content.decode()
    assert "<details open>" in page
    assert as_alice.post(f"/alerts/{alert.pk}/", {"act": "nonsense"}).status_code == 302
    assert changes() == before


def test_looking_changes_nothing(as_alice: Client, alert: Alert) -> None:
    actor = {"actor": "艾丽丝", "now": alert.detected_at}
    incident = handling.start(alert.pk, kind=IncidentKind.OTHER, grade=Grade.THREE, reason="x", **actor)  # type: ignore[arg-type]
    before = changes()
    for path in ("/", "/posts/", "/alerts/", f"/alerts/{alert.pk}/", "/incidents/", f"/incidents/{incident.pk}/"):
        for method in (as_alice.get, as_alice.head):
            assert method(path, {"act": "move", "move-to": "contained"}).status_code == 200
    assert changes() == before


def test_a_form_from_elsewhere_is_refused(alice: object, alert: Alert) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice.user)  # type: ignore[attr-defined]
    answer = client.post(f"/alerts/{alert.pk}/", {"act": "acknowledge"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
