"""Access tokens of own accounts, shared by all crawls, and interfaces that refuse an account for a while."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from domain.day import day_of
from storage.models import OwnRest, OwnToken
from storage.sealing import Unsealable, seal, unseal

RENEW_BEFORE = timedelta(minutes=5)
FORCED_A_DAY = 20
FORCED_APART = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Rest:
    """An interface is not to be asked until a moment, because of an error code."""

    until: datetime
    code: int


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token and how long it is good."""

    value: str = field(repr=False)
    good_until: datetime


def good(account: str, now: datetime) -> str | None:
    """The token that is good for five minutes more at least; None where a new one has to be fetched."""
    row = OwnToken.objects.filter(account=account, good_until__gt=now + RENEW_BEFORE).first()
    if row is None:
        return None
    try:
        return unseal(row.sealed)
    except Unsealable:
        return None


def keep(account: str, token: Token) -> None:
    """Keep a new token in the place of the old one."""
    row = {"sealed": seal(token.value), "good_until": token.good_until}
    OwnToken.objects.update_or_create(account=account, defaults=row)


def may_force(account: str, now: datetime) -> bool:
    """Whether a new token may be forced now, which then counts: 20 a day in China, half a minute apart."""
    with transaction.atomic():
        row, _ = OwnToken.objects.select_for_update().get_or_create(account=account)
        today = day_of(now)
        forced = row.forced if row.forced_on == today else 0
        if forced >= FORCED_A_DAY or (row.forced_at is not None and now - row.forced_at < FORCED_APART):
            return False
        row.forced_at, row.forced_on, row.forced = now, today, forced + 1
        row.save(update_fields=("forced_at", "forced_on", "forced"))
    return True


def rest(account: str, call: str, until: datetime, code: int) -> None:
    """Do not ask an interface before a moment."""
    OwnRest.objects.update_or_create(account=account, call=call[:80], defaults={"until": until, "code": code})


def resting(account: str, call: str, now: datetime) -> Rest | None:
    """Why and until when an interface is not to be asked; None where it may be."""
    row = OwnRest.objects.filter(account=account, call=call[:80], until__gt=now).first()
    return Rest(until=row.until, code=row.code) if row else None
