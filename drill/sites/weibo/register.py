"""Who the hosts know: every credential that was given out, for which domain, and until when."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie

from domain.identity import CookieDomain, IdentityKind

VISITOR_DAYS, ACCOUNT_DAYS = 365, 30


@dataclass(frozen=True, kw_only=True)
class Pass:
    """What a SUB stands for; `until` is the first moment at which it no longer does, None for never."""

    kind: IdentityKind
    domain: CookieDomain
    uid: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Whoever asks: what they are at this host now, and what else their cookies tell.

    `foreign` where their SUB belongs to the other domain, `known` where the home page has given them its own cookies.
    """

    kind: IdentityKind
    uid: int | None = None
    foreign: bool = False
    expired: bool = False
    known: bool = False


class Register:
    """Gives out credentials and looks at them; the same seed gives the same ones."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.passes: dict[str, Pass] = {}
        self.given = 0

    def admit(self, sub: str, given: Pass) -> None:
        """Make a SUB known."""
        self.passes[sub] = given

    def visitor(self, domain: CookieDomain, now: datetime) -> str:
        """A new visitor's SUB."""
        until = now + timedelta(days=VISITOR_DAYS)
        return self._new("_2AkM", Pass(kind=IdentityKind.VISITOR, domain=domain, until=until))

    def account(self, domain: CookieDomain, uid: int, now: datetime) -> str:
        """A new SUB of an account that has logged in."""
        until = now + timedelta(days=ACCOUNT_DAYS)
        return self._new("_2A25", Pass(kind=IdentityKind.ACCOUNT, domain=domain, uid=uid, until=until))

    def end(self, sub: str, at: datetime) -> None:
        """Let a SUB die at a moment."""
        self.passes[sub] = replace(self.passes[sub], until=at)

    def look_at(self, cookies: str, domain: CookieDomain, now: datetime) -> Bearer:
        """Who a Cookie header shows at a host of `domain`."""
        given = _cookies(cookies)
        known = "_T_WM" in given
        held = self.passes.get(given.get("SUB", ""))
        if held is None:
            return Bearer(kind=IdentityKind.NONE, known=known)
        if held.domain is not domain:
            return Bearer(kind=IdentityKind.NONE, foreign=True, known=known)
        if held.until is not None and held.until <= now:
            return Bearer(kind=IdentityKind.NONE, expired=True, known=known)
        return Bearer(kind=held.kind, uid=held.uid, known=known)

    def token(self, purpose: str) -> str:
        """Something that nobody can guess and that is never given twice."""
        self.given += 1
        return hashlib.sha256(f"{self.seed}:{purpose}:{self.given}".encode()).hexdigest()

    def _new(self, head: str, given: Pass) -> str:
        sub = head + self.token("sub")
        self.admit(sub, given)
        return sub


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
