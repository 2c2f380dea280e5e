"""An account as its own page tells of it."""

from dataclasses import dataclass
from datetime import datetime

from domain.post import Author, Channel, Verification


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One account as read at one moment; `key` is the platform's own id, what the page does not tell is None.

    `followers_at_least` says that the page rounds: the true number is `followers` or more. `place` is what the account
    says of itself, `region` what the platform derives from its address. `credit` is the platform's word for its
    standing, `blocked` why the platform closed it. Birthdays, schools and employers are never kept.
    """

    channel: Channel
    key: str
    read_at: datetime
    name: str | None = None
    followers: int | None = None
    followers_at_least: bool = False
    following: int | None = None
    posts: int | None = None
    verification: Verification | None = None
    verified_as: str | None = None
    introduction: str | None = None
    place: str | None = None
    region: str | None = None
    registered_at: datetime | None = None
    credit: str | None = None
    blocked: str | None = None

    def author(self) -> Author:
        """What a post tells of its author, as far as the profile knows it."""
        return Author(key=self.key, name=self.name, followers=self.followers, verification=self.verification)


@dataclass(frozen=True, kw_only=True)
class NoAccount:
    """The platform knows no account of this number."""

    channel: Channel
    key: str
