import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from analysis.bursts import tail
from analysis.tails import CEILING, strengths


@given(observed=st.integers(1, 500), expected=st.floats(0.01, 200), dispersion=st.floats(0.005, 5))
def test_the_tail_is_that_of_the_negative_binomial(observed: int, expected: float, dispersion: float) -> None:
    size = 1 / dispersion
    exact = nbinom.sf(observed - 1, size, size / (size + expected))
    if exact > 1e-250:
        assert tail(observed, expected, dispersion) == pytest.approx(-math.log10(exact), abs=1e-6)


def test_without_dispersion_it_is_the_poisson_law() -> None:
    assert tail(10, 2.0, 0.0) == pytest.approx(-math.log10(poisson.sf(9, 2.0)))


@given(observed=st.integers(1, 300), expected=st.floats(0.1, 100))
def test_more_posts_are_never_less_striking(observed: int, expected: float) -> None:
    assert tail(observed + 1, expected, 0.05) >= tail(observed, expected, 0.05)


def test_nothing_observed_is_no_surprise_and_the_impossible_has_a_ceiling() -> None:
    assert tail(0, 5.0, 0.05) == 0.0
    assert tail(1, 0.0, 0.05) == CEILING
    assert tail(1_000_000, 1.0, 0.005) == CEILING


@pytest.mark.parametrize("arguments", [(-1, 1.0, 0.1), (1, -1.0, 0.1), (1, 1.0, -0.1)])
def test_negative_arguments_are_refused(arguments: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="never negative"):
        tail(*arguments)


def test_many_tails_at_once_are_the_same_tails() -> None:
    observed, expected = np.array([4.0, 9.0, 400.0]), np.array([1.0, 2.0, 100.0])
    many = strengths(observed, expected, np.full(3, 0.05))
    assert many.tolist() == pytest.approx([tail(c, m, 0.05) for c, m in zip(observed, expected, strict=True)])
