"""How one run of one spider ended; the ways of getting nothing are kept apart."""

from dataclasses import dataclass
from datetime import datetime

from domain.shown import Shown


class CrawlOutcome(Shown):
    """How a crawl ended. Only COMPLETE and EMPTY say that nothing was missed."""

    COMPLETE = "complete", "完整"
    PARTIAL = "partial", "不完整"
    EMPTY = "empty", "确无结果"
    REFUSED = "refused", "被平台拒绝"
    EXPIRED_SESSION = "expired_session", "登录已过期"
    CHANGED_LAYOUT = "changed_layout", "页面已改版"
    FAILED = "failed", "采集失败"


COVERING = frozenset({CrawlOutcome.COMPLETE, CrawlOutcome.EMPTY})


@dataclass(frozen=True, kw_only=True)
class CrawlEnd:
    """What a finished crawl reports; `expected` is None where the site gives no figure.

    `refusal` is the value of the domain.refusal.Refusal that decided, empty where none did. `exhausted` says that
    everything was read that the site gives for the window: asking again brings no more, even if something is missing.
    """

    outcome: CrawlOutcome
    reason: str
    expected: int | None
    fetched: int
    new: int
    found_again: int
    requests: int
    refusal: str = ""
    exhausted: bool = False


@dataclass(frozen=True, kw_only=True)
class CrawlPlan:
    """What a crawl is asked for: a half-open window of publication times for one watch, or None for no special one.

    `targets` are ids of accounts or posts that a person asks for by hand; where there are none the store says which.
    """

    spider: str
    watch: int | None
    since: datetime
    until: datetime
    targets: tuple[str, ...] = ()
