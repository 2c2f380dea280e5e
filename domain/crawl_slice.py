"""One piece of a search: a query over whole hours, perhaps in one region, with what it should hold and what it gave."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.crawl import CrawlOutcome
from domain.shown import Shown


class SliceState(Shown):
    """How far the reading of a piece has come."""

    OPEN = "open", "未读完"
    SPLIT = "split", "本身读完，各地区未读完"
    DONE = "done", "读完"


@dataclass(frozen=True, kw_only=True)
class CrawlSlice:
    """A piece as it stands: `region` is the site's code ("44:1000", empty for everywhere), `place` its name.

    `announced` pages are None before the first answer. `expected` posts are None where nobody can tell; where the
    list is cut off they are an estimate. `outcome` is None until the piece is done. `asked_at` is the moment of its
    first page. `mids` are numbers of posts, kept where an estimate needs them again after a kill.
    """

    query: str
    start: datetime
    end: datetime
    region: str = ""
    place: str = ""
    announced: int | None = None
    read: int = 0
    fetched: int = 0
    expected: int | None = None
    outcome: CrawlOutcome | None = None
    state: SliceState = SliceState.OPEN
    asked_at: datetime | None = None
    closed_at: datetime | None = None
    mids: frozenset[int] = field(default=frozenset(), repr=False)

    @property
    def missing(self) -> int | None:
        """How many posts of it were not got; None where nobody can tell."""
        return None if self.expected is None else max(0, self.expected - self.fetched)
