"""Leases between processes: a crawl that was killed holds nothing, a living one keeps what it has."""

import os
import socket
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from crawlers.identities.pool import Nothing
from crawlers.identities.stored import InStore
from domain.identity import CookieDomain, Health, Identity, IdentityKind, Origin
from storage import identities

pytestmark = pytest.mark.django_db
COM, ACCOUNT = CookieDomain.WEIBO_COM, IdentityKind.ACCOUNT


def killed() -> int:
    """The number of a process that runs no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def held_by(holder: str, now: datetime) -> str:
    noun = Identity(key="", kind=ACCOUNT, domain=COM, cookies={"SUB": "s"})
    key = str(identities.adopt(noun, name="专用", origin=Origin.QR, now=now))
    assert identities.lease(key, holder, until=now + timedelta(minutes=10), now=now)
    return key


def taken(now: datetime) -> Identity | Nothing:
    return InStore(lambda: now)._take(COM, ACCOUNT, frozenset())


def test_what_a_killed_crawl_held_is_free_at_once(now: datetime) -> None:
    key = held_by(f"{socket.gethostname()}:{killed()}", now)
    found = taken(now)
    assert isinstance(found, Identity)
    assert found.key == key


@pytest.mark.parametrize("holder", [f"{socket.gethostname()}:{os.getppid()}", "another-machine:1", "nonsense"])
def test_what_a_living_or_unknown_crawl_holds_is_left_to_it(now: datetime, holder: str) -> None:
    held_by(holder, now)
    found = taken(now)
    assert isinstance(found, Nothing)
    assert found.busy
    assert isinstance(taken(now + timedelta(minutes=10)), Identity)


def test_what_nobody_can_open_any_more_counts_as_expired(now: datetime, settings: object) -> None:
    key = held_by("another-machine:1", now)
    settings.SECRET_KEY = "another" * 8  # type: ignore[attr-defined]
    assert isinstance(taken(now + timedelta(minutes=10)), Nothing)
    (one,) = identities.standings(now)
    assert (one.key, one.health(now)) == (key, Health.EXPIRED)
