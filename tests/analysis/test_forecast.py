from pathlib import Path

import numpy as np
import pytest

from analysis.bench.cascades import Cascade, cascades_of, read_actions
from analysis.bench.foretold import coverage, fitted, held_out
from analysis.forecast import FILE, forecasts

NOON = 1_791_129_600 + 12 * 3600


def test_a_forecast_has_a_middle_within_its_interval_and_more_hours_bring_more() -> None:
    for last_hour in (0, 3, 30, 3_000):
        for age in (0.5, 2, 10, 50, 500):
            six, day = forecasts(last_hour=last_hour, age_hours=age, now=NOON)
            assert (six.hours, day.hours) == (6, 24)
            for each in (six, day):
                assert 0 <= each.low <= each.middle <= each.high
            assert day.high >= six.middle


def test_the_night_brings_less_than_the_morning() -> None:
    night = forecasts(last_hour=100, age_hours=5, now=NOON + 12 * 3600)[0]
    morning = forecasts(last_hour=100, age_hours=5, now=NOON - 5 * 3600)[0]
    assert night.middle < morning.middle


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        forecasts(last_hour=-1, age_hours=1, now=NOON)
    with pytest.raises(ValueError, match="negative"):
        forecasts(last_hour=1, age_hours=-1, now=NOON)


def test_what_is_judged_was_not_learnt_from() -> None:
    rng = np.random.default_rng(5)
    cascades = [
        Cascade(root=f"r{n}", begun=NOON + n * 3600, minutes=minutes, users=np.arange(400))
        for n, minutes in enumerate(np.sort(rng.exponential(200, (60, 400)), axis=1).astype(int))
    ]
    text = fitted(cascades)
    unseen = [each for each in cascades if not held_out(each)]
    assert 0 < len(unseen) < 60
    assert fitted(unseen) == text
    assert {each.cases for each in coverage(cascades)} == {(60 - len(unseen)) * 8}


@pytest.mark.shared
@pytest.mark.slow
def test_eighty_percent_intervals_hold_on_real_cascades_that_were_kept_back(shared: Path) -> None:
    cascades = cascades_of(read_actions(shared / "data" / "checked" / "posts.tsv.gz"))
    for found in coverage(cascades):
        assert 0.75 <= found.inside <= 0.88
    assert fitted(cascades) == FILE.read_text("utf-8")
