"""Sources that report by themselves: how each is let in, and what was refused."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from domain.day import day_of
from domain.inbound import INBOUND_KINDS, InboundRefusal, InboundSource, Refusals
from domain.source import SourceKind
from domain.watch import WHOLE_COMPANY
from storage import arrivals
from storage.editions import clean
from storage.models import InboundToken, Refused, Source

KINDS = [kind.value for kind in INBOUND_KINDS]
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """A source that may report now; `number` counts the tokens or links that it has had."""

    key: int
    kind: SourceKind
    place: str
    name: str
    watch: int | None
    number: int


def add(kind: SourceKind, place: str, name: str, now: datetime, *, watch: int | None, by: str) -> str | None:
    """Make a source and its token, which is returned and kept nowhere; None where the place is taken."""
    with transaction.atomic():
        if Source.objects.filter(kind__in=KINDS, place=place, active=True).exists():
            return None
        key = arrivals.source(kind, place, name, now, watch)
        Source.objects.filter(pk=key).update(active=True)
        return _let_in(key, now, by)


def rotate(place: str, now: datetime, *, by: str) -> str | None:
    """A new token, which ends the old one at once; None where there is no such source."""
    with transaction.atomic():
        row = Source.objects.filter(kind__in=KINDS, place=place, active=True).first()
        return None if row is None else _let_in(row.pk, now, by)


def remove(place: str) -> bool:
    """Let a source in no longer; what it reported stays. False where there is no such source."""
    with transaction.atomic():
        row = Source.objects.filter(kind__in=KINDS, place=place, active=True).first()
        if row is None:
            return False
        InboundToken.objects.filter(source=row).update(digest="")
        Source.objects.filter(pk=row.pk).update(active=False)
        return True


def admitted(place: str, token: str) -> Admitted | None:
    """The source that this token belongs to, at this place; compared in constant time."""
    found = standing(place)
    if found is None or not token:
        return None
    digest = InboundToken.objects.values_list("digest", flat=True).get(source_id=found.key)
    return found if digest and secrets.compare_digest(digest, _digest(token)) else None


def standing(place: str) -> Admitted | None:
    """The source at a place that may report, whatever it is let in by."""
    row = InboundToken.objects.select_related("source").filter(
        source__kind__in=KINDS, source__place=place, source__active=True
    )
    return next((_admitted(token) for token in row), None)


def by_key(source: int, number: int) -> Admitted | None:
    """The source whose newest link is this one."""
    rows = InboundToken.objects.select_related("source").filter(source_id=source, number=number, source__active=True)
    return next((_admitted(token) for token in rows), None)


def listed(now: datetime) -> tuple[InboundSource, ...]:
    """Every source that reports by itself, with its refusals of the last seven days."""
    rows = InboundToken.objects.select_related("source__watch").filter(source__kind__in=KINDS, source__active=True)
    refusals = refused_lately(now)
    return tuple(
        InboundSource(
            key=row.source.pk,
            kind=SourceKind(row.source.kind),
            place=row.source.place,
            name=row.source.name,
            watch=row.source.watch_id,
            watch_name=row.source.watch.name if row.source.watch else WHOLE_COMPANY,
            received_at=row.source.received_at,
            token_made_at=row.made_at,
            token_made_by=row.made_by,
            refusals=tuple(one for one in refusals if one.place == row.source.place),
        )
        for row in rows.order_by("source__kind", "source__name")
    )


def refuse(place: str, why: InboundRefusal, detail: str, now: datetime) -> None:
    """Count a refusal, with what was said of the last one."""
    with transaction.atomic():
        place, day = clean(place)[:60], day_of(now)
        Refused.objects.get_or_create(place=place, reason=why.value, day=day, defaults={"last_at": now})
        Refused.objects.filter(place=place, reason=why.value, day=day).update(
            count=F("count") + 1, last_at=now, detail=clean(detail)[:300]
        )


def refused_lately(now: datetime) -> tuple[Refusals, ...]:
    """Refusals of the last seven days by place and reason, the newest first."""
    found: dict[tuple[str, str], list[Refused]] = {}
    for row in Refused.objects.filter(day__gt=day_of(now - SHOWN_FOR)).order_by("-last_at"):
        found.setdefault((row.place, row.reason), []).append(row)
    return tuple(_refusals(rows) for rows in found.values())


def forget_refusals(before: datetime) -> None:
    """Delete counts of days that are over for long."""
    Refused.objects.filter(day__lt=day_of(before)).delete()


def _refusals(rows: Sequence[Refused]) -> Refusals:
    newest = rows[0]
    return Refusals(
        place=newest.place,
        why=InboundRefusal(newest.reason),
        count=sum(row.count for row in rows),
        last_at=newest.last_at,
        detail=newest.detail,
    )


def _let_in(source: int, now: datetime, by: str) -> str:
    token = secrets.token_urlsafe(32)
    row, made = InboundToken.objects.get_or_create(
        source_id=source, defaults={"digest": _digest(token), "made_at": now, "made_by": clean(by)[:80]}
    )
    if not made:
        InboundToken.objects.filter(pk=row.pk).update(
            digest=_digest(token), number=F("number") + 1, made_at=now, made_by=clean(by)[:80]
        )
    return token


def _digest(token: str) -> str:
    """A token has 256 bits of its own, so that one round is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _admitted(row: InboundToken) -> Admitted:
    source = row.source
    return Admitted(
        key=source.pk,
        kind=SourceKind(source.kind),
        place=source.place,
        name=source.name,
        watch=source.watch_id,
        number=row.number,
    )
