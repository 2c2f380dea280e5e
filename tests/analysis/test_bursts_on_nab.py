from pathlib import Path

import pytest

from analysis.bench.course import Trial, outcome
from analysis.bench.nab import nab_course
from analysis.bench.ways import OURS, score_all


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("threshold", "recall", "alarms"), [(3.5, 0.90, 0.40), (5.0, 0.80, 0.20)], ids=["usual", "strict"]
)
def test_labelled_rises_of_ten_brands_are_found_at_few_others(
    shared: Path, threshold: float, recall: float, alarms: float
) -> None:
    course = nab_course(shared / "data" / "nab")
    scored = score_all(OURS, [Trial(risen=course, calm=course)])
    found = outcome(scored, threshold).whole
    assert found.recall >= recall
    assert found.per_day <= alarms
