"""Identities: kept sealed, lent to one crawl at a time, judged by what the sites said, wiped in the end."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from domain.day import day_of
from domain.identity import CookieDomain, IdentityKind, Origin, Standing
from domain.identity import Identity as Noun
from domain.refusal import Refusal
from storage.models import Identity
from storage.sealing import mark_of, seal, unseal

WIPED_AFTER = timedelta(days=3)
FORGOTTEN_AFTER = timedelta(days=90)
CREDENTIAL = "SUB"


def adopt(noun: Noun, *, name: str, origin: Origin, now: datetime, account: str = "", revive: bool = True) -> int:
    """Keep an identity, sealed; returns its row.

    The same credential keeps its row: with `revive` it counts as new, else it stays as it was. Another credential of
    the same account takes the place of the one before, whose cookies are wiped.
    """
    mark = mark_of(noun.cookies[CREDENTIAL])
    fresh = {
        "kind": noun.kind.value,
        "name": name[:80],
        "origin": origin.value,
        "account": account[:32],
        "cookies": seal(json.dumps(dict(noun.cookies))),
        "proxy": seal(noun.proxy) if noun.proxy else b"",
        "obtained_at": noun.obtained_at or now,
        "expires_at": noun.expires_at,
    }
    again = {"expired_at": None, "retired_at": None, "cool_until": None, "refusals": 0, "last_refusal": ""}
    with transaction.atomic():
        row, made = Identity.objects.get_or_create(domain=noun.domain.value, mark=mark, defaults=fresh)
        if not made and revive:
            Identity.objects.filter(pk=row.pk).update(**fresh, **again)
        if account:
            older = Identity.objects.filter(domain=noun.domain.value, account=account, kind=noun.kind.value)
            _retire(older.exclude(pk=row.pk), now)
    return row.pk


def keep_configured(domain: CookieDomain, credentials: Collection[str]) -> None:
    """Forget what the configuration once gave for this domain and gives no longer.

    Given again it begins anew; what a person retired stays retired.
    """
    rows = Identity.objects.filter(domain=domain.value, origin=Origin.CONFIG.value, retired_at=None)
    rows.exclude(mark__in=[mark_of(credential) for credential in credentials]).delete()


def standings(now: datetime, *, retired: bool = False) -> tuple[Standing, ...]:
    """How every identity stands, without secrets: accounts first, those that were retired only on demand."""
    rows = Identity.objects.order_by("kind", "domain", "id").defer("cookies")
    found = [_standing(row, now) for row in (rows if retired else rows.filter(retired_at=None))]
    return tuple(sorted(found, key=lambda one: one.kind is not IdentityKind.ACCOUNT))


def opened(key: str) -> Noun:
    """An identity with its cookies; raises Identity.DoesNotExist, and Unsealable where nobody can read them."""
    row = Identity.objects.exclude(cookies=b"").get(pk=int(key))
    return Noun(
        key=str(row.pk),
        kind=IdentityKind(row.kind),
        domain=CookieDomain(row.domain),
        cookies=json.loads(unseal(row.cookies)),
        proxy=unseal(row.proxy) if row.proxy else None,
        obtained_at=row.obtained_at,
        expires_at=row.expires_at,
    )


def lease(key: str, holder: str, *, until: datetime, now: datetime, dead: Collection[str] = ()) -> bool:
    """Take an identity for one crawl; False where somebody else has it. Holders named as dead hold nothing."""
    free = Q(holder="") | Q(holder=holder) | Q(holder__in=list(dead)) | Q(held_until__lte=now)
    rows = _live().filter(free, pk=int(key))
    return rows.update(holder=holder, held_until=until) == 1


def hold(key: str, holder: str, *, until: datetime) -> None:
    """Go on with a lease."""
    Identity.objects.filter(pk=int(key), holder=holder).update(held_until=until)


def holders() -> set[str]:
    """Who holds an identity, dead or alive."""
    return set(Identity.objects.exclude(holder="").values_list("holder", flat=True))


def release(holder: str) -> None:
    """Give back whatever this crawl holds."""
    Identity.objects.filter(holder=holder).update(holder="", held_until=None)


def good(key: str, used: int, *, now: datetime, held_until: datetime | None = None) -> None:
    """The site answered: `used` more requests today, no refusals in a row any more, the lease goes on."""
    row, today = Identity.objects.filter(pk=int(key)), day_of(now)
    row.exclude(used_on=today).update(used_on=today, used=0)
    row.update(last_good_at=now, refusals=0, last_refusal="", used=F("used") + used)
    if held_until is not None:
        row.exclude(holder="").update(held_until=held_until)


def refused(key: str, refusal: Refusal, *, cool_until: datetime | None) -> None:
    """The site refused: one more in a row, and nobody uses it before `cool_until`."""
    Identity.objects.filter(pk=int(key)).update(
        refusals=F("refusals") + 1, last_refusal=refusal.value, cool_until=cool_until
    )


def expire(key: str, now: datetime) -> None:
    """The site said that the log-in is over; the first word counts."""
    Identity.objects.filter(pk=int(key), expired_at=None).update(expired_at=now)


def retire(key: str, now: datetime) -> bool:
    """Use an identity no more and wipe its cookies; False where that was done before."""
    return _retire(Identity.objects.filter(pk=int(key)), now) == 1


def resume(key: str) -> bool:
    """Use an identity again at once, on a person's word; False where its cookies are gone."""
    rows = Identity.objects.filter(pk=int(key), retired_at=None).exclude(cookies=b"")
    return rows.update(cool_until=None, refusals=0, last_refusal="", expired_at=None) == 1


def renew_cookies(key: str, cookies: Mapping[str, str]) -> None:
    """Keep what a site has refreshed; the credential itself stays."""
    Identity.objects.filter(pk=int(key), retired_at=None).update(cookies=seal(json.dumps(dict(cookies))))


def wipe_ended(now: datetime) -> int:
    """Wipe the cookies of log-ins that ended days ago, and forget rows that ended long ago; returns how many wiped."""
    ended = Q(expired_at__lt=now - WIPED_AFTER) | Q(expires_at__lt=now - WIPED_AFTER)
    wiped = Identity.objects.filter(ended).exclude(cookies=b"").update(cookies=b"", proxy=b"")
    Identity.objects.filter(cookies=b"").filter(
        Q(retired_at__lt=now - FORGOTTEN_AFTER)
        | Q(expired_at__lt=now - FORGOTTEN_AFTER)
        | Q(expires_at__lt=now - FORGOTTEN_AFTER)
    ).delete()
    return wiped


def _live() -> QuerySet[Identity]:
    return Identity.objects.filter(retired_at=None, expired_at=None).exclude(cookies=b"")


def _retire(rows: QuerySet[Identity], now: datetime) -> int:
    return rows.filter(retired_at=None).update(
        retired_at=now, cookies=b"", proxy=b"", holder="", held_until=None, cool_until=None
    )


def _standing(row: Identity, now: datetime) -> Standing:
    return Standing(
        key=str(row.pk),
        kind=IdentityKind(row.kind),
        domain=CookieDomain(row.domain),
        name=row.name,
        origin=Origin(row.origin),
        obtained_at=row.obtained_at,
        expires_at=row.expires_at,
        last_good_at=row.last_good_at,
        cool_until=row.cool_until,
        refusals=row.refusals,
        last_refusal=Refusal(row.last_refusal) if row.last_refusal else None,
        expired_at=row.expired_at,
        retired_at=row.retired_at,
        used_today=row.used if row.used_on == day_of(now) else 0,
        has_proxy=bool(row.proxy),
        held=bool(row.holder and row.held_until and row.held_until > now),
    )
