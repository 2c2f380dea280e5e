"""Versions of rules' settings: every one kept, the newest of a rule in force."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from domain.rule_settings import RuleSettings
from domain.strict_json import read, written
from storage.models import RuleVersion


class Outdated(ValueError):
    """Somebody else changed the rule meanwhile; the message says who."""


def current() -> list[RuleSettings]:
    """The settings in force of every rule that was ever changed; raises UnreadableJson for a row of another shape."""
    return [noun(row) for row in newest().values()]


def newest() -> Mapping[str, RuleVersion]:
    """The newest version of each rule that was ever changed."""
    keys = RuleVersion.objects.order_by().values("rule").annotate(newest=Max("id")).values("newest")
    return {row.rule: row for row in RuleVersion.objects.filter(pk__in=keys)}


def history(rule: str, limit: int) -> Sequence[RuleVersion]:
    """The last versions of one rule, newest first."""
    return list(RuleVersion.objects.filter(rule=rule).order_by("-number")[:limit])


def version(rule: str, number: int) -> RuleVersion | None:
    """One version of one rule."""
    return RuleVersion.objects.filter(rule=rule, number=number).first()


def save(settings: RuleSettings, *, by: str, why: str, now: datetime, seen: int) -> int:
    """Keep a new version and return its number; raises Outdated unless `seen` is the number of the newest (0: none)."""
    row = RuleVersion(
        rule=settings.rule, number=seen + 1, settings=written(settings), why=why[:300], by=by[:80], at=now
    )
    before = RuleVersion.objects.filter(rule=settings.rule).order_by("-number").first()
    if (before.number if before else 0) == seen:
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            before = version(settings.rule, seen + 1)
        else:
            return row.number
    who = before.by if before else "其他人"
    raise Outdated(f"{who}刚刚改过这条规则，请核对最新内容后再改")


def noun(row: RuleVersion) -> RuleSettings:
    """A stored version as the other rooms know it."""
    return read(RuleSettings, row.settings)
