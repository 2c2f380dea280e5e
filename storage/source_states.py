"""How every source stands at a moment, by what it has brought so far."""

from datetime import datetime

from django.conf import settings

from domain.rhythm import WEEKS, learn
from domain.source import Source
from domain.source_state import SourceHealth, standing
from storage import arrivals


def source_states(now: datetime) -> tuple[SourceHealth, ...]:
    """Every active source; the past that is learnt from ends with the newest thing that came."""
    return tuple(_standing(source, now) for source in arrivals.sources())


def _standing(source: Source, now: datetime) -> SourceHealth:
    rhythm = learn(arrivals.by_hour(source.key, source.newest_at, WEEKS)) if source.newest_at else None
    return standing(source, rhythm, settings.STALE_ODDS, now)
