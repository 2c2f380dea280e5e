"""Moments as feeds write them: RFC 822, RFC 3339 or epoch seconds."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from crawlers.pages.unreadable import UnreadablePage
from domain.day import CHINA
from domain.feed import FeedForm

FIRST = datetime(2012, 8, 1, tzinfo=UTC)
"""Before there were public accounts: a time that some program writes for none."""
AHEAD = timedelta(days=1)
IN_CHINA = frozenset({FeedForm.RSS, FeedForm.ATOM, FeedForm.WE_MP_RSS})
"""Forms that write times without a zone and mean China's (we-mp-rss of 2025); elsewhere such a time is unknown."""
EPOCH = re.compile(r"[0-9]{9,11}(?:\.[0-9]+)?|[0-9]{12,14}")


def moment_of(written: str | None, form: FeedForm, now: datetime) -> datetime | None:
    """When an entry was published, in UTC; None for none, one without a zone that nobody knows, one that cannot be.

    Raises UnreadablePage where something stands there that is no moment at all.
    """
    text = " ".join((written or "").split())
    if not text:
        return None
    moment = _epoch(text) or _iso(text) or _rfc822(text)
    if moment is None:
        raise UnreadablePage("date", f"不认识的时间：{text[:40]!r}")
    if moment.tzinfo is None:
        if form not in IN_CHINA:
            return None
        moment = moment.replace(tzinfo=CHINA)
    return moment.astimezone(UTC) if FIRST <= moment <= now + AHEAD else None


def _epoch(text: str) -> datetime | None:
    if not EPOCH.fullmatch(text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(seconds / 1000 if seconds >= 1e11 else seconds, UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    """Without a zone, or with the zone `-0000` that says so, the time comes back without one."""
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
