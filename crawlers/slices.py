"""Pieces of time that a search is asked for, and the pages of each piece that were read."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from crawlers.regions import Region, provinces
from domain.day import CHINA

MOST_PAGES = 50
SPLIT_FROM = 46
"""A list of so many pages may have been cut off at the site's limit of 50."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One query over whole hours in China, in one region or everywhere; `end` is the first hour beyond it."""

    query: str
    start: datetime
    end: datetime
    region: Region | None = None

    def __str__(self) -> str:
        place = f" {self.region.name}" if self.region else ""
        return f"“{self.query}” {self.start:%Y-%m-%d %H}时至{self.end:%Y-%m-%d %H}时{place}"

    def timescope(self) -> str:
        """The window as the search writes it: hours without a leading zero."""
        return f"custom:{_hour(self.start)}:{_hour(self.end)}"

    def parts(self) -> tuple["Slice", ...]:
        """The days of it, the hours of one day, or nothing where it is one hour; together they are the whole."""
        if self.end - self.start <= HOUR:
            return ()
        midnight = self.start.replace(hour=0) + timedelta(days=1)
        by_day = midnight < self.end
        edges = [self.start]
        while edges[-1] < self.end:
            step = edges[-1].replace(hour=0) + timedelta(days=1) if by_day else edges[-1] + HOUR
            edges.append(min(step, self.end))
        return tuple(replace(self, start=a, end=b) for a, b in pairwise(edges))

    def regions(self) -> tuple["Slice", ...]:
        """The same time in each province, or in each city of its province; they miss posts of unknown region."""
        finer = provinces() if self.region is None else self.region.cities()
        return tuple(replace(self, region=region) for region in finer)


def whole_hours(query: str, since: datetime, until: datetime) -> Slice:
    """The hours in China that cover a window."""
    start = since.astimezone(CHINA).replace(minute=0, second=0, microsecond=0)
    end = until.astimezone(CHINA)
    rest = end.replace(minute=0, second=0, microsecond=0)
    return Slice(query=query, start=start, end=rest if rest == end else rest + HOUR)


def without(piece: Slice, done: Iterable[tuple[datetime, datetime]]) -> tuple[Slice, ...]:
    """What is left of a piece when these windows are taken out of it, in order of time."""
    left: list[Slice] = []
    at = piece.start
    for start, end in sorted(done):
        if start > at:
            left.append(replace(piece, start=at, end=min(start, piece.end)))
        at = max(at, end)
        if at >= piece.end:
            return tuple(left)
    return (*left, replace(piece, start=at))


def _hour(at: datetime) -> str:
    return f"{at:%Y-%m-%d}-{at.hour}"


@dataclass(kw_only=True)
class Pages:
    """Which pages of one list were announced, and which of them were read with or without results.

    An empty page is a gap where a later page of the same list has results; empty pages at the end are its end.
    """

    announced: int = 1
    filled: set[int] = field(default_factory=set)
    empty: set[int] = field(default_factory=set)

    def gaps(self) -> int:
        """How many pages came empty although later ones were not."""
        last = max(self.filled, default=0)
        return sum(1 for page in self.empty if page < last)

    def unread(self) -> int:
        """How many announced pages were never read, gaps included."""
        return self.announced - len(self.filled | self.empty) + self.gaps()

    def read(self) -> int:
        """How many pages were read, with or without results."""
        return len(self.filled | self.empty)

    def opened(self) -> bool:
        """Whether the first page was read, so that the length of the list is known."""
        return 1 in self.filled or 1 in self.empty
