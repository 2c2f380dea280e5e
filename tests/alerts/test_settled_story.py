"""A matter that is true and too small for an incident is settled by who claimed it; what comes back is told again."""

from datetime import datetime, timedelta

import pytest

from alerts import handling
from alerts.evaluate import evaluate
from domain.alert import AlertState, Grade
from domain.feedback import Feedback
from domain.incident import IncidentKind, IncidentState
from domain.notice import Stage
from storage import truths
from storage.models import Alert, Notice, Transition
from tests.alerts.conftest import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WHY = "已联系用户退款，话题在回落，不用启动事件"


def told(stage: Stage) -> list[str]:
    return sorted(Notice.objects.filter(stage=stage.value).values_list("person__name", flat=True))


@pytest.fixture
def claimed(staffed: World, now: datetime) -> int:
    """A surge that 周宁 has claimed; everybody who was told of it is known."""
    staffed.ordinary_days(until=now - HOUR)
    staffed.surge(30, until=now)
    evaluate(now)
    alert = Alert.objects.get().pk
    handling.acknowledge(alert, actor="周宁", now=now + MINUTE)
    return alert


def test_it_ends_with_a_reason_and_the_others_hear_of_it(claimed: int, now: datetime) -> None:
    with pytest.raises(handling.Refused, match="必须写明怎么处理的"):
        handling.settle(claimed, actor="周宁", reason=" ", now=now + 2 * MINUTE)
    handling.settle(claimed, actor="周宁", reason=WHY, now=now + 2 * MINUTE)
    handling.settle(claimed, actor="周宁", reason=WHY, now=now + 2 * MINUTE)
    alert = Alert.objects.get()
    assert (alert.state, alert.ended_at) == (AlertState.SETTLED.value, now + 2 * MINUTE)
    assert Transition.objects.get(after=AlertState.SETTLED.value).reason == WHY
    assert told(Stage.SETTLED) == ["林晓"]
    with pytest.raises(handling.Refused, match="已了结"):
        handling.dismiss(claimed, actor="林晓", reason="误报", now=now + 3 * MINUTE)


def test_nobody_settles_what_nobody_has_claimed(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - HOUR)
    staffed.surge(30, until=now)
    evaluate(now)
    with pytest.raises(handling.Refused, match="待认领"):
        handling.settle(Alert.objects.get().pk, actor="周宁", reason=WHY, now=now)


def test_while_it_goes_on_it_is_quiet_and_graver_is_news(claimed: int, staffed: World, now: datetime) -> None:
    handling.settle(claimed, actor="周宁", reason=WHY, now=now + 2 * MINUTE)
    for minutes in range(5, 35, 5):
        assert evaluate(now + minutes * MINUTE).raised == 0
    staffed.surge(120, until=now + 40 * MINUTE, minutes=5, reposts=20_000)
    assert evaluate(now + 40 * MINUTE).raised == 1
    assert Alert.objects.get(state=AlertState.FIRING.value).grade < Alert.objects.get(pk=claimed).grade


def test_once_it_was_over_the_next_one_is_an_alert_of_its_own(claimed: int, staffed: World, now: datetime) -> None:
    handling.settle(claimed, actor="周宁", reason=WHY, now=now + 2 * MINUTE)
    later = now + 9 * HOUR
    staffed.surge(30, until=later)
    assert evaluate(later).raised == 1


def test_what_was_settled_counts_for_its_rule_and_so_does_an_incident_that_is_archived(
    claimed: int, now: datetime
) -> None:
    handling.settle(claimed, actor="周宁", reason=WHY, now=now + 2 * MINUTE)
    assert truths.tallies(now - HOUR)["negative_surge"].useful == 1


def test_an_alert_whose_incident_is_archived_still_counts(claimed: int, now: datetime) -> None:
    kind, grade = IncidentKind.OPINION, Grade.ONE
    incident = handling.start(claimed, actor="周宁", kind=kind, grade=grade, reason="", now=now + 2 * MINUTE)
    for to in (IncidentState.CONTAINED, IncidentState.RESTORED, IncidentState.REVIEW, IncidentState.ARCHIVED):
        handling.move(incident.pk, to=to, actor="周宁", reason="处理完毕", now=now + HOUR)
    assert Alert.objects.get().state == AlertState.CLEARED.value
    assert truths.tallies(now - HOUR)["negative_surge"].useful == 1
    assert [one.verdict for one in truths.judged(now - HOUR, now + HOUR)] == [Feedback.USEFUL]


def test_what_comes_back_to_somebody_who_has_it_is_mailed_once(claimed: int, staffed: World, now: datetime) -> None:
    evaluate(now + 5 * MINUTE)
    assert told(Stage.JOINED) == []
    later = now + 9 * HOUR
    staffed.surge(30, until=later)
    assert evaluate(later).raised == 0
    evaluate(later + 5 * MINUTE)
    assert set(told(Stage.JOINED)) >= {"林晓"}
    assert Notice.objects.filter(stage=Stage.JOINED.value).values("step").distinct().count() == 1
    note = Transition.objects.get(what="note")
    assert note.reason.startswith("又发现：隔了 ")
    assert "又检出" in note.reason
