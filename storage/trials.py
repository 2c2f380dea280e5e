"""What trials of rules on the past gave."""

from collections.abc import Sequence
from datetime import datetime

from domain.rule_settings import RuleSettings
from domain.strict_json import read, written
from domain.trial import Outcome
from storage.models import RuleTrial

LOOKED_AT = 60


def keep(
    settings: RuleSettings,
    outcome: Outcome,
    *,
    watch: int | None,
    first: datetime,
    last: datetime,
    by: str,
    now: datetime,
) -> int:
    """Keep one trial; its id."""
    return RuleTrial.objects.create(
        rule=settings.rule,
        settings=written(settings),
        watch_id=watch,
        first=first,
        last=last,
        made_at=now,
        asked_by=by[:80],
        outcome=written(outcome),
    ).pk


def newest(rule: str) -> Sequence[RuleTrial]:
    """The last trials of a rule over all watches, newest first."""
    return list(RuleTrial.objects.filter(rule=rule, watch=None).order_by("-id")[:LOOKED_AT])


def given(trial: int) -> RuleTrial | None:
    """One trial."""
    return RuleTrial.objects.select_related("watch").filter(pk=trial).first()


def outcome(row: RuleTrial) -> Outcome:
    """What it gave."""
    return read(Outcome, row.outcome)


def settings(row: RuleTrial) -> RuleSettings:
    """What was tried."""
    return read(RuleSettings, row.settings)


def forget(before: datetime) -> None:
    """Delete trials that were made before a moment."""
    RuleTrial.objects.filter(made_at__lt=before).delete()
