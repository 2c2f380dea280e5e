"""What a hot list shows at one moment."""

from dataclasses import dataclass
from datetime import datetime

from domain.shown import Shown


class HotList(Shown):
    """Which list; the same list is read by several routes."""

    SEARCH = "search", "微博热搜榜"
    SOCIAL = "social", "微博要闻榜"
    ENTERTAINMENT = "entertainment", "微博文娱榜"


@dataclass(frozen=True, kw_only=True)
class HotEntry:
    """One row of a hot list as read at one moment; advertisements are never rows.

    `rank` counts from 1 without advertisements; None for the row that the platform pins on top and for rows that it
    does not rank. `heat` is the platform's relative number, None where it tells none. `label` is its mark (新, 热, 沸,
    爆, 官宣…), `category` its own sorting (社会新闻, 电影…), `query` what a click searches for, `since` when the row
    came onto the list, `mid` the post that it leads with; None where not told.
    """

    list: HotList
    title: str
    read_at: datetime
    rank: int | None = None
    heat: int | None = None
    label: str | None = None
    category: str | None = None
    query: str | None = None
    since: datetime | None = None
    mid: str | None = None
    pinned: bool = False


@dataclass(frozen=True, kw_only=True)
class HotReading:
    """A whole list as it was read at one moment; what stood there before and is not among `entries` has left it."""

    list: HotList
    read_at: datetime
    entries: tuple[HotEntry, ...]
