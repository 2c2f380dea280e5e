"""Who is told of what, and why that person; pure."""

from collections.abc import Iterable
from datetime import datetime

from alerts.matrix import TOLD_AT_ONCE, TOLD_ON_START
from alerts.rota import Recipient, Roster, first_told, with_role
from domain.alert import Grade


def for_fired(roster: Roster, grade: Grade, now: datetime) -> tuple[Recipient, ...]:
    """The duty manager first (clause 5.1), and the roles that the matrix names for this grade."""
    also = [
        with_role(roster, role, f"{role.shown}：{short(grade)}预警须同步知悉（响应矩阵）")
        for role in TOLD_AT_ONCE[grade]
    ]
    return once([*first_told(roster, now), *(recipient for some in also for recipient in some)])


def for_raised(roster: Roster, grade: Grade, told: Iterable[Recipient], now: datetime) -> tuple[Recipient, ...]:
    """Everybody told so far, and those whom the new grade adds."""
    return once([*told, *for_fired(roster, grade, now)])


def for_started(
    roster: Roster, grade: Grade, told: Iterable[Recipient], actor: Recipient | None
) -> tuple[Recipient, ...]:
    """Everybody told of the alert, and the roles that the matrix calls at this grade; not the one who started it."""
    called = [
        with_role(roster, role, f"{role.shown}：{short(grade)}事件启动须知悉（响应矩阵）")
        for role in TOLD_ON_START[grade]
    ]
    everybody = once([*told, *(recipient for some in called for recipient in some)])
    return without(everybody, actor)


def without(recipients: Iterable[Recipient], actor: Recipient | None) -> tuple[Recipient, ...]:
    """All but the person who acted, who knows it already."""
    if actor is None:
        return tuple(recipients)
    return tuple(each for each in recipients if each.address.casefold() != actor.address.casefold())


def once(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Each address once, with the first reason given."""
    unique: dict[str, Recipient] = {}
    for recipient in recipients:
        unique.setdefault(recipient.address.casefold(), recipient)
    return tuple(unique.values())


def short(grade: Grade) -> str:
    """三级 without its name."""
    return grade.shown.partition("（")[0]
