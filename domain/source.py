"""A place that brings us something again and again, by asking it or by being told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.crawl import CrawlOutcome
from domain.shown import Shown


class SourceKind(Shown):
    """What a source is."""

    ARTICLES = "articles", "公众号文章发现"
    FEED = "feed", "桥接订阅"
    OFFICIAL = "official", "自有公众号接口"
    PUSH = "push", "公众号消息推送"
    CUSTOMER_SERVICE = "customer_service", "微信客服"
    SYSTEM = "system", "系统告警"
    FRONT_LINE = "front_line", "一线报告"
    MAIL_IN = "mail_in", "邮件上报"
    COMPLAINTS = "complaints", "投诉数据"


class SourceState(Shown):
    """How a source stands; UNKNOWN is one of which too little is known to say."""

    NORMAL = "normal", "正常"
    STALE = "stale", "久无更新"
    REFUSED = "refused", "被拒绝"
    CHANGED = "changed", "改版"
    UNAUTHORISED = "unauthorised", "未授权"
    NO_ANSWER = "no_answer", "没有答复"
    UNKNOWN = "unknown", "未知"


ILL_SOURCES = frozenset(SourceState) - {SourceState.NORMAL, SourceState.UNKNOWN}


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source as it stands.

    `received_at` is when something new last came and `newest_at` the own time of the newest thing that ever came, both
    None for never. `asked_at`, `outcome` and `reason` tell of the last time that we asked it; they stay None and empty
    for a source that speaks by itself. An outcome says how asking went; only arrivals say whether a source lives.
    `good_at` is when asking last went well. `late` is how long after its own time a new thing reaches us, as learnt.
    `expect_hours` is within how many hours a person expects something new, None where nobody said.
    """

    key: int
    kind: SourceKind
    place: str
    name: str
    watch: int | None
    since: datetime
    received_at: datetime | None
    newest_at: datetime | None
    asked_at: datetime | None
    outcome: CrawlOutcome | None
    reason: str
    refusal: str
    good_at: datetime | None = None
    late: timedelta = timedelta()
    expect_hours: int | None = None
