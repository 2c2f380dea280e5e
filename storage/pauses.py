"""Hosts that are left alone after they stopped us."""

from datetime import datetime

from domain.pause import REST, Pause
from domain.refusal import Refusal
from storage.models import HostPause


def pause(host: str, refusal: Refusal, now: datetime) -> None:
    """Leave a host alone for two hours; a block by the probe after a pause makes the row of blocks longer."""
    row, made = HostPause.objects.get_or_create(
        host=host, defaults={"refusal": refusal.value, "since": now, "until": now + REST}
    )
    if not made and row.until <= now:
        HostPause.objects.filter(pk=row.pk).update(refusal=refusal.value, until=now + REST, times=row.times + 1)


def lift(host: str) -> None:
    """The host has answered: what was before is over."""
    HostPause.objects.filter(host=host).delete()


def known() -> tuple[Pause, ...]:
    """Every pause that no good answer has ended yet; one whose `until` has come waits for its probe."""
    return tuple(
        Pause(host=row.host, refusal=Refusal(row.refusal), since=row.since, until=row.until, times=row.times)
        for row in HostPause.objects.order_by("host")
    )
