"""What a running crawl has seen so far; spiders, middlewares and pipelines write it, `judge` reads it."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawlers.book import SliceBook
from crawlers.expectations import Met, Seen
from crawlers.pages.unreadable import UnreadablePage
from crawlers.slices import Pages
from domain.refusal import MEANINGS, PASSING, Reaction, Refusal
from domain.thread import ThreadRead

if TYPE_CHECKING:
    from crawlers.scribe import Scribe

MOST_KEPT = 20
FAILURES_TO_STOP = 3


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A page that was refused or could not be read, as it came."""

    url: str
    status: int
    body: bytes = field(repr=False)
    place: str


@dataclass(kw_only=True)
class Ledger:
    """The counts and the evidence of one crawl; at most 20 pages are kept, the first ones.

    `crawl` is its row, None where it is stored nowhere; then `scribe` is None as well. `unwritten` requests of each
    identity are not yet in the count of the day.
    `stopped` turns true at the first refusal of the visitor, at three failures of the site or three whole pages of
    unknown shape in a row, or where the budget of the day is used up.
    `book` is the account of a search that is asked in pieces.
    """

    requests: int = 0
    articles: int = 0
    fetched: int = 0
    dropped: int = 0
    gone: int = 0
    noted: int = 0
    checked: int = 0
    new: int = 0
    found_again: int = 0
    listed_articles: int = 0
    stores: bool = False
    stopped: bool = False
    interrupted: bool = False
    failures_in_a_row: int = 0
    lost_in_a_row: int = 0
    budget: int = 0
    probed: bool = False
    crawl: int | None = None
    scribe: "Scribe | None" = None
    unwritten: Counter[str] = field(default_factory=Counter)
    skipped: tuple[str, ...] = ()
    lists: dict[Hashable, Pages] = field(default_factory=dict)
    book: SliceBook = field(init=False)
    refusals: list[Met] = field(default_factory=list)
    detours: list[Met] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    threads: list[ThreadRead] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    kept: list[Evidence] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.book = SliceBook(lists=self.lists)

    def pages_of(self, name: Hashable) -> Pages:
        """The pages of one list, begun where it is new."""
        return self.lists.setdefault(name, Pages())

    def answered(self) -> None:
        """A page came that is worth reading."""
        self.failures_in_a_row = 0

    def used_up(self, budget: int) -> None:
        """The requests of the day are used up."""
        self.budget = budget
        self.stopped = True

    def refused(self, refusal: Refusal, evidence: Evidence, *, stops: bool = True) -> None:
        """A page did not come; the place of the evidence is said before the refusal's own words.

        One that concerns a single piece of content is counted as gone, and the crawl goes on. So it does where the
        refusal does not stop it (`stops`), because other hosts still answer.
        """
        if MEANINGS[refusal].reaction is Reaction.GO_ON:
            self.gone += 1
            return
        self.refusals.append(Met(refusal=refusal, place=evidence.place, stops=stops))
        self.keep(evidence)
        self.failures_in_a_row += 1
        if stops and (refusal not in PASSING or self.failures_in_a_row >= FAILURES_TO_STOP):
            self.stopped = True

    def resting(self, refusal: Refusal, place: str, *, stops: bool) -> None:
        """Nothing is asked at a place, because it refused an earlier crawl and still rests."""
        self.refusals.append(Met(refusal=refusal, place=place, stops=stops))

    def known_before(self, *, stored: bool) -> None:
        """Something was listed that an earlier crawl has read; it counts as found again where the store has it."""
        self.fetched += stored
        self.found_again += stored
        self.dropped += not stored

    def went_round(self, refusal: Refusal, evidence: Evidence) -> None:
        """A page did not come this way, and the crawl takes another one there."""
        self.detours.append(Met(refusal=refusal, place=evidence.place))
        self.keep(evidence)

    def pause(self, host: str, refusal: Refusal) -> None:
        """A host is to be left alone by every crawl for a while."""
        if self.scribe is not None:
            self.scribe.pause(host, refusal)

    def lift(self, host: str) -> None:
        """A host that was left alone answers again."""
        if self.scribe is not None:
            self.scribe.lift(host)

    def leave(self, what: str) -> None:
        """Something is left out that people should know of, said once."""
        if what not in self.left:
            self.left.append(what)

    def could_not_read(self, reason: UnreadablePage, evidence: Evidence) -> None:
        """A page came that has an unknown shape."""
        self.unreadable.append(str(reason))
        self.keep(evidence)

    def lost(self) -> None:
        """Nothing could be read of a whole page; after three in a row the others are not asked for in vain."""
        self.lost_in_a_row += 1
        if self.lost_in_a_row >= FAILURES_TO_STOP:
            self.stopped = True

    def understood(self) -> None:
        """A page has the shape that is known."""
        self.lost_in_a_row = 0

    def keep(self, evidence: Evidence) -> None:
        """Keep a page while there is room."""
        if len(self.kept) < MOST_KEPT:
            self.kept.append(evidence)
            if self.scribe is not None:
                self.scribe.keep(evidence)

    def seen(self) -> Seen:
        """Everything so far, for the judgement."""
        lists, book = self.lists.values(), self.book
        return Seen(
            requests=self.requests,
            pages=sum(pages.read() for pages in lists) + book.pages,
            articles=self.articles,
            fetched=self.fetched,
            dropped=self.dropped,
            gone=self.gone,
            noted=self.noted,
            checked=self.checked,
            unread_pages=sum(pages.unread() for pages in lists) + book.gaps,
            unread_articles=max(0, self.listed_articles - self.articles - self.gone),
            gaps=sum(pages.gaps() for pages in lists) + book.gaps,
            unopened=sum(not pages.opened() for pages in lists),
            unsaved=self.fetched - self.new - self.found_again if self.stores else 0,
            by_region=book.by_region,
            missing=book.missing,
            cut=tuple(book.cut),
            skipped=self.skipped,
            budget=self.budget,
            probed=self.probed,
            refusals=tuple(self.refusals),
            detours=tuple(self.detours),
            left=tuple(self.left),
            threads=tuple(self.threads),
            unreadable=tuple(dict.fromkeys(self.unreadable)),
            errors=tuple(self.errors),
            interrupted=self.interrupted,
        )
