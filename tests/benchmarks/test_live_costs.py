"""Intake and rebuilding at a size that a shared machine can hold; the real figures stand in docs/bursts.md."""

import pytest

from storage.models import Post, Score
from tests.benchmarks import intake, rebuilt

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_a_steady_intake_leaves_most_of_a_core_free() -> None:
    costs = intake.played(intake.filled(a_day=20_000, hours=6), a_day=20_000)
    assert set(costs.jobs) == {"store", "score", "evaluate"}
    assert Score.objects.count() == Post.objects.count()
    assert costs.share() < 0.2, costs.table()


def test_the_state_of_many_series_is_rebuilt_within_a_minute() -> None:
    seconds = rebuilt.rebuilt(watches=20, days=90)
    assert seconds["evaluation"] < 60, seconds
