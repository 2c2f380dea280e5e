"""What docs/bursts.md promises, on the seeds that nothing was chosen on."""

from pathlib import Path

import pytest

from analysis.bench import injected, invented
from analysis.bench.cascades import cascades_of, read_actions
from analysis.bench.course import line_for, outcome
from analysis.bench.nab import nab_course
from analysis.bench.shares import shares
from analysis.bench.topic_quality import Inherited, pairwise, quality
from analysis.bench.ways import OTHERS, OURS, score_all


@pytest.mark.slow
def test_generated_rises_are_found_at_one_false_alarm_in_fifty_days() -> None:
    found = outcome(score_all(OURS, [invented.trial(seed) for seed in invented.TEST_SEEDS]), OURS.line)
    assert found.mean_recall >= 0.60
    assert found.whole.per_day <= 0.02


@pytest.mark.slow
def test_a_share_that_did_not_move_alarms_once_in_twenty_days_at_the_most() -> None:
    told = shares()["本系统 share_shifts"]
    assert all(each.per_day <= 0.05 for each in told.values())
    assert told[1_000.0].recall >= 0.5


@pytest.mark.shared
@pytest.mark.slow
def test_real_rises_are_found_sooner_and_oftener_than_by_other_ways(shared: Path) -> None:
    course = nab_course(shared / "data" / "nab")
    cascades = cascades_of(read_actions(shared / "data" / "checked" / "posts.tsv.gz"))
    calibration = injected.trials(course, cascades, injected.CALIBRATION_SEED)
    test = injected.trials(course, cascades, injected.TEST_SEED)
    scored = {way.name: (score_all(way, calibration), score_all(way, test)) for way in (OURS, *OTHERS)}
    for budget in (0.1, 0.3):
        found = {name: outcome(seen, line_for(learnt, budget)).whole for name, (learnt, seen) in scored.items()}
        ours = found.pop(OURS.name)
        assert ours.recall >= max(each.recall for each in found.values())
        assert ours.delay is not None
        assert ours.delay <= 15


@pytest.mark.shared
@pytest.mark.slow
def test_posts_of_one_root_end_in_one_topic(shared: Path) -> None:
    frame = read_actions(shared / "data" / "checked" / "posts.tsv.gz")
    found = quality(frame, Inherited.KEYS)
    assert found.precision >= 0.9
    assert found.recall >= 0.7


def test_pairs_are_counted_over_posts_and_the_unplaced_are_alone() -> None:
    assert pairwise(["a", "a", "a", "b"], [1, 1, None, 1]) == (1 / 3, 1 / 3)
    assert pairwise(["a", "b"], [None, None]) == (0.0, 0.0)
