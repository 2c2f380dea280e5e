"""A surge of negative posts becomes one alert and one mail, and goes its way."""

from datetime import datetime, timedelta

import pytest

from alerts import escalation, handling
from alerts.evaluate import Evaluation, evaluate
from domain.alert import AlertState
from domain.notice import NoticeState, Stage
from storage.models import Alert, AlertPost, Baseline, Notice, Transition
from tests.alerts.conftest import World

MINUTE = timedelta(minutes=1)


def told(stage: Stage) -> list[str]:
    return sorted(Notice.objects.filter(stage=stage.value).values_list("person__name", flat=True))


@pytest.fixture
def surging(staffed: World, now: datetime) -> World:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    staffed.surge(30, until=now)
    return staffed


def test_an_ordinary_week_raises_nothing(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    assert evaluate(now) == Evaluation(raised=0, updated=0, cleared=0)
    assert not Alert.objects.exists()


def test_a_surge_becomes_one_alert_and_one_mail_to_the_duty_manager(surging: World, now: datetime) -> None:
    assert evaluate(now).raised == 1
    alert = Alert.objects.get()
    assert alert.rule == "negative_surge"
    assert alert.title.startswith("青鹭出行：1 小时内负面帖文 3")
    assert "95% 区间" in alert.reasons[1]["text"]
    assert AlertPost.objects.filter(alert=alert).count() == 20
    assert told(Stage.FIRED) == ["林晓"]
    assert Notice.objects.count() == 1
    assert alert.coverage == ["微博：数据来自导入，没有采集记录，是否完整未知"]


def test_the_hours_before_get_their_baseline(surging: World, now: datetime) -> None:
    evaluate(now)
    hours = list(Baseline.objects.order_by("bucket").values_list("posts", "negative"))
    assert len(hours) >= 24
    assert all(0 < negative < posts < 10 for posts, negative in hours)


def test_the_same_surge_five_minutes_later_mails_nobody(surging: World, now: datetime) -> None:
    evaluate(now)
    assert evaluate(now + 5 * MINUTE).updated == 1
    assert Alert.objects.get().last_seen_at == now + 5 * MINUTE
    assert Notice.objects.count() == 1


def test_a_surge_that_grows_sends_one_raised_mail(surging: World, now: datetime) -> None:
    evaluate(now)
    before = Alert.objects.get().grade
    surging.surge(120, until=now + 5 * MINUTE, minutes=5, reposts=900)
    evaluate(now + 5 * MINUTE)
    evaluate(now + 10 * MINUTE)
    alert = Alert.objects.get()
    assert alert.grade < before
    assert told(Stage.RAISED)[0] == "林晓"
    assert Transition.objects.filter(alert=alert, what="grade").count() == 1
    assert any("转发 900" in reason for reason in alert.grade_reasons)


def test_nobody_answers_and_the_second_duty_is_told_then_the_supervisor(surging: World, now: datetime) -> None:
    evaluate(now)
    alert = Alert.objects.get()
    Alert.objects.update(grade=3)
    assert escalation.escalate_due(now + 14 * MINUTE) == 0
    assert escalation.escalate_due(now + 15 * MINUTE) == 1
    assert escalation.escalate_due(now + 16 * MINUTE) == 0
    assert told(Stage.ESCALATED) == ["周宁"]
    assert escalation.escalate_due(now + 31 * MINUTE) == 1
    assert told(Stage.ESCALATED) == ["周宁", "陈主管"]
    assert escalation.escalate_due(now + 600 * MINUTE) == 0
    assert alert.history.filter(what="note").count() == 2


def test_after_a_sleep_it_goes_straight_to_the_highest_due_step(surging: World, now: datetime) -> None:
    evaluate(now)
    Alert.objects.update(grade=1)
    assert escalation.escalate_due(now + timedelta(hours=3)) == 1
    assert told(Stage.ESCALATED) == ["郑总"]
    assert "略过前面 2 步" in Transition.objects.get(what="note").reason


def test_an_acknowledgement_stops_the_chain_and_tells_the_others(surging: World, now: datetime) -> None:
    evaluate(now)
    alert = Alert.objects.get()
    escalation.escalate_due(now + 31 * MINUTE)
    Notice.objects.update(state=NoticeState.ACCEPTED.value)
    handling.acknowledge(alert.pk, actor="周宁", now=now + 32 * MINUTE)
    assert escalation.escalate_due(now + 900 * MINUTE) == 0
    assert told(Stage.ACKNOWLEDGED) == ["林晓"]
    handling.acknowledge(alert.pk, actor="周宁", now=now + 33 * MINUTE)
    assert told(Stage.ACKNOWLEDGED) == ["林晓"]
    with pytest.raises(handling.Refused, match="已由周宁认领"):
        handling.acknowledge(alert.pk, actor="林晓", now=now + 33 * MINUTE)


def test_a_surge_that_is_over_clears_itself_and_says_so(surging: World, now: datetime) -> None:
    evaluate(now)
    Notice.objects.update(state=NoticeState.ACCEPTED.value)
    later = now + timedelta(hours=5)
    surging.write_many([now + timedelta(minutes=30 * n) for n in range(1, 10)], negative=False)
    assert evaluate(later).cleared == 1
    alert = Alert.objects.get()
    assert (alert.state, alert.ended_at) == (AlertState.CLEARED.value, later)
    assert told(Stage.CLEARED) == ["林晓"]


def test_an_acknowledged_alert_waits_for_people(surging: World, now: datetime) -> None:
    evaluate(now)
    handling.acknowledge(Alert.objects.get().pk, actor="林晓", now=now)
    assert evaluate(now + timedelta(hours=9)).cleared == 0


def test_after_a_false_alarm_only_a_graver_matter_fires_within_a_day(surging: World, now: datetime) -> None:
    evaluate(now)
    handling.dismiss(Alert.objects.get().pk, actor="林晓", reason="竞品的促销文案", now=now + MINUTE)
    assert evaluate(now + 5 * MINUTE).raised == 0
    surging.surge(120, until=now + 10 * MINUTE, minutes=5, reposts=20_000)
    assert evaluate(now + 10 * MINUTE).raised == 1
    assert Alert.objects.filter(state=AlertState.FIRING.value).get().grade == 1


def test_untold_alerts_are_told_once_telling_is_on(surging: World, now: datetime) -> None:
    evaluate(now, tell=False)
    assert not Alert.objects.get().told
    assert not Notice.objects.exists()
    assert escalation.escalate_due(now + timedelta(hours=1)) == 0
    evaluate(now + 5 * MINUTE)
    assert Alert.objects.get().told
    assert told(Stage.FIRED) == ["林晓"]


def test_without_any_rota_the_next_above_is_told_and_the_mail_says_why(surging: World, now: datetime) -> None:
    for name in ("林晓", "周宁"):
        surging.people[name].delete()
    evaluate(now)
    notice = Notice.objects.get()
    assert notice.person == surging.people["陈主管"]
    assert notice.why == "主班值班经理、副班值班经理没有可通知的人，由客服主管接收"
