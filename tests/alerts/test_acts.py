"""What people may do, and that each act is one change, one history row and one set of notices."""

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts import handling
from alerts.people import TOLD_BEFORE
from domain.alert import ALERT_MOVES, OPEN_ALERTS, AlertState, Finding, Grade, Proposal, Reason
from domain.incident import INCIDENT_MOVES, IncidentKind, IncidentState
from domain.notice import NoticeState, Stage
from storage import alerts, notices
from storage.models import Alert, Incident, Notice, Transition
from tests.alerts.conftest import World

HOUR = timedelta(hours=1)


def raised(world: World, now: datetime, grade: Grade = Grade.THREE) -> int:
    finding = Finding(
        rule="negative_surge",
        watch=world.watch.pk,
        fingerprint=f"negative_surge:{world.watch.pk}",
        title="青鹭出行：1 小时内负面帖文 42 条",
        since=now - HOUR,
        reasons=(Reason(text="试"),),
    )
    alert = alerts.raise_alert(finding, Proposal(grade=grade, reasons=("试",), standard=1), (), now, told=True)
    assert alert is not None
    for name in ("林晓", "周宁"):
        person = world.people[name]
        notices.queue(
            [notices.Telling(stage=Stage.FIRED, address=person.email, person=person.pk, why="试", alert=alert)], now
        )
    Notice.objects.update(state=NoticeState.ACCEPTED.value)
    return alert


def begun(world: World, now: datetime, grade: Grade = Grade.THREE) -> Incident:
    return handling.start(
        raised(world, now), actor="林晓", kind=IncidentKind.OPINION, grade=grade, reason="", now=now + HOUR
    )


def told(stage: Stage) -> list[str]:
    return sorted(Notice.objects.filter(stage=stage.value).values_list("person__name", flat=True))


def test_starting_makes_an_incident_with_a_timeline_and_calls_the_roles_of_its_grade(
    staffed: World, now: datetime
) -> None:
    incident = begun(staffed, now)
    assert (incident.grade, incident.state, incident.standard) == (3, "started", 1)
    assert (incident.occurred_at, incident.detected_at) == (now - HOUR, now)
    alert = Alert.objects.get()
    assert (alert.state, alert.acknowledged_by) == ("started", "林晓")
    assert told(Stage.STARTED) == ["周宁", "郑总", "陈主管"]
    assert Notice.objects.get(stage="started", person__name="周宁").why == TOLD_BEFORE
    assert [row.after for row in incident.history.all()] == ["started"]


def test_a_grade_below_the_proposed_one_wants_a_reason(staffed: World, now: datetime) -> None:
    alert = raised(staffed, now)
    act = {"actor": "林晓", "kind": IncidentKind.OPINION, "grade": Grade.FOUR, "now": now}
    with pytest.raises(handling.Refused, match="低于建议级别"):
        handling.start(alert, reason=" ", **act)  # type: ignore[arg-type]
    assert Alert.objects.get().state == "firing"
    assert not Incident.objects.exists()
    handling.start(alert, reason="只有一个人在刷屏", **act)  # type: ignore[arg-type]
    assert Incident.objects.get().grade == 4


def test_an_alert_is_started_once(staffed: World, now: datetime) -> None:
    incident = begun(staffed, now)
    with pytest.raises(handling.Refused, match="已启动"):
        handling.start(
            incident.alert_id, actor="周宁", kind=IncidentKind.OTHER, grade=Grade.ONE, reason="", now=now + HOUR
        )
    assert Incident.objects.count() == 1


def test_the_way_of_an_incident_tells_everybody_but_the_one_who_acts(staffed: World, now: datetime) -> None:
    incident = begun(staffed, now)
    at = now + HOUR
    for state in (IncidentState.CONTAINED, IncidentState.RESTORED, IncidentState.REVIEW):
        at += HOUR
        handling.move(incident.pk, to=state, actor="周宁", reason="", now=at)
        handling.move(incident.pk, to=state, actor="周宁", reason="", now=at)
    with pytest.raises(handling.Refused, match="归档必须写明理由"):
        handling.move(incident.pk, to=IncidentState.ARCHIVED, actor="周宁", reason="", now=at)
    handling.move(incident.pk, to=IncidentState.ARCHIVED, actor="周宁", reason="复盘完成", now=at + HOUR)
    changed = Notice.objects.filter(stage="changed")
    assert changed.count() == 4 * 3
    assert "周宁" not in told(Stage.CHANGED)
    incident.refresh_from_db()
    assert (incident.state, incident.restored_at) == ("archived", now + 3 * HOUR)
    alert = Alert.objects.get()
    assert (alert.state, alert.ended_at) == ("cleared", at + HOUR)


def test_a_relapse_takes_the_incident_back_and_forgets_the_recovery(staffed: World, now: datetime) -> None:
    incident = begun(staffed, now)
    handling.move(incident.pk, to=IncidentState.RESTORED, actor="林晓", reason="", now=now + HOUR)
    handling.move(incident.pk, to=IncidentState.STARTED, actor="林晓", reason="又崩了", now=now + 2 * HOUR)
    incident.refresh_from_db()
    assert incident.restored_at is None


def test_lowering_a_grade_wants_a_reason_and_raising_does_not(staffed: World, now: datetime) -> None:
    incident = begun(staffed, now)
    handling.regrade(incident.pk, to=Grade.ONE, actor="林晓", reason="", now=now + HOUR)
    with pytest.raises(handling.Refused, match="下调级别必须写明理由"):
        handling.regrade(incident.pk, to=Grade.TWO, actor="林晓", reason="", now=now + HOUR)
    handling.regrade(incident.pk, to=Grade.TWO, actor="林晓", reason="转发已停", now=now + 2 * HOUR)
    rows = incident.history.filter(what="grade").values_list("before", "after", "reason")
    assert list(rows) == [("3", "1", ""), ("1", "2", "转发已停")]


def test_an_archived_incident_takes_notes_and_nothing_else(staffed: World, now: datetime) -> None:
    incident = begun(staffed, now)
    Incident.objects.update(state="archived")
    with pytest.raises(handling.Refused, match="已归档"):
        handling.regrade(incident.pk, to=Grade.ONE, actor="林晓", reason="", now=now)
    with pytest.raises(handling.Refused, match="已经结束"):
        handling.move(incident.pk, to=IncidentState.STARTED, actor="林晓", reason="复发", now=now)
    handling.note(incident.pk, actor="林晓", text=" 补记：客户已回访 ", now=now)
    assert incident.history.get(what="note").reason == "补记：客户已回访"


def test_a_note_must_say_something_and_nobody_acts_without_a_name(staffed: World, now: datetime) -> None:
    incident = begun(staffed, now)
    with pytest.raises(handling.Refused, match="不能为空"):
        handling.note(incident.pk, actor="林晓", text="  ", now=now)
    with pytest.raises(handling.Refused, match="操作人"):
        handling.note(incident.pk, actor="", text="试", now=now)
    with pytest.raises(handling.Refused, match="没有这起事件"):
        handling.note(incident.pk + 99, actor="林晓", text="试", now=now)
    with pytest.raises(handling.Refused, match="没有这条预警"):
        handling.acknowledge(incident.alert_id + 99, actor="林晓", now=now)


def test_a_false_alarm_wants_a_reason_and_tells_the_others(staffed: World, now: datetime) -> None:
    alert = raised(staffed, now)
    with pytest.raises(handling.Refused, match="判为误报必须写明理由"):
        handling.dismiss(alert, actor="林晓", reason="", now=now)
    handling.dismiss(alert, actor="林晓", reason="营销号旧闻", now=now)
    handling.dismiss(alert, actor="林晓", reason="营销号旧闻", now=now)
    assert told(Stage.DISMISSED) == ["周宁"]
    with pytest.raises(handling.Refused, match="判为误报"):
        handling.acknowledge(alert, actor="周宁", now=now)


def test_two_people_who_change_an_incident_at_once_do_not_both_win(staffed: World, now: datetime) -> None:
    from storage import incidents

    incident = begun(staffed, now)
    stale = Incident.objects.get()
    handling.regrade(incident.pk, to=Grade.ONE, actor="林晓", reason="", now=now)
    assert incidents.set_grade(stale, Grade.TWO, actor="周宁", reason="", now=now) is None
    assert Incident.objects.get().grade == 1


ACTS = st.lists(
    st.one_of(
        st.sampled_from(["acknowledge", "dismiss", "settle", "start"]),
        st.sampled_from(list(IncidentState)),
        st.sampled_from(list(Grade)),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, reasons=st.sampled_from(["", "有理由"]))
def test_any_walk_keeps_to_the_tables_of_moves(staffed: World, now: datetime, acts: list[object], reasons: str) -> None:
    Incident.objects.all().delete()
    Alert.objects.all().delete()
    alert = raised(staffed, now)
    for number, act in enumerate(acts):
        before = _standing(alert)
        rows, mails = Transition.objects.count(), Notice.objects.count()
        try:
            _do(act, alert, reasons, now + timedelta(minutes=number))
        except handling.Refused:
            assert (_standing(alert), Transition.objects.count(), Notice.objects.count()) == (before, rows, mails)
    _check_history(alert)


def _do(act: object, alert: int, reason: str, now: datetime) -> None:
    if act == "acknowledge":
        handling.acknowledge(alert, actor="林晓", now=now)
    elif act == "dismiss":
        handling.dismiss(alert, actor="林晓", reason=reason, now=now)
    elif act == "settle":
        handling.settle(alert, actor="林晓", reason=reason, now=now)
    elif act == "start":
        handling.start(alert, actor="林晓", kind=IncidentKind.OPINION, grade=Grade.FOUR, reason=reason, now=now)
    else:
        incident = Incident.objects.filter(alert_id=alert).values_list("pk", flat=True).first() or 0
        if isinstance(act, Grade):
            handling.regrade(incident, to=act, actor="周宁", reason=reason, now=now)
        else:
            assert isinstance(act, IncidentState)
            handling.move(incident, to=act, actor="周宁", reason=reason, now=now)


def _standing(alert: int) -> tuple[str, list[tuple[str, int]]]:
    state = Alert.objects.get(pk=alert).state
    return state, list(Incident.objects.filter(alert_id=alert).values_list("state", "grade"))


def _check_history(alert: int) -> None:
    states = [AlertState(row.after) for row in Transition.objects.filter(alert_id=alert, what="state")]
    assert states[0] is AlertState.FIRING
    assert all(after in ALERT_MOVES[before] for before, after in itertools.pairwise(states))
    incident = Incident.objects.filter(alert_id=alert).first()
    assert (AlertState(Alert.objects.get(pk=alert).state) in OPEN_ALERTS) or states[-1] not in OPEN_ALERTS
    if incident is not None:
        moves = [IncidentState(row.after) for row in incident.history.filter(what="state")]
        assert moves[0] is IncidentState.STARTED
        assert moves[-1] == incident.state
        assert all(after in INCIDENT_MOVES[before] for before, after in itertools.pairwise(moves))
        assert all(row.reason for row in incident.history.filter(what="grade") if row.after > row.before)


def test_of_two_evaluations_at_once_one_raises_and_the_other_joins(staffed: World, now: datetime) -> None:
    raised(staffed, now)
    finding = Finding(
        rule="negative_surge",
        watch=staffed.watch.pk,
        fingerprint=f"negative_surge:{staffed.watch.pk}",
        title="同一件事",
        since=now,
        reasons=(),
    )
    proposal = Proposal(grade=Grade.ONE, reasons=(), standard=1)
    assert alerts.raise_alert(finding, proposal, (), now, told=True) is None
    assert Alert.objects.count() == 1


def test_a_grade_that_somebody_raised_meanwhile_is_not_raised_again(staffed: World, now: datetime) -> None:
    raised(staffed, now)
    standing = alerts.open_alert(f"negative_surge:{staffed.watch.pk}")
    assert standing is not None
    finding = Finding(
        rule="x", watch=standing.watch, fingerprint=standing.fingerprint, title="重", since=now, reasons=()
    )
    graver = Proposal(grade=Grade.TWO, reasons=("试",), standard=1)
    assert alerts.raise_grade(standing, finding, graver, (), now)
    assert not alerts.raise_grade(standing, finding, graver, (), now)
    assert not alerts.raise_grade(standing, finding, Proposal(grade=Grade.FOUR, reasons=(), standard=1), (), now)
    assert Transition.objects.filter(what="grade").count() == 1
