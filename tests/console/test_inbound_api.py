"""Systems report by HTTP: taken once, refused in words, every refusal on record."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from console import inbound_door
from console.api import MOST_A_MINUTE
from domain.inbound import InboundRefusal
from domain.source import SourceKind
from storage import arrivals, inbound
from storage.models import Alert, Grievance, GrievanceHour, MatterPart, Notice, Person, Transition
from tests.alertmanager import BEGAN, alarm, body, notification

pytestmark = pytest.mark.django_db
Post = Callable[..., Any]


@pytest.fixture(autouse=True)
def _fresh_doors() -> None:
    cache.clear()


@pytest.fixture
def tokens(at: datetime) -> dict[str, str]:
    made = {
        "grafana": inbound.add(SourceKind.SYSTEM, "grafana", "机房监控", at, watch=None, by="管理员"),
        "hotline": inbound.add(SourceKind.COMPLAINTS, "hotline", "客服热线", at, watch=None, by="管理员"),
    }
    return {place: token for place, token in made.items() if token}


@pytest.fixture
def post(tokens: dict[str, str]) -> Post:
    def send(content: Any, place: str = "grafana", token: str | None = None, client: Client | None = None) -> Any:
        given = tokens.get(place, "") if token is None else token
        return (client or Client(enforce_csrf_checks=True)).post(
            f"/api/inbound/{place}",
            content if isinstance(content, bytes) else body(content),
            content_type="application/json",
            headers={"Authorization": f"Bearer {given}"} if given else {},
        )

    return send


def test_a_group_becomes_one_alert_that_tells_the_duty_manager(post: Post, alice: Person) -> None:
    answer = post(notification([alarm(1, affected_users="20000"), alarm(2)]))
    assert answer.status_code == 200
    alert = Alert.objects.get()
    assert answer.json() == {
        "ok": True, "key": '{}:{alertname="登录"}', "alert": alert.pk, "firing": 2, "resolved": 0,
    }  # fmt: skip
    assert (alert.rule, alert.watch, alert.grade, alert.since) == ("system_report", None, 3, BEGAN)
    assert alert.title == "系统告警：登录不可用（2 条告警）"
    assert "第 1 行“受影响用户”" in alert.grade_reasons[0]
    assert Notice.objects.get().person == alice


def test_a_replay_gets_the_same_answer_and_leaves_nothing_twice(post: Post, alice: Person) -> None:
    content = notification([alarm(1), alarm(2)])
    first, second = post(content), post(content)
    assert first.json() == second.json()
    counted = (Alert.objects.count(), MatterPart.objects.count(), Notice.objects.count(), Transition.objects.count())
    assert counted == (1, 2, 1, 1)
    (source,) = arrivals.sources([SourceKind.SYSTEM])
    assert sum(count for _, count in arrivals.by_hour(source.key, source.since + timedelta(days=1), 1)) == 2


def test_a_heartbeat_shows_life_and_raises_nothing(post: Post) -> None:
    answer = post(notification([alarm(1, name="Watchdog")], group="Watchdog"))
    assert answer.json() == {"ok": True, "heartbeat": True}
    assert not Alert.objects.exists()
    assert arrivals.sources([SourceKind.SYSTEM])[0].received_at is not None


def test_what_nobody_touched_clears_when_its_system_says_that_it_is_over(post: Post, alice: Person) -> None:
    post(notification([alarm(1), alarm(2)]))
    post(notification([alarm(1), alarm(2, status="resolved")]))
    assert Alert.objects.get().title == "系统告警：登录不可用"
    answer = post(notification([alarm(1, status="resolved")]))
    alert = Alert.objects.get()
    assert alert.state == "cleared"
    assert (answer.json()["firing"], answer.json()["resolved"]) == (0, 2)
    assert sorted(Notice.objects.values_list("stage", flat=True)) == ["cleared", "fired"]


def test_a_firing_that_comes_late_does_not_wake_what_is_over(post: Post, alice: Person) -> None:
    content = notification([alarm(1)])
    post(content)
    post(notification([alarm(1, status="resolved")]))
    post(content)
    assert [alert.state for alert in Alert.objects.all()] == ["cleared"]
    again = notification([alarm(1, began=BEGAN + timedelta(hours=2))])
    post(again)
    assert sorted(alert.state for alert in Alert.objects.all()) == ["cleared", "firing"]


def test_alarms_that_the_sender_left_out_are_counted_too(post: Post) -> None:
    post(notification([alarm(1), alarm(2)], truncated=98))
    alert = Alert.objects.get()
    assert alert.title == "系统告警：登录不可用（100 条告警）"
    assert "另有 98 条对方没有列出" in alert.reasons[0]["text"]


def test_the_plain_form_raises_and_ends_by_its_key(post: Post, at: datetime) -> None:
    since = (at - timedelta(minutes=40)).isoformat()
    plain = {"key": "pay", "title": "支付中断", "outage": True, "since": since, "affected_users": 120_000}
    post(plain)
    alert = Alert.objects.get()
    assert alert.grade == 2
    assert [line.split("”")[0] for line in alert.grade_reasons] == [
        "第 1 行“受影响用户",
        "第 2 行“核心线上客服渠道完全中断",
    ]
    post({**plain, "status": "resolved"})
    assert Alert.objects.get().state == "cleared"


def test_a_key_without_a_beginning_may_fire_again(post: Post) -> None:
    for status in ("firing", "firing", "resolved", "firing"):
        post({"key": "disk", "title": "磁盘将满", "status": status})
    assert sorted(Alert.objects.values_list("state", flat=True)) == ["cleared", "firing"]


def test_complaints_come_one_or_many_and_are_masked(post: Post, at: datetime) -> None:
    when = at.isoformat()
    one = {"id": "c1", "time": when, "category": "退款", "text": "我的电话 138 1234 5678，退款没到"}
    assert post(one, "hotline").json() == {"ok": True, "complaints": 1}
    many = {"complaints": [one, {"id": "c2", "time": when, "category": "退款", "channel": "热线"}]}
    assert post(many, "hotline").json() == post(many, "hotline").json() == {"ok": True, "complaints": 2}
    assert Grievance.objects.get(key="c1").text == "我的电话 ［手机号］，退款没到"
    assert GrievanceHour.objects.get().count == 2


NESTED = b"[" * 4000 + b"]" * 4000
PLAIN = {"key": "a", "title": "登录失败"}
REFUSED = (
    ("no token", PLAIN, "", 401, InboundRefusal.TOKEN, "口令不对"),
    ("wrong token", PLAIN, "guess", 401, InboundRefusal.TOKEN, "口令不对"),
    ("10 MB", b'{"key": "' + b"x" * 10_000_000 + b'"}', None, 413, InboundRefusal.SIZE, "6 MB"),
    ("no JSON", b"alert!", None, 422, InboundRefusal.FORM, "第 1 行第 1 列：不是有效的 JSON"),
    ("nothing", b"", None, 422, InboundRefusal.FORM, "不是有效的 JSON"),
    ("no UTF-8", '{"key": "登录"}'.encode("gbk"), None, 422, InboundRefusal.FORM, "UTF-8"),
    ("deep", NESTED, None, 422, InboundRefusal.FORM, "嵌套太深"),
    ("no number", b'{"key": "a", "title": "b", "affected_users": NaN}', None, 422, InboundRefusal.FORM, "数字"),
    ("a list", [PLAIN], None, 422, InboundRefusal.FORM, "JSON 对象"),
    ("no title", {"key": "a"}, None, 422, InboundRefusal.FORM, "title：缺少这一项"),
    ("unknown key", {**PLAIN, "titel": "b"}, None, 422, InboundRefusal.FORM, "titel：没有这一项"),
    ("negative count", {**PLAIN, "affected_users": -5}, None, 422, InboundRefusal.FORM, "affected_users：不能小于 0"),
    ("no zone", {**PLAIN, "since": "2026-11-23T03:00:00"}, None, 422, InboundRefusal.FORM, "since：时间必须带时区"),
    ("no time", {**PLAIN, "since": "昨晚三点"}, None, 422, InboundRefusal.FORM, "since：不是认得的时间"),
    ("old version", notification([alarm(1)], version="3"), None, 422, InboundRefusal.FORM, "version：只能是 '4'"),
    (
        "an alert without labels",
        notification([alarm(1), {"status": "firing"}]),
        None,
        422,
        InboundRefusal.FORM,
        "alerts[1].labels：缺少这一项",
    ),
    (
        "100,000 alerts",
        b'{"version":"4","groupKey":"g","status":"firing","alerts":[' + b",".join([b"{}"] * 100_000) + b"]}",
        None,
        422,
        InboundRefusal.FORM,
        "alerts：太多，一次最多 10000 条",
    ),
)


@pytest.mark.parametrize(
    ("content", "token", "status", "why", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_is_wrong_is_refused_in_words_and_on_record(
    post: Post, at: datetime, content: Any, token: str | None, status: int, why: InboundRefusal, words: str
) -> None:
    answer = post(content, token=token)
    assert answer.status_code == status
    assert words in answer.json()["error"]
    (record,) = inbound.refused_lately(at)
    assert (record.place, record.why, record.count) == ("grafana", why, 1)
    assert not Alert.objects.exists()
    assert "guess" not in record.detail


def test_an_unknown_source_answers_as_a_wrong_token_does(post: Post, at: datetime) -> None:
    known, unknown = post(PLAIN, token="x"), post(PLAIN, "nobody", token="x")
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert {(one.place, one.why) for one in inbound.refused_lately(at)} == {
        ("grafana", InboundRefusal.TOKEN),
        ("", InboundRefusal.UNKNOWN),
    }


def test_who_comes_too_often_is_told_when_to_come_again(post: Post, at: datetime) -> None:
    (source,) = arrivals.sources([SourceKind.SYSTEM])
    for moment in (at, at + timedelta(minutes=1)):  # the minute may turn under the test
        for _ in range(MOST_A_MINUTE):
            inbound_door.may_pass(f"source:{source.key}", MOST_A_MINUTE, moment)
    answer = post(PLAIN)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert inbound.refused_lately(at)[0].why is InboundRefusal.RATE
    assert post({"id": "c", "time": at.isoformat(), "category": "退款"}, "hotline").status_code == 200


def test_a_token_that_was_rotated_or_removed_opens_nothing(post: Post, tokens: dict[str, str], at: datetime) -> None:
    new = inbound.rotate("grafana", at, by="管理员")
    assert post(PLAIN).status_code == 401
    assert post(PLAIN, token=new).status_code == 200
    assert inbound.remove("grafana")
    assert post(PLAIN, token=new).status_code == 401


def test_hostile_words_are_made_harmless_and_nothing_is_lost(post: Post) -> None:
    title = "登录失败\r\nBcc: all@corp.example\x00\u202e<script>"
    raw = json.dumps({"key": "k\x00", "title": title, "text": "坏掉的\ud800字"}).encode()
    assert post(raw).status_code == 200
    alert = Alert.objects.get()
    assert alert.title == "系统告警：登录失败 Bcc: all@corp.example <script>"
    assert any("坏掉的?字" in reason["text"] for reason in alert.reasons)


def test_a_time_in_the_future_is_taken_for_now(post: Post, at: datetime) -> None:
    post({**PLAIN, "since": (at + timedelta(days=400)).isoformat()})
    assert Alert.objects.get().since - at < timedelta(minutes=1)


def test_only_post_is_heard(tokens: dict[str, str]) -> None:
    answer = Client().get("/api/inbound/grafana")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_body_is_read_no_further_than_is_permitted(rf: Any) -> None:
    request = rf.post("/", b"x" * (inbound_door.MOST_BYTES + 1), content_type="application/json")
    request.META["CONTENT_LENGTH"] = "12"
    with pytest.raises(inbound_door.TooMuch):
        inbound_door.body_of(request)
