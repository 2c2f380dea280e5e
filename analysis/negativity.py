"""Whether the share of negative posts has moved, at any volume: a beta-binomial test with estimated overdispersion.

Per hour and window of n posts with k negative: z = (k - 0.5 - n p) / sqrt(n p (1 - p) (1 + (n - 1) rho)), where p is
the usual share and rho the correlation within an hour, both learnt from the hours before, with priors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z95 = 1.959964
WINDOWS = (1, 3, 6, 12)  # hours
LEAST_POSTS, LEAST_NEGATIVE = 8, 5
THRESHOLD = 3.5
LEAST_RISE = 0.05
PRIOR_NEGATIVE, PRIOR_POSTS = 2.0, 10.0
PRIOR_RHO, RHO_WEIGHT, LEAST_RHO, MOST_RHO = 0.01, 200.0, 0.002, 0.2
KEPT = 0.5 ** (1 / (7 * 24))  # per hour: half is forgotten in 7 days
WINSOR = 3.0


@dataclass(frozen=True, kw_only=True)
class Shift:
    """The window in which the share of negative posts stands furthest above the usual one, at the end of one hour.

    `low` and `high` are the 95 % interval of negative / posts, `usual` the share that the past lets expect. `moved`:
    z >= 3.5 and `low` more than 0.05 above `usual`.
    """

    z: float
    hours: int
    negative: int
    posts: int
    low: float
    high: float
    usual: float
    moved: bool


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """95 % interval of a share (Wilson 1927); None where there is nothing to divide by, ValueError for no share."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    if whole == 0:
        return None
    share = part / whole
    middle = share + Z95**2 / (2 * whole)
    spread = Z95 * sqrt(share * (1 - share) / whole + Z95**2 / (4 * whole**2))
    scale = 1 + Z95**2 / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def share_shifts(posts: Sequence[int], negative: Sequence[int]) -> list[Shift | None]:
    """The test at the end of every hour, oldest first; None where no window holds 8 posts and 5 negative ones.

    Count authors or groups of equal texts, not raw posts: a copy is no second voice. A rise by ten points cannot be
    seen below about 100 posts an hour, and next to nothing below 10; there the count of negatives must alarm.
    """
    past = _Past()
    shifts: list[Shift | None] = []
    for hour, (whole, part) in enumerate(zip(posts, negative, strict=True), start=1):
        if not 0 <= part <= whole:
            raise ValueError(f"{part} of {whole} is no share")
        windows = [
            (hours, sum(posts[hour - hours : hour]), sum(negative[hour - hours : hour]))
            for hours in WINDOWS
            if hours <= hour
        ]
        shifts.append(_furthest(past, windows))
        past.learn(whole, part)
    return shifts


class _Past:
    """What the hours before say: decayed sums, held by priors."""

    def __init__(self) -> None:
        self._negative = self._posts = self._surplus = self._pairs = 0.0

    @property
    def usual(self) -> float:
        """The usual share of negative posts."""
        return (self._negative + PRIOR_NEGATIVE) / (self._posts + PRIOR_POSTS)

    def deviation(self, posts: int) -> float:
        """Standard deviation of the negatives among so many posts."""
        rho = (self._surplus + PRIOR_RHO * RHO_WEIGHT) / (self._pairs + RHO_WEIGHT)
        rho = min(max(rho, LEAST_RHO), MOST_RHO)
        return sqrt(posts * self.usual * (1 - self.usual) * (1 + (posts - 1) * rho))

    def learn(self, posts: int, negative: int) -> None:
        """Take in an hour, winsorised: a bad hour does not become the usual one."""
        usual = self.usual
        taken = min(float(negative), posts * usual + WINSOR * self.deviation(posts) + 1)
        alone = posts * usual * (1 - usual)
        self._surplus = KEPT * self._surplus + (taken - posts * usual) ** 2 - alone
        self._pairs = KEPT * self._pairs + (posts - 1) * alone if posts else KEPT * self._pairs
        self._negative = KEPT * self._negative + taken
        self._posts = KEPT * self._posts + posts


def _furthest(past: _Past, windows: list[tuple[int, int, int]]) -> Shift | None:
    enough = [(h, n, k) for h, n, k in windows if n >= LEAST_POSTS and k >= LEAST_NEGATIVE]
    if not enough:
        return None
    usual = past.usual
    z, hours, posts, negative = max(((k - 0.5 - n * usual) / past.deviation(n), h, n, k) for h, n, k in enough)
    interval = wilson(negative, posts)
    assert interval is not None
    low, high = interval
    moved = z >= THRESHOLD and low > usual + LEAST_RISE
    return Shift(z=z, hours=hours, negative=negative, posts=posts, low=low, high=high, usual=usual, moved=moved)
