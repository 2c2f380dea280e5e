"""Ways of collecting whose pages have changed, as the newest checks found them."""

from datetime import datetime, timedelta

from alerts.evidence import RouteFact
from domain.route_check import RouteState
from storage import route_checks

TOLD_FOR = timedelta(days=3)


def changed_at(now: datetime) -> tuple[RouteFact, ...]:
    """Those that could not be read when they were checked last; a check of days ago says nothing of today."""
    return tuple(
        RouteFact(
            channel=one.check.channel,
            name=one.check.name,
            host=one.check.host,
            words=one.check.words,
            cure=one.check.cure,
            since=one.since,
            checked_at=one.check.at,
            good_at=one.good_at,
        )
        for one in route_checks.standings(now - TOLD_FOR)
        if one.check.state is RouteState.CHANGED and one.check.at <= now
    )
