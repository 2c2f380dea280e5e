"""Sources that have fallen silent or decline, as they stand at this moment."""

from datetime import datetime, timedelta

from alerts.evidence import SourceFact
from domain.source import ILL_SOURCES, SourceKind, SourceState
from storage.source_states import source_states

PATIENCE = timedelta(hours=2)
"""How long a source may decline before people are told; it is asked every half hour."""
TOLD_ELSEWHERE = frozenset({SourceKind.ARTICLES})
"""Kinds whose refusals the rule silent_channel tells of, from the crawls themselves."""


def silences_at(now: datetime) -> tuple[SourceFact, ...]:
    """Every source that is ill and of which nobody else tells."""
    return tuple(
        SourceFact(
            key=one.source.key,
            watch=one.source.watch,
            kind=one.source.kind,
            name=one.source.name,
            state=one.state,
            since=one.since,
            newest_at=one.source.newest_at,
            usual=one.usual,
            expect_hours=one.source.expect_hours,
            reason=one.source.reason,
            cure=one.cure,
        )
        for one in source_states(now)
        if one.state is SourceState.STALE
        or (one.state in ILL_SOURCES and one.source.kind not in TOLD_ELSEWHERE and now - one.since >= PATIENCE)
    )
