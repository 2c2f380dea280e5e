"""The first row of each different combination in columns of numbers."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def first_of_each(one: Ints, other: Ints, third: Ints) -> NDArray[np.intp]:
    """Places of the first row with each three numbers, by these; none is negative, and all spans together fit 2^63."""
    if not len(one):
        return np.zeros(0, dtype=np.intp)
    codes = (one * (other.max() + 1) + other) * (third.max() + 1) + third
    found: NDArray[np.intp] = np.unique(codes, return_index=True)[1]
    return found
