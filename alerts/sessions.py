"""The log-ins of the collecting accounts at this moment."""

from datetime import datetime

from alerts.evidence import SessionFact
from domain.identity import USABLE, CookieDomain, IdentityKind
from storage import identities


def sessions_at(now: datetime) -> tuple[SessionFact, ...]:
    """Every account that may be used and whose end is known, but those that only keep others fresh."""
    return tuple(
        SessionFact(key=one.key, name=one.name, domain=one.domain, expires_at=one.expires_at)
        for one in identities.standings(now)
        if one.kind is IdentityKind.ACCOUNT
        and one.domain is not CookieDomain.SINA
        and one.expires_at is not None
        and one.health(now) in USABLE
    )
