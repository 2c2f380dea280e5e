"""The protocols of docs/bursts.md: our scan beside what other tools do, on the same courses in the same run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.bench import injected, invented
from analysis.bench.cascades import Cascade
from analysis.bench.course import Course, Outcome, Trial, line_for, outcome
from analysis.bench.ways import OURS, WAYS, Way, score_all

SET_LINES = (3.0, 3.5, 5.0)  # the three sensitivities of the scan
BUDGETS = (0.1, 0.3)  # false alarms per series and day


@dataclass(frozen=True, kw_only=True)
class Row:
    """One way at one line; `budget` says which rate of false alarms the line was set for, None: the usual line."""

    way: str
    budget: float | None
    outcome: Outcome


Advance = Callable[[], None]


def labelled(course: Course, advance: Advance) -> list[Row]:
    """P1: NAB's labelled windows. Lines for a budget are set on the same series: there is no held-out part."""
    trials = [Trial(risen=course, calm=course)]
    return _rows(WAYS, trials, trials, advance)


def generated(advance: Advance) -> list[Row]:
    """P2: the generator; lines for a budget are set on other seeds than they are judged on."""
    return _rows(
        WAYS,
        [invented.trial(seed) for seed in invented.CALIBRATION_SEEDS],
        [invented.trial(seed) for seed in invented.TEST_SEEDS],
        advance,
    )


def in_real_surroundings(course: Course, cascades: Sequence[Cascade], advance: Advance) -> list[Row]:
    """P3: real cascades in NAB's series; lines for a budget are set on another seed."""
    calibration = injected.trials(course, cascades, injected.CALIBRATION_SEED)
    return _rows(WAYS, calibration, injected.trials(course, cascades, injected.TEST_SEED), advance)


def _rows(ways: Sequence[Way], calibration: Sequence[Trial], test: Sequence[Trial], advance: Advance) -> list[Row]:
    rows = []
    for way in ways:
        learnt = score_all(way, calibration)
        seen = learnt if test is calibration else score_all(way, test)
        usual = SET_LINES if way is OURS else (way.line,)
        rows += [Row(way=way.name, budget=None, outcome=outcome(seen, line)) for line in usual]
        rows += [
            Row(way=way.name, budget=budget, outcome=outcome(seen, line_for(learnt, budget))) for budget in BUDGETS
        ]
        advance()
    return rows
