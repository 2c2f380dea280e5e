"""The account of a search that is asked in pieces: what each piece announced, gave and should have given; pure."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.expectations import POSTS_A_PAGE
from crawlers.slices import MOST_PAGES, SPLIT_FROM, Pages, Slice, without
from domain.crawl import CrawlOutcome
from domain.crawl_slice import CrawlSlice, SliceState
from domain.day import CHINA

Key = tuple[str, datetime, datetime, str]


@dataclass(frozen=True, kw_only=True)
class PageRead:
    """Travels behind the posts of a page; where it arrives, they have all gone before it."""

    piece: Slice
    page: int


@dataclass(kw_only=True)
class Entry:
    """One piece while it is being read.

    `mids` are the numbers of the posts on its own pages, `more` of those in its parts. `landed` pages have sent their
    posts on to the store. `unknown` says that some part cannot tell what it misses.
    """

    pages: Pages
    parent: Slice | None = None
    mids: set[int] = field(default_factory=set)
    more: set[int] = field(default_factory=set)
    landed: set[int] = field(default_factory=set)
    parts: int = 0
    settled: int = 0
    unknown: bool = False
    asked_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(kw_only=True)
class SliceBook:
    """Every piece of one crawl, by hour and region, and those that earlier crawls had finished.

    A piece of several hours is left out as soon as it is asked in shorter ones. An hour whose list is cut off stays,
    and its regions are asked besides: what they found of the posts on the hour's own pages tells how much is missing.
    `changed` are the rows to write; who writes them takes them out. `lists` is the ledger's own. Posts count where
    their numbers lie in [first, last), that is in the window; those around it in the same hour serve the estimate.
    """

    lists: dict[Hashable, Pages] = field(default_factory=dict)
    first: int = 0
    last: int = 1 << 63
    entries: dict[Slice, Entry] = field(default_factory=dict)
    changed: dict[Key, CrawlSlice] = field(default_factory=dict)
    finished: dict[Key, CrawlSlice] = field(default_factory=dict)
    pages: int = 0
    gaps: int = 0
    found: int = 0
    missing: int = 0
    by_region: int = 0
    cut: list[str] = field(default_factory=list)

    def take_over(self, rows: Iterable[CrawlSlice]) -> None:
        """Count what earlier crawls finished as finished."""
        for row in rows:
            self.finished[_key_of(row)] = row
            if not row.region and row.state is SliceState.DONE:
                self.by_region += (row.announced or 0) >= SPLIT_FROM
                self._count(_words(row), row.expected, row.missing)

    def starts(self, whole: Slice) -> list[Slice]:
        """What has to be asked first for a window: all of it, or what earlier crawls left of it."""
        before = [row for row in self.finished.values() if row.query == whole.query and not row.region]
        left = without(whole, [(row.start.astimezone(CHINA), row.end.astimezone(CHINA)) for row in before])
        halfway = [row for row in before if row.state is SliceState.SPLIT]
        pieces = [
            part
            for row in halfway
            for part in self._resume(
                Slice(query=row.query, start=row.start.astimezone(CHINA), end=row.end.astimezone(CHINA)), row, None
            )
        ]
        for piece in left:
            self.ask(piece)
        return [*left, *pieces]

    def ask(self, piece: Slice, parent: Slice | None = None) -> None:
        """A piece that is going to be asked."""
        if piece not in self.entries:
            self.entries[piece] = Entry(pages=self.lists.setdefault(piece, Pages()), parent=parent)

    def opened(self, piece: Slice, at: datetime) -> None:
        """The first page of a piece came."""
        entry = self.entries[piece]
        entry.asked_at = entry.asked_at or at

    def shorten(self, piece: Slice) -> tuple[Slice, ...]:
        """Leave a piece out, because it is asked again in these shorter ones."""
        del self.entries[piece], self.lists[piece]
        for part in piece.parts():
            self.ask(part)
        return piece.parts()

    def narrow(self, piece: Slice) -> list[Slice]:
        """The regions to ask besides, once all pages of a piece are read that may have been cut off."""
        entry = self.entries[piece]
        if entry.parts or entry.pages.announced < SPLIT_FROM or entry.pages.read() < entry.pages.announced:
            return []
        return self._regions(piece)

    def landed(self, piece: Slice, page: int, at: datetime) -> None:
        """The posts of one page have all gone on to the store; with the last page the piece is closed."""
        entry = self.entries.get(piece)
        if entry is None:
            return
        entry.landed.add(page)
        entry.closed_at = at
        self._write(piece, entry, SliceState.SPLIT if entry.parts and self._own_landed(entry) else SliceState.OPEN)
        self._settle_if_whole(piece, at)

    def unfinished(self) -> None:
        """Write down every piece that the crawl ends without."""
        for piece, entry in self.entries.items():
            if not self._own_landed(entry):
                self._write(piece, entry, SliceState.OPEN)

    def _resume(self, piece: Slice, row: CrawlSlice, parent: Slice | None) -> list[Slice]:
        """Go on with the regions of a piece whose own pages an earlier crawl has read."""
        pages = Pages(announced=row.announced or 1, filled=set(range(1, row.read + 1)))
        entry = Entry(pages=pages, parent=parent, mids=set(row.mids), landed=set(pages.filled), asked_at=row.asked_at)
        entry.closed_at = row.closed_at
        self.entries[piece] = entry
        return self._regions(piece)

    def _regions(self, piece: Slice) -> list[Slice]:
        entry, wanted = self.entries[piece], list[Slice]()
        parts = piece.regions()
        entry.parts = len(parts)
        for part in parts:
            row = self.finished.get(_key(part))
            if row is None:
                self.ask(part, parent=piece)
                wanted.append(part)
            elif row.state is SliceState.DONE:
                self._join(entry, row.mids, unknown=row.expected is None)
            else:
                wanted += self._resume(part, row, piece)
        if entry.closed_at is not None and entry.landed:
            self._settle_if_whole(piece, entry.closed_at)
        return wanted

    def _own_landed(self, entry: Entry) -> bool:
        return len(entry.landed) >= entry.pages.announced and entry.pages.read() >= entry.pages.announced

    def _settle_if_whole(self, piece: Slice, at: datetime) -> None:
        entry = self.entries.get(piece)
        if entry is None or not self._own_landed(entry) or entry.settled < entry.parts:
            return
        entry.closed_at = at
        got, gaps = entry.mids | entry.more, entry.pages.gaps()
        expected = self._expected(entry)
        self._write(piece, entry, SliceState.OPEN if gaps else SliceState.DONE, expected)
        del self.entries[piece]
        if self.lists.pop(piece, None) is not None:
            self.pages += entry.pages.read()
            self.gaps += gaps
            self.found += bool(entry.pages.filled)
        if entry.parent is None:
            self.by_region += bool(entry.parts)
            missing = 0 if not entry.parts or expected is None else max(0, expected - self._wanted(got))
            self._count(str(piece), expected, missing)
        elif entry.parent in self.entries:
            self._join(self.entries[entry.parent], got, unknown=expected is None)
            self._settle_if_whole(entry.parent, at)

    def _count(self, words: str, expected: int | None, missing: int | None) -> None:
        if expected is None:
            self.cut.append(words)
        else:
            self.missing += missing or 0

    @staticmethod
    def _join(entry: Entry, mids: Iterable[int], *, unknown: bool) -> None:
        entry.more.update(mids)
        entry.settled += 1
        entry.unknown = entry.unknown or unknown

    def _write(self, piece: Slice, entry: Entry, state: SliceState, expected: int | None = None) -> None:
        key, done = _key(piece), entry.closed_at is not None and state is SliceState.DONE
        got = entry.mids | entry.more
        keeps = piece.region is not None or state is SliceState.SPLIT
        self.changed[key] = CrawlSlice(
            query=piece.query,
            start=piece.start,
            end=piece.end,
            region=key[3],
            place=piece.region.name if piece.region else "",
            announced=entry.pages.announced if entry.pages.opened() else None,
            read=entry.pages.read(),
            fetched=self._wanted(got),
            expected=expected if expected is not None or done else self._so_far(entry),
            outcome=_outcome(self._wanted(got), expected) if done else None,
            state=state,
            asked_at=entry.asked_at,
            closed_at=entry.closed_at if done else None,
            mids=frozenset((got if done else entry.mids) if keeps else ()),
        )

    def _wanted(self, mids: Iterable[int]) -> int:
        return sum(1 for mid in mids if self.first <= mid < self.last)

    def _expected(self, entry: Entry) -> int | None:
        got = entry.mids | entry.more
        if entry.parts:
            whole = None if entry.unknown else estimate(entry.mids, entry.more)
            return None if whole is None else round(self._wanted(got) * max(1.0, whole / len(got)))
        if entry.pages.announced >= MOST_PAGES:
            return None
        return self._wanted(got) + POSTS_A_PAGE * entry.pages.gaps()

    def _so_far(self, entry: Entry) -> int | None:
        """While a list is open: what was got and ten for each page left; unknown while it is unopened or cut."""
        if not entry.pages.opened() or entry.pages.announced >= SPLIT_FROM:
            return None
        return self._wanted(entry.mids) + POSTS_A_PAGE * entry.pages.unread()


def estimate(own: set[int], parts: set[int]) -> int | None:
    """How many posts a piece holds, from the share of its own cut list that its parts found again.

    Lincoln and Petersen: N = own x parts / both. It wants the own list to be a fair sample, which newest-first lists
    are with regard to regions. None where the two share nothing.
    """
    both = len(own & parts)
    return round(len(own) * len(parts) / both) if both else None


def _outcome(got: int, expected: int | None) -> CrawlOutcome:
    if expected is None or expected > got:
        return CrawlOutcome.PARTIAL
    return CrawlOutcome.COMPLETE if got else CrawlOutcome.EMPTY


def _key(piece: Slice) -> Key:
    return piece.query, piece.start, piece.end, piece.region.code if piece.region else ""


def _key_of(row: CrawlSlice) -> Key:
    return row.query, row.start, row.end, row.region


def _words(row: CrawlSlice) -> str:
    return str(Slice(query=row.query, start=row.start.astimezone(CHINA), end=row.end.astimezone(CHINA)))
