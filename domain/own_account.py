"""What a company's own WeChat account tells of itself: its articles, how much of their comments was read, its desk."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.post import Reading
from domain.shown import Shown

PLAN = (
    (timedelta(days=1), timedelta(minutes=10)),
    (timedelta(days=3), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=6)),
    (timedelta(days=30), timedelta(days=1)),
)
"""How often the comments of an article are asked for while it is younger than so much; no push tells of new ones."""


def next_look(published_at: datetime, now: datetime) -> datetime | None:
    """When the comments of an article are asked for next; None once it is a month old."""
    return next((now + pause for age, pause in PLAN if now - published_at < age), None)


class FoundBy(Shown):
    """How we came to know the number of an own article; no interface lists them."""

    PUSH = "push", "群发或发布完成的推送"
    LIST = "list", "已发布列表"
    NUMBERS = "numbers", "图文数据"
    COLLECTED = "collected", "其他途径采到的文章"
    PERSON = "person", "人工填写"


@dataclass(frozen=True, kw_only=True)
class OwnArticle:
    """One article of the own account; `mid` is the platform's msg_data_id, `idx` its place in the message from 1 on.

    `biz` and `url` are None where nobody told them yet. `guessed` says that the number is a message id which may not
    be a msg_data_id: it is asked for once and forgotten where the platform does not know it.
    """

    account: str
    mid: str
    idx: int
    published_at: datetime
    found_by: FoundBy
    biz: str | None = None
    url: str | None = None
    guessed: bool = False

    def name(self) -> str:
        """As datacube and people write it: 2247490098_1."""
        return f"{self.mid}_{self.idx}"


@dataclass(frozen=True, kw_only=True)
class CommentsRead:
    """How far the comments of an article were read; `announced` is None where the answer gives no total."""

    account: str
    mid: str
    idx: int
    read_at: datetime
    announced: int | None
    given: int
    unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnNumbers:
    """Counts of an own article by the platform's own books."""

    account: str
    mid: str
    idx: int
    reading: Reading


@dataclass(frozen=True, kw_only=True)
class DeskNews:
    """Word that a customer-service desk has messages; `ticket` lets them be fetched for ten minutes."""

    desk: str
    ticket: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DeskRead:
    """Messages of a desk up to `cursor` are in the store."""

    desk: str
    cursor: str
    at: datetime
