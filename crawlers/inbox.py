"""Pushed messages of the own account become posts, articles to look at and news of a desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_fields import fields_of
from crawlers.pages.wechat_push import Mark, Said, read_letter
from domain.own_account import DeskNews, OwnArticle
from domain.post import Post
from domain.push import Letter
from storage import arrivals, inbox, own_account
from storage.posts import store

AT_A_TIME = 100


@dataclass(frozen=True, kw_only=True)
class Read:
    """How many letters were looked at, how many new posts they held, and how many nobody understands."""

    letters: int = 0
    posts: int = 0
    unreadable: int = 0

    def __add__(self, other: "Read") -> "Read":
        return Read(
            letters=self.letters + other.letters,
            posts=self.posts + other.posts,
            unreadable=self.unreadable + other.unreadable,
        )


def read_inbox(account: str, source: int, watch: int | None, mark: Mark, now: datetime) -> Read:
    """Read everything that waits, some at a time; each part in one transaction, so that a kill repeats it whole.

    What customers say belongs to `watch`, whatever it says.
    """
    done = Read()
    while rows := inbox.waiting(account, AT_A_TIME):
        done += _read(rows, source, watch, mark, now)
    return done


def _read(rows: list[tuple[int, Letter]], source: int, watch: int | None, mark: Mark, now: datetime) -> Read:
    """Understand first and write then, so that those who push wait for the database as short as can be."""
    said, good, bad = list[Said](), list[int](), dict[int, str]()
    for row, letter in rows:
        try:
            said += read_letter(fields_of(letter.body.encode()), letter, now, mark)
        except UnreadablePage as reason:
            bad[row] = str(reason)
        else:
            good.append(row)
    with transaction.atomic():
        stored = store([one for one in said if isinstance(one, Post)], watch=watch, now=now)
        for one in said:
            _keep(one, now)
        for row, why in bad.items():
            inbox.unreadable(row, why, now)
        inbox.read(good, now)
        arrivals.arrived(source, stored.new_at, now)
    return Read(letters=len(rows), posts=stored.new, unreadable=len(bad))


def _keep(said: Said, now: datetime) -> None:
    if isinstance(said, OwnArticle):
        own_account.keep(said, now)
    elif isinstance(said, DeskNews):
        own_account.told(said)
