"""A claim that brings nothing: who has it is reminded, then the alert waits for somebody again."""

from datetime import datetime

from django.db import transaction

from alerts.lifecycle import TOLD_BREAK
from alerts.matrix import CLAIM_HOLDS
from alerts.people import acting, roster_at, tellings, told_of
from alerts.reported import FRONT_LINE_REPORT
from alerts.rota import Recipient
from alerts.routing import for_raised
from domain.alert import AlertState
from domain.day import spoken_span
from domain.notice import Stage
from storage import alerts, notices, outbox
from storage.alerts import SYSTEM, Claim

LAST_PART = 4  # the reminder comes when a fourth of the time is left


def is_ending(claim: Claim, now: datetime) -> bool:
    """Whether it is time to remind whoever has it."""
    return claim.answer_by - CLAIM_HOLDS[claim.grade] / LAST_PART <= now < claim.answer_by


def has_lapsed(claim: Claim, now: datetime) -> bool:
    """Whether somebody else is wanted: no word in time, and the matter is still on.

    What is over wakes nobody; it stays with whoever has it, and the clock begins anew when it comes back.
    """
    return claim.answer_by <= now and is_still_on(claim.rule, claim.last_seen_at, now)


def is_still_on(rule: str, last_seen: datetime, now: datetime) -> bool:
    """Whether a matter was seen within two hours; what a colleague reported is seen once, and on until it is ended."""
    return rule == FRONT_LINE_REPORT or now - last_seen <= TOLD_BREAK


def remind_due(now: datetime) -> int:
    """Remind whoever has been silent for most of the time; how many were."""
    return sum(_remind(claim, now) for claim in alerts.claims() if is_ending(claim, now))


def give_back_due(now: datetime) -> int:
    """Let alerts wait for somebody again whose holders have been silent for all of it; how many do."""
    return sum(_give_back(claim.alert, now) for claim in alerts.claims() if has_lapsed(claim, now))


def _remind(claim: Claim, now: datetime) -> bool:
    step = str(int(claim.answer_by.timestamp()))
    if outbox.is_written(claim.alert, Stage.REMINDED, step):
        return False
    people = _holder(claim)
    notices.queue(tellings(people, Stage.REMINDED, step=step, alert=claim.alert), now)
    return bool(people)


def _give_back(alert: int, now: datetime) -> bool:
    """One alert, in one transaction that no act of a person can slip into."""
    with transaction.atomic():
        for claim in alerts.claims(alert):
            if not has_lapsed(claim, now):
                continue
            alerts.move(
                alert,
                before={AlertState.ACKNOWLEDGED},
                after=AlertState.FIRING,
                actor=SYSTEM,
                reason=f"{claim.holder}认领后 {spoken_span(CLAIM_HOLDS[claim.grade])}没有处理结果，也没有记进展",
                now=now,
                changes={"acknowledged_at": None, "acknowledged_by": "", "answer_by": None, "returned_at": now},
            )
            people = for_raised(roster_at(now), claim.grade, told_of(alert), now)
            notices.queue(tellings(people, Stage.RETURNED, step=str(int(now.timestamp())), alert=alert), now)
            return True
    return False


def _holder(claim: Claim) -> tuple[Recipient, ...]:
    """Whoever has it, by name or by the address that the link in the mail went to."""
    why = "您认领了这条预警"
    person = acting(claim.holder)
    if person is not None:
        return (Recipient(address=person.address, person=person.person, name=person.name, why=why),)
    addresses = [each.address for each in told_of(claim.alert) if each.address.casefold() == claim.holder.casefold()]
    return tuple(Recipient(address=address, why=why) for address in addresses)
