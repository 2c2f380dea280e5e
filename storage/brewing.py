"""Matters without an alert that is open: those that must hold for a while first, that a surge tells of, or settled."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from storage.models import Brewing

TOLD, SETTLED = "told with a surge ", "settled by a person "


def since(fingerprint: str, now: datetime, gap: timedelta) -> datetime:
    """From when on a matter has been seen without a break longer than `gap`, this moment included; noted."""
    row = Brewing.objects.filter(fingerprint=fingerprint).first()
    if row is None or now - row.last_seen_at > gap:
        Brewing.objects.update_or_create(fingerprint=fingerprint, defaults={"since": now, "last_seen_at": now})
        return now
    Brewing.objects.filter(pk=row.pk).update(last_seen_at=now)
    return row.since


def forget(fingerprint: str) -> None:
    """The matter was raised."""
    Brewing.objects.filter(fingerprint=fingerprint).delete()


def forget_before(moment: datetime, told: datetime) -> None:
    """What was last seen before a moment has passed without being raised; before `told`, where people know of it."""
    known = Q(fingerprint__startswith=TOLD) | Q(fingerprint__startswith=SETTLED)
    Brewing.objects.filter(~known, last_seen_at__lt=moment).delete()
    Brewing.objects.filter(known, last_seen_at__lt=told).delete()


def told(fingerprint: str, now: datetime, gap: timedelta) -> bool:
    """Whether a surge told of this matter, and it has been seen since without a break longer than `gap`."""
    return Brewing.objects.filter(fingerprint=_known(TOLD, fingerprint), last_seen_at__gte=now - gap).exists()


def tell(fingerprint: str, now: datetime) -> None:
    """Note that a surge tells of this matter, or that one it told of is still on."""
    _note(_known(TOLD, fingerprint), now)


def settle(fingerprint: str, now: datetime) -> None:
    """Note that a person has settled this matter, which may still be on."""
    _note(_known(SETTLED, fingerprint), now)


def goes_on(fingerprint: str, now: datetime, gap: timedelta) -> bool:
    """Whether a matter that was settled has been seen since without a break longer than `gap`; noted."""
    mark = _known(SETTLED, fingerprint)
    return bool(Brewing.objects.filter(fingerprint=mark, last_seen_at__gte=now - gap).update(last_seen_at=now))


def _note(mark: str, now: datetime) -> None:
    seen = {"last_seen_at": now}
    Brewing.objects.update_or_create(fingerprint=mark, defaults=seen, create_defaults={"since": now, **seen})


def _known(how: str, fingerprint: str) -> str:
    """Not the matter's own name: it may also be one that must hold for a while."""
    return how + sha256(fingerprint.encode()).hexdigest()
