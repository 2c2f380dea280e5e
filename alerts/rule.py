"""What a rule is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.evidence import Evidence
from domain.alert import Finding


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A name for the table, a word for the screen, and the pure decision.

    `needs_posts` says that the rule judges what was written: where nothing is collected, its silence proves nothing.
    `of_customers` says that what needs no posts speaks of customers all the same, and not of the monitoring itself.
    `hold` is how long it must have found nothing before the matter counts as over.
    """

    name: str
    shown: str
    find: Callable[[Evidence, datetime], list[Finding]]
    needs_posts: bool = True
    of_customers: bool = False
    hold: timedelta = timedelta(minutes=30)
