"""Kinds of saved answers, and what each gives; for people who want to see what a page holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from domain.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Saved:
    """An answer that was kept.

    `of` is the number of the post or account that was asked about, for answers that do not name it themselves.
    """

    body: bytes
    at: datetime
    of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """What an answer holds: `lines` are frozen dataclasses of domain or of the pages, `notes` say the rest in Chinese.

    `unreadable` are parts that had to be left out. `state` is set where the answer is a notice in the place of content.
    """

    lines: tuple[object, ...] = ()
    unreadable: tuple[UnreadablePage, ...] = ()
    notes: tuple[str, ...] = ()
    state: str | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of answer: what people call it, where it is asked for, who tells refusals, who reads it."""

    shown: str
    url: str
    refusal: Callable[[Answer], Refusal | None]
    read: Callable[[Saved], Given]


Kinds = Mapping[str, Kind]


def of_needed(saved: Saved, what: str) -> str:
    """The number that was asked about; raises UnreadablePage where nobody says it."""
    if saved.of is None:
        raise UnreadablePage("--of", f"回答里不写{what}，请用 --of 指明")
    return saved.of
