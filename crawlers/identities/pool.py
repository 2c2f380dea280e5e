"""Which identity is used next, how long a refused one rests, and what a refusal calls for; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.day import spoken
from domain.identity import USABLE, CookieDomain, Health, IdentityKind, Standing
from domain.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Rest:
    """The first rest after a refusal; it doubles with each refusal in a row up to the longest."""

    first: timedelta
    longest: timedelta


SHORT = Rest(first=timedelta(minutes=10), longest=timedelta(hours=6))
RESTS: Mapping[Refusal, Rest] = {
    Refusal.RATE_LIMIT: SHORT,
    Refusal.FORBIDDEN: SHORT,
    Refusal.CAPTCHA: Rest(first=timedelta(hours=2), longest=timedelta(hours=48)),
    Refusal.SOFT_BLOCK: Rest(first=timedelta(hours=24), longest=timedelta(hours=72)),
}
"""Facts 9 and 10: blocks are reported to lift after half an hour to an hour, a hard 432 holds for the day."""

OVER = frozenset({Refusal.LOGIN, Refusal.VISITOR})
"""The site does not take this identity any more."""


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """No identity can be had; `busy` says that waiting for another crawl would help."""

    refusal: Refusal
    why: str
    busy: bool = False


def in_order(
    standings: Iterable[Standing], domain: CookieDomain, kind: IdentityKind, now: datetime, besides: frozenset[str]
) -> list[Standing]:
    """Those that may be used: the free ones, the least used today and the freshest first."""
    fit = [
        one
        for one in standings
        if (one.domain, one.kind) == (domain, kind) and one.key not in besides and one.health(now) in USABLE
    ]
    return sorted(fit, key=lambda one: (one.held, one.refusals, one.used_today, -one.obtained_at.timestamp()))


def why_none(standings: Iterable[Standing], domain: CookieDomain, kind: IdentityKind, now: datetime) -> Nothing:
    """Why nobody of this kind may be used, for the record of the crawl."""
    ours = [one for one in standings if (one.domain, one.kind) == (domain, kind)]
    by_health = {health: [one for one in ours if one.health(now) is health] for health in Health}
    who = f"{domain.shown}的{kind.shown}"
    if by_health[Health.GOOD] or by_health[Health.EXPIRING]:
        return Nothing(refusal=Refusal.NO_IDENTITY, why=f"{who}正被另一个采集使用", busy=True)
    if cooling := by_health[Health.COOLING]:
        first = min(one.cool_until for one in cooling if one.cool_until is not None)
        return Nothing(refusal=Refusal.NO_IDENTITY, why=f"{who}都在冷却，最早 {spoken(first)} 恢复")
    if by_health[Health.EXPIRED]:
        return Nothing(refusal=Refusal.LOGIN, why=f"{who}都已过期")
    return Nothing(refusal=Refusal.LOGIN, why=f"没有{who}")


def rest_until(refusal: Refusal, in_a_row: int, now: datetime) -> datetime | None:
    """Until when an identity rests after its n-th refusal in a row (1 for the first); None for no rest."""
    rest = RESTS.get(refusal)
    if rest is None:
        return None
    return now + min(rest.longest, rest.first * float(2 ** min(max(in_a_row, 1) - 1, 16)))


def wants_other(kind: IdentityKind, refusal: Refusal) -> bool:
    """Whether another identity may get what this one was refused.

    Only what says "not you" counts: an account is never changed to get round a captcha or a rate limit.
    """
    if kind is IdentityKind.ACCOUNT:
        return refusal in OVER
    return refusal in OVER or refusal is Refusal.FORBIDDEN
