"""Matters that must hold for a while before they are raised."""

from datetime import datetime, timedelta

from storage.models import Brewing


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


def forget_before(moment: datetime) -> None:
    """What was last seen before a moment has passed without being raised."""
    Brewing.objects.filter(last_seen_at__lt=moment).delete()
