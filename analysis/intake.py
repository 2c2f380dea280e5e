"""Which posts make a quarter of an hour of discovery, and which come too late to: quarters only go forward.

A post counts where it was published, or collected where it says that it is from the future. A quarter is taken in some
minutes after its end, so that a round of crawling can bring its posts; without posts there is no quarter, so that a
crawl that was down does not make everybody silent and then loud.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analysis.discovery import Spoken
from analysis.topic_memory import FORGOTTEN
from analysis.trending import QUARTER

SETTLED = 300  # seconds after its end from which a quarter is taken in
LATE = 3600  # seconds before the quarter last taken in up to which a late post still counts, in the next one


class Heard(NamedTuple):
    """A post as it came: `at` and `collected` in epoch seconds; `proves` is False where it only follows others."""

    spoken: Spoken
    at: int
    collected: int
    proves: bool = True

    @property
    def quarter(self) -> int:
        """The quarter in which it counts."""
        return min(self.at, self.collected) // QUARTER * QUARTER


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Quarters to take in, in their order, with their posts; posts whose quarter is not over; and all that want a home.

    Who only follows, or is too late to count, is in no quarter. Who is older than topics are remembered wants nothing.
    """

    quarters: dict[int, list[Spoken]]
    waiting: tuple[Heard, ...]
    placing: tuple[Heard, ...]


def intake(posts: Sequence[Heard], last: int | None, now: int) -> Intake:
    """Sort posts; `last` is the quarter that was taken in last."""
    quarters: dict[int, list[Spoken]] = {}
    waiting, late, placing = [], [], []
    for post in posts:
        quarter = post.quarter
        if quarter + QUARTER + SETTLED > now:
            waiting.append(post)
            continue
        if last is not None and quarter <= last - FORGOTTEN:
            continue
        placing.append(post)
        if post.proves and (last is None or quarter > last):
            quarters.setdefault(quarter, []).append(post.spoken)
        elif post.proves and last is not None and quarter > last - LATE:
            late.append(post.spoken)
    ordered = {quarter: quarters[quarter] for quarter in sorted(quarters)}
    if ordered:
        ordered[min(ordered)] += late
    return Intake(quarters=ordered, waiting=tuple(waiting), placing=tuple(placing))
