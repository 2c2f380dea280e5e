"""What evaluations read of single posts, kept by hour from one to the next until a roll-up of the hour is new.

Reading a day of posts costs far more than judging it, and in five minutes next to nothing of it changes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.day import DAY_SECONDS, HOUR_SECONDS, hour_start
from storage import hour_marks, keyword_counts
from storage.heard_posts import HeardPost
from storage.hour_marks import Marks

T = TypeVar("T")
Ints = NDArray[np.int64]
Hour = tuple[int, int]
NOTHING: Ints = np.zeros(0, dtype=np.int64)


class Hours(Generic[T]):
    """Something that was read for each hour of each watch, and is read again where it was let go."""

    def __init__(self) -> None:
        self._held: dict[Hour, T] = {}

    def of(self, watch: int, first: int, end: int, read: Callable[[int, int], Mapping[int, T]]) -> list[T]:
        """For every hour that [first, end) touches, oldest first; `read` is asked for whole hours and tells by hour."""
        hours = _hours(first, end)
        for left, right in _runs(hour for hour in hours if (watch, hour) not in self._held):
            self._held |= {(watch, hour): found for hour, found in read(left, right).items()}
        return [self._held[watch, hour] for hour in hours]

    def let_go(self, hours: Collection[Hour], before: int) -> None:
        """Forget these hours and all that are older."""
        self._held = {hour: held for hour, held in self._held.items() if hour not in hours and hour[1] >= before}


@dataclass
class _Counted:
    buckets: Ints
    authors: Ints
    asked: int


class OlderCounts:
    """Distinct authors by bucket of the keywords of one watch, of those that were asked for within a day.

    Counted in the store, an hour at a time; what nobody asks for is not counted.
    """

    def __init__(self) -> None:
        self._of: dict[int, _Counted] = {}
        self._hours: frozenset[int] = frozenset()
        self._end = 0

    def cover(self, first: int, end: int) -> None:
        """Be about the buckets [first, end) from now on."""
        hours, self._end = frozenset(_hours(first, end)), end
        self._of = {keyword: counted for keyword, counted in self._of.items() if counted.asked > end - DAY_SECONDS}
        if missing := hours - self._hours:
            self._count(list(self._of), missing, hours)
        self._hours = hours

    def read(self, keywords: Iterable[int]) -> None:
        """Have these keywords at hand."""
        wanted = list(keywords)
        self._count([keyword for keyword in wanted if keyword not in self._of], self._hours, self._hours)
        for keyword in wanted:
            self._of[keyword].asked = self._end

    def of(self, keyword: int, first: int, end: int) -> tuple[Ints, Ints]:
        """(buckets, distinct authors) of a keyword that was read: those of [first, end) in which it was used."""
        counted = self._of[keyword]
        left, right = np.searchsorted(counted.buckets, [first, end])
        return counted.buckets[left:right], counted.authors[left:right]

    def let_go(self, hours: Collection[int]) -> None:
        """Count these hours anew."""
        self._hours -= frozenset(hours)

    def _count(self, keywords: list[int], some: frozenset[int], kept: frozenset[int]) -> None:
        """Count some hours of these keywords; of what they had before, what lies in the other `kept` hours stays."""
        if not keywords:
            return
        found: dict[int, list[tuple[int, int]]] = {keyword: [] for keyword in keywords}
        for left, right in _runs(sorted(some)):
            for keyword, bucket, many in keyword_counts.authors(keywords, left, right):
                found[keyword].append((bucket, many))
        stays = np.array(sorted(kept - some), dtype=np.int64)
        for keyword, rows in found.items():
            fresh = np.array(rows, dtype=np.int64).reshape(-1, 2)
            before = self._of.get(keyword, _Counted(buckets=NOTHING, authors=NOTHING, asked=0))
            still = np.isin(before.buckets - before.buckets % HOUR_SECONDS, stays)
            buckets = np.concatenate([before.buckets[still], fresh[:, 0]])
            order = np.argsort(buckets, kind="stable")
            authors = np.concatenate([before.authors[still], fresh[:, 1]])[order]
            self._of[keyword] = _Counted(buckets=buckets[order], authors=authors, asked=before.asked)


@dataclass
class Kept:
    """The memory of one who evaluates: `uses` are keywords by post, `older` counts from before those.

    `negatives` are the negative posts of an hour by bucket, in the order of collection.
    """

    uses: Hours[Ints] = field(default_factory=Hours)
    negatives: Hours[list[HeardPost]] = field(default_factory=Hours)
    _older: dict[int, OlderCounts] = field(default_factory=dict)
    _marks: Marks = field(default_factory=dict)

    def older(self, watch: int) -> OlderCounts:
        """Counts of the keywords of a watch."""
        return self._older.setdefault(watch, OlderCounts())

    def follow(self, watches: Collection[int], first: int, end: int) -> None:
        """Let go what has changed in the buckets [first, end) since the last time, and what is older.

        To be called before anything of these is read: what changes in between is then let go the next time.
        """
        marks, before = hour_marks.marks(watches, first, end), self._marks
        changed = {hour for hour in marks.keys() | before.keys() if marks.get(hour) != before.get(hour)}
        self.uses.let_go(changed, hour_start(first))
        self.negatives.let_go(changed, hour_start(first))
        for watch, older in self._older.items():
            older.let_go([hour for owner, hour in changed if owner == watch])
        self._marks = marks


def _hours(first: int, end: int) -> range:
    return range(hour_start(first), end, HOUR_SECONDS)


def _runs(hours: Iterable[int]) -> Iterator[tuple[int, int]]:
    """[first, end) of every unbroken run of hours, which are told in order."""
    told = list(hours)
    breaks = [
        0,
        *(place + 1 for place, (one, other) in enumerate(pairwise(told)) if other - one != HOUR_SECONDS),
        len(told),
    ]
    return ((told[left], told[right - 1] + HOUR_SECONDS) for left, right in pairwise(breaks) if right > left)
