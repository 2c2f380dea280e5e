"""Whether what is scored has moved away from its own past: by the distribution of scores, and by unheard words.

The population stability index of two distributions over the same bins is sum((a - b) ln(a / b)) (Siddiqi, Credit Risk
Scorecards, 2006; there 0.1 is small and 0.25 large). What is large here is learnt: a week counts as moved where it is
further from the pool of the weeks before than any of these was from the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

BINS = 10
LEAST_WEEKS = 4
MOST_WEEKS = 12
LEAST_POSTS = 200
LEAST_INDEX = 0.1
LEAST_RISE = 0.03
BEYOND = 1.5  # times the furthest that any earlier week was


@dataclass(frozen=True, kw_only=True)
class ScoreWeek:
    """One week of one channel: how many posts fell in each tenth of negativity, and the share of unheard words.

    `unheard` is None where it was not measured.
    """

    bins: tuple[int, ...]
    unheard: float | None = None

    @property
    def posts(self) -> int:
        """How many posts were scored."""
        return sum(self.bins)


@dataclass(frozen=True, kw_only=True)
class Drift:
    """How far the newest week is from its past, and how far the past itself ever was; None where that is in bounds."""

    index: float | None
    usual_index: float
    unheard: float | None
    usual_unheard: float | None
    weeks: int


def drift(weeks: Sequence[ScoreWeek]) -> Drift | None:
    """What has moved in the last of these weeks, oldest first; None where nothing has or too little is known.

    Weeks of fewer than 200 posts are passed over; at least four must stand before the newest. Raises ValueError for a
    week with other than ten bins.
    """
    if any(len(week.bins) != BINS for week in weeks):
        raise ValueError(f"a week has {BINS} bins")
    if not weeks or weeks[-1].posts < LEAST_POSTS:
        return None
    newest, past = weeks[-1], [week for week in weeks[:-1] if week.posts >= LEAST_POSTS][-MOST_WEEKS:]
    if len(past) < LEAST_WEEKS:
        return None
    index, usual = stability(newest.bins, _pool(past)), max(_own_distances(past))
    told = [week.unheard for week in past if week.unheard is not None]
    highest = max(told) if len(told) >= LEAST_WEEKS else None
    moved = index > max(LEAST_INDEX, BEYOND * usual)
    strange = highest is not None and newest.unheard is not None and newest.unheard > highest + LEAST_RISE
    if not moved and not strange:
        return None
    return Drift(
        index=index if moved else None,
        usual_index=usual,
        unheard=newest.unheard if strange else None,
        usual_unheard=highest,
        weeks=len(past),
    )


def stability(new: Sequence[int], old: Sequence[int]) -> float:
    """The population stability index; half a post is added to each bin, so that an empty one divides nothing."""
    parts = zip(_shares(new), _shares(old), strict=True)
    return sum((ours - theirs) * log(ours / theirs) for ours, theirs in parts)


def _shares(counts: Sequence[int]) -> list[float]:
    whole = sum(counts) + 0.5 * len(counts)
    return [(count + 0.5) / whole for count in counts]


def _pool(weeks: Sequence[ScoreWeek]) -> list[int]:
    return [sum(counts) for counts in zip(*(week.bins for week in weeks), strict=True)]


def _own_distances(past: Sequence[ScoreWeek]) -> list[float]:
    """How far each of the weeks is from the pool of the others."""
    return [stability(week.bins, _pool([*past[:place], *past[place + 1 :]])) for place, week in enumerate(past)]
