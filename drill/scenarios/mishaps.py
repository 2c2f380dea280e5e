"""What goes wrong with Weibo on a day, as data: troubles by the site's clock, and when sessions die."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from drill.sites.trouble import Fault, Trouble

HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Mishaps:
    """Everything that goes wrong; the moments at which the account's two sessions die are None for never."""

    troubles: tuple[Trouble, ...] = ()
    session_ends: datetime | None = None
    mobile_session_ends: datetime | None = None


def session_dies(at: datetime) -> Mishaps:
    """The log-in runs out on both domains; everything else goes on."""
    return Mishaps(session_ends=at, mobile_session_ends=at)


def hard_day(noon: datetime) -> Mishaps:
    """Too fast in the morning, log-in dead at noon, m.weibo.cn strange in the afternoon, a new layout at night."""
    return Mishaps(
        troubles=(
            Trouble(fault=Fault.RATE_LIMIT, host="s.weibo.com", since=noon - 3 * HOUR, until=noon - 2 * HOUR),
            Trouble(fault=Fault.STRANGE, host="m.weibo.cn", since=noon + 2 * HOUR, until=noon + 4 * HOUR),
            Trouble(fault=Fault.SOFT_BLOCK, host="s.weibo.com", since=noon + 5 * HOUR, until=noon + 6 * HOUR),
            Trouble(fault=Fault.CHANGED_LAYOUT, host="weibo.com", route="/ajax/side/hotSearch", since=noon + 8 * HOUR),
        ),
        session_ends=noon,
    )
