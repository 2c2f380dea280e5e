"""The outbox is worked off: every due notice is handed over once, or tried again, or seen to have failed."""

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.notifier import Delivery, Letters, Notifier, Outcome
from alerts.notifiers import NOTIFIERS
from storage import outbox
from storage.models import Notice

__all__ = ["Letters", "Told", "tell_due"]

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
GIVE_UP = timedelta(hours=24)
LONGEST_ERROR = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Told:
    """How many notices the server took, how many will be tried again, how many failed for good."""

    accepted: int
    retried: int
    failed: int


def tell_due(
    now: datetime,
    *,
    letters: Letters,
    limit: int = 50,
    notifiers: Mapping[str, Notifier] = NOTIFIERS,
    monotonic: Callable[[], float] = time.monotonic,
) -> Told:
    """Hand over what is due, oldest first; stops early where the server itself is in trouble.

    Safe beside other senders and after a kill: a notice is held for a minute, and one whose holder died is sent again
    with the same Message-ID. `monotonic` says how long this call has been at it, so that leases start when taken.
    """
    began = monotonic()
    counts = {"accepted": 0, "retried": 0, "failed": 0}
    for number in outbox.due(now, limit):
        at = now + timedelta(seconds=monotonic() - began)
        notice = outbox.take(number, at)
        if notice is None:
            continue
        delivery = _deliver(notice, letters, notifiers, at)
        counts[_store(notice, delivery, now + timedelta(seconds=monotonic() - began))] += 1
        if delivery.outcome is Outcome.UNREACHABLE:
            break
    return Told(**counts)


def _deliver(notice: Notice, letters: Letters, notifiers: Mapping[str, Notifier], now: datetime) -> Delivery:
    """One delivery; whatever goes wrong with this notice must not keep the others from going out."""
    notifier = notifiers.get(notice.notifier)
    if notifier is None:
        return Delivery(outcome=Outcome.REFUSED, error=f"没有名为“{notice.notifier}”的通知方式")
    try:
        return notifier(notice, letters, now)
    except Exception as wrong:  # one of the two outer loops: recorded on the row, seen by people, tried again
        log.exception("notice %s could not be delivered", notice.pk)
        return Delivery(outcome=Outcome.LATER, error=f"程序错误，通知没有发出：{type(wrong).__name__}")


def _store(notice: Notice, delivery: Delivery, now: datetime) -> str:
    """Write the outcome down; returns what it counts as."""
    error = delivery.error[:LONGEST_ERROR]
    if delivery.outcome is Outcome.ACCEPTED:
        outbox.accepted(notice, now)
        return "accepted"
    if delivery.outcome is Outcome.REFUSED:
        outbox.failed(notice, error)
        return "failed"
    at = now + wait_after(notice.key, notice.attempts)
    if at - notice.created_at > GIVE_UP:
        outbox.failed(notice, f"24 小时内一直没有发出，已放弃。{error}"[:LONGEST_ERROR])
        return "failed"
    outbox.try_again(notice, at, error)
    return "retried"


def wait_after(key: str, attempts: int) -> timedelta:
    """5 s after the first attempt, doubled each time up to 10 min, less up to a quarter that the key decides."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 10)) if attempts > 0 else FIRST_WAIT
    digest = hashlib.sha256(f"{key}:{attempts}".encode()).digest()
    return wait * (1 - int.from_bytes(digest[:2]) / 65536 / 4)
