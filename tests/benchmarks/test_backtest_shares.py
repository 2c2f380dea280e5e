"""One rule of one watch on the past against all rules of all watches, in the same run."""

import time
from datetime import datetime, timedelta

import pytest

from alerts import rulebook, standard
from alerts.evaluate import interval
from alerts.walk import Ruling, walk
from storage import watches
from storage.models import Watch
from tests.alerts.conftest import World

pytest_plugins = ("tests.alerts.conftest",)
DAYS = timedelta(days=3)


def cost(now: datetime, times: int = 1, **part: list[str] | list[int]) -> float:
    """Processor seconds of a walk under so many rulings."""
    rulings = [Ruling(book=rulebook.in_force(), version=standard.current(now))] * times
    begun = time.process_time()
    ways = {"interval": interval(), "rulings": rulings, "progress": lambda done, total: None}
    walk(watches.active(), now - DAYS, now, **ways, **part)  # type: ignore[arg-type]
    return time.process_time() - begun


@pytest.mark.slow
@pytest.mark.django_db
def test_a_part_costs_a_part_and_five_books_much_less_than_five_walks(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now, days=20)
    for n in range(2):
        name = f"青鹭{n}"
        other = World(watch=Watch.objects.create(name=name, any_words=name, channels=["weibo"]), now=now)
        other.made = 10_000 * (n + 1)
        other.ordinary_days(until=now, days=20)
    for hours in range(2, 70, 4):
        staffed.surge(30, until=now - timedelta(hours=hours))
    whole = cost(now)
    alone = cost(now, rules=["critical_words"], asked=[staffed.watch.pk])
    five = cost(now, times=5)
    assert alone < whole / 2, f"one rule of one watch cost {alone / whole:.2f} of the whole walk"
    assert five < 4 * whole, f"five books cost {five / whole:.2f} walks"
