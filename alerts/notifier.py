"""What a way of telling is: it takes one notice and says how its delivery went."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.core.mail.backends.base import BaseEmailBackend

from domain.mail import Mail
from storage.models import Notice, Report


class Outcome(Enum):
    """How the delivery of one notice went."""

    ACCEPTED = "the server took it"
    LATER = "not this time, this one may go later"
    UNREACHABLE = "the server itself is in trouble, no other would go either"
    REFUSED = "this address will never take it"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """An outcome with what went wrong, in Chinese, without secrets."""

    outcome: Outcome
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Letters:
    """What notifiers need from outside: an open way to the mail server, and who writes the mail of a report."""

    connection: BaseEmailBackend
    report: Callable[[Report], Mail]


Notifier = Callable[[Notice, Letters, datetime], Delivery]
