"""What a feed holds, whatever it is written in."""

from dataclasses import dataclass
from datetime import datetime

from crawlers.pages.unreadable import UnreadablePage
from domain.feed import FeedForm


@dataclass(frozen=True, kw_only=True)
class Raw:
    """One entry as a feed writes it, strings untouched and None where they are missing; `place` says where it stands.

    `body` is what claims to be the whole article, `digest` the short words beside it.
    """

    place: str
    title: str | None
    link: str | None
    body: str | None
    digest: str | None
    account: str | None
    when: str | None


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One article as a feed tells it.

    `name` is what it is known by: `biz:mid:idx`, `s/<22 letters>` or `text/<hash>`, never what the feed calls it.
    `link` leads to the article host, None where the feed gives none; `opens` says whether a stranger may read there.
    `text` is plain text, `whole` says that it is the whole article; where it is not, `missing` says in Chinese why.
    `published_at` is None where the feed does not tell.
    """

    name: str
    title: str
    link: str | None
    opens: bool
    account: str | None
    text: str
    whole: bool
    missing: str
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FeedPage:
    """A feed that could be read; `unreadable` are entries, or parts of them, that had to be left out."""

    form: FeedForm
    title: str
    entries: tuple[FeedEntry, ...]
    unreadable: tuple[UnreadablePage, ...] = ()
