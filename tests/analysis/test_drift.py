"""A week that leaves its past is told; weeks that vary as they always did are not."""

import random

import pytest

from analysis.drift import ScoreWeek, drift, stability

USUAL = (300, 200, 120, 90, 70, 60, 50, 40, 40, 30)


def week(weights: tuple[int, ...] = USUAL, posts: int = 1_000, seed: int = 0, unheard: float = 0.05) -> ScoreWeek:
    drawn = random.Random(seed).choices(range(10), weights=weights, k=posts)
    return ScoreWeek(bins=tuple(drawn.count(place) for place in range(10)), unheard=unheard)


PAST = [week(seed=seed, unheard=0.05 + seed / 1000) for seed in range(8)]


def test_ordinary_weeks_are_quiet() -> None:
    assert [drift([*PAST, week(seed=seed)]) for seed in range(100, 300)] == [None] * 200


def test_scores_that_slide_to_one_end_are_told() -> None:
    found = drift([*PAST, week((100, 100, 100, 100, 100, 100, 100, 100, 100, 100), seed=9)])
    assert found is not None
    assert found.index is not None
    assert found.index > 3 * found.usual_index
    assert found.unheard is None


def test_words_that_nobody_taught_are_told() -> None:
    found = drift([*PAST, week(seed=9, unheard=0.12)])
    assert found is not None
    assert (found.index, found.unheard, found.usual_unheard) == (None, 0.12, 0.057)


@pytest.mark.parametrize(
    "weeks",
    [
        [],
        [week()],
        [*PAST[:3], week((1, 1, 1, 1, 1, 1, 1, 1, 1, 300))],
        [*PAST, week((1, 1, 1, 1, 1, 1, 1, 1, 1, 300), posts=199)],
        [week(posts=150, seed=seed) for seed in range(9)],
    ],
)
def test_too_little_is_no_evidence(weeks: list[ScoreWeek]) -> None:
    assert drift(weeks) is None


def test_unknown_words_unknown_is_no_alarm() -> None:
    assert drift([*PAST, ScoreWeek(bins=week(seed=3).bins, unheard=None)]) is None


def test_the_index_is_nought_for_equals_and_symmetric() -> None:
    assert stability(USUAL, USUAL) == 0
    assert stability(USUAL, USUAL[::-1]) == pytest.approx(stability(USUAL[::-1], USUAL))


def test_a_week_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="10 bins"):
        drift([ScoreWeek(bins=(1, 2))])
