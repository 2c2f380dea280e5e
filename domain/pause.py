"""A host that has shown us the door is left alone for a while, whoever asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.refusal import Refusal

REST = timedelta(hours=2)
"""How long a host rests after a check page; then one request is the probe."""

BLOCKS = frozenset({Refusal.CAPTCHA, Refusal.RATE_LIMIT, Refusal.FORBIDDEN})
"""Refusals of us by the host as a whole."""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """`host` is the real host's name; `since` is the first block of an unbroken row of `times`."""

    host: str
    refusal: Refusal
    since: datetime
    until: datetime
    times: int
