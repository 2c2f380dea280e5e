"""A rise of a series against its own seasonal past."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Burst:
    """One episode that is on at the moment of evaluation.

    `strength` is S = -log10 of the chance of so many in the best window; `observed` and `expected` are counts in that
    window of `window_minutes`; `since` and `at` are bucket starts in epoch seconds.
    """

    strength: float
    window_minutes: int
    observed: int
    expected: float
    since: int
    at: int
