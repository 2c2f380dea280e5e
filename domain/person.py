"""People who are told, and their shifts, as the rooms know them."""

from dataclasses import dataclass
from datetime import datetime

from domain.notice import Role


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody in service who can be told by e-mail; `key` is the id in the store."""

    key: int
    name: str
    email: str
    role: Role


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A person is on duty over [starts_at, ends_at); tier 1 is told first."""

    person: int
    tier: int
    starts_at: datetime
    ends_at: datetime
