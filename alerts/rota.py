"""Who is to be told now: on duty by the rota, or the next above where nobody is; pure, and never nobody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from alerts.matrix import SECOND_DUTY
from domain.day import spoken
from domain.notice import Role
from domain.person import Person, Shift

TIERS = {1: "主班值班经理", SECOND_DUTY: "副班值班经理"}
OFF_DUTY = Role.DUTY  # duty managers whose shift it is not: before the fallback addresses, better than nobody
LADDER: tuple[int | Role, ...] = (1, SECOND_DUTY, Role.SUPERVISOR, Role.DIRECTOR, Role.COMMANDER, OFF_DUTY)


@dataclass(frozen=True, kw_only=True)
class Roster:
    """People in service, their shifts, and the addresses that stand in where nobody can be told."""

    people: tuple[Person, ...] = ()
    shifts: tuple[Shift, ...] = ()
    fallback: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One address to tell, and why that one."""

    address: str
    why: str
    name: str = ""
    person: int | None = None


def first_told(roster: Roster, now: datetime) -> tuple[Recipient, ...]:
    """Everybody on the first tier; where it is empty the next rung up, with the reason said."""
    return from_rung(roster, 1, now)


def from_rung(roster: Roster, rung: int | Role, now: datetime, told: Collection[str] = ()) -> tuple[Recipient, ...]:
    """Everybody on this rung who is not told yet, else on the first rung above it that has somebody.

    Empty only where every rung and every fallback address is told already or there are none at all.
    """
    done = {address.casefold() for address in told}
    empty: list[str] = []
    for step in LADDER[LADDER.index(rung) :]:
        found = _fresh(_on_rung(roster, step, now), done)
        if found:
            return tuple(_with_reason(recipient, empty) for recipient in found)
        empty.append(_rung_name(step))
    why = f"{'、'.join(empty)}都没有可通知的人，按配置通知备用地址"
    return _fresh((Recipient(address=address, why=why) for address in roster.fallback), done)


def with_role(roster: Roster, role: Role, why: str) -> tuple[Recipient, ...]:
    """Everybody in service with this role."""
    return tuple(_recipient(person, why) for person in roster.people if person.role is role)


def on_duty(roster: Roster, tier: int, now: datetime) -> tuple[Recipient, ...]:
    """Everybody whose shift of this tier holds this moment; somebody with two such shifts counts once."""
    people = {person.key: person for person in roster.people}
    shifts = [
        shift
        for shift in roster.shifts
        if shift.tier == tier and shift.starts_at <= now < shift.ends_at and shift.person in people
    ]
    ends = {shift.person: max(s.ends_at for s in shifts if s.person == shift.person) for shift in shifts}
    return tuple(_recipient(people[key], f"{TIERS[tier]}，当班至 {spoken(end)}") for key, end in sorted(ends.items()))


def _on_rung(roster: Roster, rung: int | Role, now: datetime) -> tuple[Recipient, ...]:
    if isinstance(rung, Role):
        return with_role(roster, rung, rung.shown)
    return on_duty(roster, rung, now)


def _rung_name(rung: int | Role) -> str:
    return rung.shown if isinstance(rung, Role) else TIERS[rung]


def _with_reason(recipient: Recipient, empty: list[str]) -> Recipient:
    if not empty:
        return recipient
    why = f"{'、'.join(empty)}没有可通知的人，由{recipient.why}接收"
    return Recipient(address=recipient.address, why=why, name=recipient.name, person=recipient.person)


def _recipient(person: Person, why: str) -> Recipient:
    return Recipient(address=person.email, why=why, name=person.name, person=person.key)


def _fresh(recipients: Iterable[Recipient], done: set[str]) -> tuple[Recipient, ...]:
    """Those not told yet, each address once."""
    unique = {recipient.address.casefold(): recipient for recipient in recipients}
    return tuple(recipient for address, recipient in unique.items() if address not in done)
