"""Who is told, why that person, and that it is never nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.escalation import due_step
from alerts.rota import Recipient, Roster, first_told, from_rung
from alerts.routing import for_fired, for_raised, for_started
from domain.alert import Grade
from domain.notice import Role
from domain.person import Person, Shift

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def person(key: int, role: Role = Role.DUTY) -> Person:
    return Person(key=key, name=f"人{key}", email=f"p{key}@example.com", role=role)


def shift(key: int, tier: int, hours: int = 12) -> Shift:
    return Shift(person=key, tier=tier, starts_at=NOW - HOUR, ends_at=NOW + hours * HOUR)


PEOPLE = (
    person(1),
    person(2),
    person(3, Role.SUPERVISOR),
    person(4, Role.DIRECTOR),
    person(5, Role.COMMANDER),
    person(6, Role.PR),
)
FULL = Roster(people=PEOPLE, shifts=(shift(1, 1), shift(2, 2)), fallback=("duty@example.com",))


def names(recipients: tuple[Recipient, ...]) -> list[str]:
    return [each.name or each.address for each in recipients]


def test_the_first_tier_is_told_and_knows_until_when() -> None:
    (first,) = first_told(FULL, NOW)
    assert (first.name, first.why) == ("人1", "主班值班经理，当班至 2026年11月23日 21:30")


@pytest.mark.parametrize(
    ("gone", "told", "why"),
    [
        ({1}, "人2", "主班值班经理没有可通知的人，由副班值班经理，当班至 2026年11月23日 21:30接收"),
        ({1, 2}, "人3", "主班值班经理、副班值班经理没有可通知的人，由客服主管接收"),
        ({1, 2, 3}, "人4", "主班值班经理、副班值班经理、客服主管没有可通知的人，由客服总监接收"),
        ({1, 2, 3, 4}, "人5", "主班值班经理、副班值班经理、客服主管、客服总监没有可通知的人，由总指挥接收"),
        ({1, 2, 3, 4, 5}, "duty@example.com", "都没有可通知的人，按配置通知备用地址"),
    ],
)
def test_a_gap_in_the_rota_goes_up_one_rung_and_says_so(gone: set[int], told: str, why: str) -> None:
    left = tuple(each for each in PEOPLE if each.key not in gone)
    (only,) = first_told(Roster(people=left, shifts=FULL.shifts, fallback=FULL.fallback), NOW)
    assert (only.name or only.address) == told
    assert only.why.endswith(why)


def test_a_shift_ends_on_the_minute() -> None:
    short = Roster(people=PEOPLE, shifts=(shift(1, 1, hours=0), shift(2, 1)))
    assert names(first_told(short, NOW)) == ["人2"]


def test_everybody_on_the_first_tier_is_told_once() -> None:
    crowded = Roster(people=PEOPLE, shifts=(shift(1, 1), shift(1, 1, hours=20), shift(2, 1)))
    assert names(first_told(crowded, NOW)) == ["人1", "人2"]


def test_an_escalation_never_goes_to_somebody_who_was_told_already() -> None:
    told = ["P2@example.com"]
    assert names(from_rung(FULL, 2, NOW, told)) == ["人3"]
    everybody = [each.email for each in PEOPLE]
    assert names(from_rung(FULL, 2, NOW, everybody)) == ["duty@example.com"]
    assert from_rung(FULL, 2, NOW, [*everybody, "duty@example.com"]) == ()


def test_a_grave_alert_reaches_public_relations_at_once_and_a_lesser_one_does_not() -> None:
    assert names(for_fired(FULL, Grade.THREE, NOW)) == ["人1"]
    assert names(for_fired(FULL, Grade.TWO, NOW)) == ["人1", "人6"]
    told = for_fired(FULL, Grade.THREE, NOW)
    assert names(for_raised(FULL, Grade.ONE, told, NOW)) == ["人1", "人6"]


def test_a_start_calls_the_roles_of_the_matrix_but_not_the_one_who_started() -> None:
    told = for_fired(FULL, Grade.THREE, NOW)
    assert names(for_started(FULL, Grade.FOUR, told, None)) == ["人1", "人3"]
    assert names(for_started(FULL, Grade.ONE, told, told[0])) == ["人3", "人4", "人6", "人5"]


@pytest.mark.parametrize(
    ("grade", "minutes"),
    [(Grade.FOUR, [30]), (Grade.THREE, [15, 30]), (Grade.TWO, [10, 20, 30]), (Grade.ONE, [5, 10, 15])],
)
def test_steps_fall_due_as_the_matrix_says(grade: Grade, minutes: list[int]) -> None:
    for step, minute in enumerate(minutes, 1):
        at = NOW + timedelta(minutes=minute)
        assert due_step(grade, NOW, at - timedelta(seconds=1), step - 1) is None
        assert due_step(grade, NOW, at, step - 1) == step
        assert due_step(grade, NOW, at, step) is None
    assert due_step(grade, NOW, NOW + timedelta(days=1), 0) == len(minutes)
