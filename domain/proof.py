"""An answer kept as evidence of a post."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.post import Channel


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What the platform answered when it was asked for a post, byte by byte, and when."""

    channel: Channel
    native_id: str
    url: str
    status: int
    kept_at: datetime
    body: bytes = field(repr=False)
