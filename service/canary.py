"""Every way of collecting asked once: the job behind it, and when it is due."""

from datetime import datetime, timedelta

from domain.post import Channel
from domain.route_check import CANARY, counted
from service.clock import now
from service.crawling import Crawling
from storage import route_checks, watches


def look_at_routes(crawling: Crawling) -> str:
    """Ask all ways in a process of its own; says how they stand, nothing where nobody wants Weibo."""
    if not any(Channel.WEIBO in watch.channels for watch in watches.active()):
        return ""
    began = now()
    crawling.crawl(CANARY, None)
    return counted(one.check for one in route_checks.standings(began))


def due_at(every: timedelta, soonest: datetime) -> datetime:
    """When the next look is due: one interval after the last one, however often the service was started since."""
    last = route_checks.newest_at()
    return soonest if last is None else max(soonest, last + every)
