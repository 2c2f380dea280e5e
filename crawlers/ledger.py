"""What a running crawl has seen so far; spiders, middlewares and pipelines write it, `judge` reads it."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from crawlers.expectations import Met, Seen
from crawlers.pages.unreadable import UnreadablePage
from crawlers.slices import Pages
from domain.refusal import PASSING, Refusal

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

    `stopped` turns true at the first refusal of the visitor, or at three failures of the site in a row.
    """

    requests: int = 0
    articles: int = 0
    fetched: int = 0
    dropped: int = 0
    gone: int = 0
    new: int = 0
    found_again: int = 0
    listed_articles: int = 0
    stores: bool = False
    stopped: bool = False
    interrupted: bool = False
    failures_in_a_row: int = 0
    lists: dict[Hashable, Pages] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)
    refusals: list[Met] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    kept: list[Evidence] = field(default_factory=list)

    def pages_of(self, name: Hashable) -> Pages:
        """The pages of one list, begun where it is new."""
        return self.lists.setdefault(name, Pages())

    def forget(self, name: Hashable) -> None:
        """Leave a list out of the account, because it is asked again in smaller pieces."""
        del self.lists[name]

    def answered(self) -> None:
        """A page came that is worth reading."""
        self.failures_in_a_row = 0

    def refused(self, refusal: Refusal, evidence: Evidence) -> None:
        """A page did not come; the place of the evidence is said before the refusal's own words."""
        self.refusals.append(Met(refusal=refusal, place=evidence.place))
        self.keep(evidence)
        self.failures_in_a_row += 1
        if refusal not in PASSING or self.failures_in_a_row >= FAILURES_TO_STOP:
            self.stopped = True

    def could_not_read(self, reason: UnreadablePage, evidence: Evidence) -> None:
        """A page came that has an unknown shape."""
        self.unreadable.append(str(reason))
        self.keep(evidence)

    def keep(self, evidence: Evidence) -> None:
        """Keep a page while there is room."""
        if len(self.kept) < MOST_KEPT:
            self.kept.append(evidence)

    def seen(self) -> Seen:
        """Everything so far, for the judgement."""
        lists = self.lists.values()
        return Seen(
            requests=self.requests,
            pages=sum(len(pages.filled | pages.empty) for pages in lists),
            articles=self.articles,
            fetched=self.fetched,
            dropped=self.dropped,
            gone=self.gone,
            unread_pages=sum(pages.unread() for pages in lists),
            unread_articles=max(0, self.listed_articles - self.articles - self.gone),
            gaps=sum(pages.gaps() for pages in lists),
            unopened=sum(not pages.opened() for pages in lists),
            unsaved=self.fetched - self.new - self.found_again if self.stores else 0,
            cut=tuple(self.cut),
            refusals=tuple(self.refusals),
            unreadable=tuple(dict.fromkeys(self.unreadable)),
            errors=tuple(self.errors),
            interrupted=self.interrupted,
        )
