from pathlib import Path

import pytest

from analysis.bench.course import Trial, outcome
from analysis.bench.nab import nab_course
from analysis.bench.ways import Way, scanned, scanned_from_the_first, score_all


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "threshold", "recall", "alarms"),
    [(scanned_from_the_first, 3.5, 0.90, 0.40), (scanned, 3.5, 0.87, 0.33), (scanned, 5.0, 0.80, 0.20)],
    ids=["usual, no strict week", "usual", "strict"],
)
def test_labelled_rises_of_ten_brands_are_found_at_few_others(
    shared: Path, way: object, threshold: float, recall: float, alarms: float
) -> None:
    course = nab_course(shared / "data" / "nab")
    scored = score_all(Way(name="", score=way, line=threshold), [Trial(risen=course, calm=course)])  # type: ignore[arg-type]
    found = outcome(scored, threshold).whole
    assert found.recall >= recall
    assert found.per_day <= alarms
