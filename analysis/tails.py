"""How unlikely so many are: the upper tail of the negative binomial."""

from math import inf, log10

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc

CEILING = 300.0  # the smallest chance that a float tells from none


def tail(observed: float, expected: float, dispersion: float) -> float:
    """S = -log10 P(X >= observed) for mean `expected` and variance expected + dispersion * expected^2, 0 to 300.

    Dispersion 0 is the Poisson law. Negative arguments raise ValueError.
    """
    if observed < 0 or expected < 0 or dispersion < 0:
        raise ValueError(f"a count, its mean and its dispersion are never negative: {observed, expected, dispersion}")
    if observed == 0:
        return 0.0
    if expected == 0:
        return CEILING
    size = 1 / dispersion if dispersion else inf
    chance = gammainc(observed, expected) if size == inf else betainc(observed, size, expected / (expected + size))
    return -log10(max(float(chance), 10**-CEILING)) + 0.0


def strengths(
    observed: NDArray[np.float64], expected: NDArray[np.float64], dispersion: NDArray[np.float64]
) -> NDArray[np.float64]:
    """`tail` of many at once; every count, mean and dispersion above 0."""
    size = 1 / dispersion
    chance = betainc(observed, size, expected / (expected + size))
    scores: NDArray[np.float64] = -np.log10(np.maximum(chance, 10**-CEILING))
    return scores
