"""At three in the morning a login gateway fails: from the webhook to the duty manager and back to quiet."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from alerts.claims import give_back_due
from alerts.inbound.taking import grade_again
from alerts.notifier import Letters
from alerts.notify import tell_due
from domain.source import SourceKind
from storage import inbound
from storage.models import Alert, Transition
from tests.alertmanager import alarm, body, notification
from tests.alerts.conftest import World, no_report, staffed, world
from tests.alerts.mailserver import Mailbox, running

__all__ = ["staffed", "world"]
THREE = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)  # 03:00 in China
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    """The rota is made for this night."""
    return THREE


class Night:
    """The hands of the clock that every page reads, and a way to report."""

    def __init__(self) -> None:
        self.at = THREE
        self.token = inbound.add(SourceKind.SYSTEM, "grafana", "机房监控", THREE, watch=None, by="运维") or ""

    def clock(self) -> datetime:
        return self.at

    def report(self, *alarms: dict[str, object]) -> dict[str, object]:
        answer = Client().post(
            "/api/inbound/grafana",
            body(notification(alarms)),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert answer.status_code == 200
        found: dict[str, object] = answer.json()
        return found


def mails(mailbox: Mailbox, at: datetime) -> list[str]:
    before = len(mailbox.taken)
    tell_due(at, letters=Letters(connection=mailbox.connection(), report=no_report))
    return [f"{mail['To']} {str(mail['Subject']).strip()}" for mail in mailbox.taken[before:]]


def test_a_night_of_alarms(staffed: World, settings: object) -> None:
    cache.clear()
    night = Night()
    settings.CLOCK, settings.ROOT_URLCONF = night.clock, "console.urls"  # type: ignore[attr-defined]
    with running() as mailbox:
        night.at = THREE + 1 * MINUTE
        night.report(alarm(1, began=THREE, outage="true"), alarm(2, began=THREE))
        alert = Alert.objects.get()
        assert (alert.grade, alert.since, alert.concerns) == (4, THREE, "全公司")
        assert mails(mailbox, night.at) == ["person0@example.com 【四级·蓝】系统告警：登录不可用（2 条告警）"]
        text = mailbox.taken[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert "监测主题：全公司" in text
        assert "类型：系统告警" in text
        assert "对方说明服务完全中断，2026年11月23日 03:00 起" in text
        assert "数据是否完整" not in text

        night.at = THREE + 31 * MINUTE  # nobody reports again, but the outage grows graver by itself
        assert grade_again(night.at) == 1
        assert Alert.objects.get().grade == 3
        assert mails(mailbox, night.at) == ["person0@example.com 【级别上升·三级·黄】系统告警：登录不可用（2 条告警）"]

        link = next(line for line in text.splitlines() if "/a/" in line)
        night.at = THREE + 33 * MINUTE
        page = Client().post(link[link.index("/a/") :], {"action": "acknowledge"})
        assert "已认领，由 林晓 处理" in page.content.decode()

        night.at = THREE + 50 * MINUTE
        over = [alarm(number, status="resolved", began=THREE) for number in (1, 2)]
        assert night.report(*over) == night.report(*over)
        alert.refresh_from_db()
        assert alert.state == "acknowledged"  # a person ends what a person took
        last = Transition.objects.filter(alert=alert).last()
        assert last is not None
        assert last.reason == "来源报告已恢复（未恢复 0 条，已恢复 2 条）；处置是否结束由人决定"
        assert grade_again(night.at) == 0

        night.at = THREE + 55 * MINUTE  # a relapse within the hour belongs to it
        night.report(alarm(1, began=night.at))
        assert Alert.objects.count() == 1
        night.report(alarm(1, began=night.at, status="resolved"))
        night.at = THREE + 275 * MINUTE  # four hours without a word, but it is over: nobody is woken
        assert give_back_due(night.at) == 0
        night.at = THREE + 300 * MINUTE  # one hours later is a matter of its own, with its own mail
        night.report(alarm(1, began=night.at))
        assert Alert.objects.count() == 2
        assert mails(mailbox, night.at) == ["person0@example.com 【四级·蓝】系统告警：登录不可用"]
