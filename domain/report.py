"""One day told in sections, frozen when made; every number names the console page that lists what it counts.

A `query` is a relative address of the console ("/posts/?watch=1&day=2026-11-22&polarity=negative"), or empty where
nothing stands behind the words. Texts of posts are kept as they came; showing them safely is the renderer's duty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.post import Channel, Verification
from domain.score import Complaint
from domain.shown import Shown

VERSION = 2


class SectionState(Shown):
    """Whether a section could be made."""

    MADE = "made", "已生成"
    FAILED = "failed", "未能生成"


class Tone(Shown):
    """How a figure or a cell is to be looked at."""

    PLAIN = "plain", "平常"
    BAD = "bad", "需关注"
    UNKNOWN = "unknown", "未知"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence, with what stands behind it."""

    text: str
    query: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number; `value` is None where it is unknown, `shown` is what people read, `note` the comparison."""

    label: str
    value: float | None
    shown: str
    query: str
    note: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a table."""

    text: str
    query: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of cells, each as long as `columns`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A Vega-Lite spec, and what it shows in words for those who do not see it."""

    key: str
    title: str
    told: str
    spec: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One post with the near-identical ones folded into it; unknown facts are None.

    `complaint` is what it complains of, None where no kind was found.
    `copies` counts all of them, `first_seen` is the earliest publication, `strongest` the account with most followers.
    """

    post: int
    channel: Channel
    author: str | None
    followers: int | None
    verification: Verification | None
    published_at: datetime
    title: str | None
    text: str
    url: str | None
    negativity: float
    complaint: Complaint | None
    reach: str
    copies: int
    authors: int
    first_seen: datetime
    strongest: str | None
    strongest_followers: int | None
    query: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the report; `lead` is what it gives to the summary, `trouble` says why it could not be made."""

    key: str
    title: str
    state: SectionState = SectionState.MADE
    trouble: str = ""
    lead: str = ""
    figures: tuple[Figure, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Body:
    """The whole report. It covers the publication times [since, until), which end early on a day not yet over."""

    version: int
    day: date
    edition: int
    made_at: datetime
    since: datetime
    until: datetime
    organisation: str
    headline: str
    summary: str
    sections: tuple[Section, ...]
