"""The inbox of pushed messages: written before they are confirmed, understood a moment later."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from domain.day import hour_start
from domain.push import Declined, Letter, Taken
from storage.bulk import insert, moments
from storage.editions import clean
from storage.models import PushDeclined, PushedLetter

COLUMNS = ("account", "key", "stamp", "sent_at", "received_at", "body", "trouble")


def to_the_disk() -> None:
    """Let every commit of this thread's connection reach the disk itself, so that not even a power cut loses one."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def take(letters: Sequence[Letter], now: datetime) -> list[Taken]:
    """Write letters in one transaction, each once; says of each, in order, what became of it.

    When this returns they are on disk. A letter whose signature came before with another message is not taken.
    """
    moment = moments()
    rows = [(one.account, one.key, one.stamp, moment(one.sent_at), moment(now), clean(one.body), "") for one in letters]
    with transaction.atomic():
        new = set(insert(PushedLetter, COLUMNS, rows, returning=("account", "key")))
        lost = [one for one in letters if (one.account, one.key) not in new]
        known = _known(lost) if lost else set()
    taken: list[Taken] = []
    for one in letters:
        name = one.account, one.key
        taken.append(Taken.NEW if name in new else Taken.AGAIN if name in known else Taken.REPLAYED)
        if name in new:
            new.discard(name)
            known.add(name)
    return taken


def _known(letters: Sequence[Letter]) -> set[tuple[str, str]]:
    keys = {one.key for one in letters}
    return set(PushedLetter.objects.filter(key__in=keys).values_list("account", "key"))


def decline(account: str, why: Declined, address: str, count: int, now: datetime) -> None:
    """Count pushes that were turned away for the same reason; `address` is that of the last one."""
    hour = hour_start(now.timestamp())
    fresh = {"count": 0, "last_at": now}
    row, _ = PushDeclined.objects.get_or_create(account=account, why=why.value, hour=hour, defaults=fresh)
    last = {"last_at": now, "last_from": clean(address)[:64]}
    PushDeclined.objects.filter(pk=row.pk).update(count=F("count") + count, **last)


def declined_since(since: datetime) -> dict[Declined, int]:
    """How many pushes were turned away in the hours since a moment, by reason."""
    found: dict[Declined, int] = {}
    for why, count in PushDeclined.objects.filter(last_at__gte=since).values_list("why", "count"):
        found[Declined(why)] = found.get(Declined(why), 0) + count
    return found


def waiting(account: str, most: int) -> list[tuple[int, Letter]]:
    """Letters that nobody has read yet, oldest first, by their row."""
    rows = PushedLetter.objects.filter(account=account, taken_at=None).order_by("id")[:most]
    return [(row.pk, _letter(row)) for row in rows]


def read(rows: Sequence[int], now: datetime) -> None:
    """Letters are understood; what they said is elsewhere now, and their bodies go."""
    PushedLetter.objects.filter(pk__in=rows).update(taken_at=now, body="")


def unreadable(row: int, why: str, now: datetime) -> None:
    """Nobody understands a letter; it stays as it is, with the reason."""
    PushedLetter.objects.filter(pk=row).update(taken_at=now, trouble=clean(why)[:500])


def forget(before: datetime) -> int:
    """Delete what came before a moment and was looked at, and the counts of that time; returns how many letters."""
    deleted, _ = PushedLetter.objects.filter(received_at__lt=before, taken_at__isnull=False).delete()
    PushDeclined.objects.filter(last_at__lt=before).delete()
    return deleted


def _letter(row: PushedLetter) -> Letter:
    return Letter(account=row.account, key=row.key, sent_at=row.sent_at, stamp=row.stamp, body=row.body)
