import pytest

from domain import alert, crawl, incident, job, notice, post, score
from domain.shown import Shown

SETS = [
    value
    for module in (alert, crawl, incident, job, notice, post, score)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, Shown) and value is not Shown
]


@pytest.mark.parametrize("closed_set", SETS, ids=lambda kind: kind.__name__)
def test_every_member_has_its_word_on_the_screen(closed_set: type[Shown]) -> None:
    shown = [member.shown for member in closed_set]
    assert all(shown)
    assert len(set(shown)) == len(shown)
    assert closed_set.choices()[0][0] == next(iter(closed_set)).value


@pytest.mark.parametrize("moves", [alert.ALERT_MOVES, incident.INCIDENT_MOVES], ids=["alert", "incident"])
def test_every_state_has_its_permitted_moves(moves: dict[Shown, frozenset[Shown]]) -> None:
    kind = type(next(iter(moves)))
    assert set(moves) == set(kind)
    assert all(state not in nexts for state, nexts in moves.items())
