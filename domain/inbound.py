"""What other systems and colleagues report to us, and why a report was not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.shown import Shown
from domain.source import SourceKind

INBOUND_KINDS: Mapping[SourceKind, str] = {
    SourceKind.SYSTEM: "监控系统推送告警，用口令",
    SourceKind.COMPLAINTS: "客服系统推送投诉，用口令",
    SourceKind.FRONT_LINE: "一线同事填写上报页，用链接或二维码",
}
"""The kinds that a person sets up under a name of their own, and how each is let in."""


class InboundRefusal(Shown):
    """Why something that came was not taken."""

    UNKNOWN = "unknown", "没有这个来源"
    TOKEN = "token", "口令不对或缺失"
    RATE = "rate", "来得太密"
    SIZE = "size", "内容太大"
    FORM = "form", "格式不对"
    LINK = "link", "上报链接失效"
    ROBOT = "robot", "疑似机器填写"
    SENDER = "sender", "发件人不在名单内"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One alarm inside a report; `occurrence` names it and its beginning.

    Once over, an occurrence stays over, unless it `reopens`: its sender gives no beginning to tell two apart by.
    """

    occurrence: str
    over: bool
    reopens: bool = False


@dataclass(frozen=True, kw_only=True)
class SystemReport:
    """What a monitoring system says of one matter, named by `key`.

    `parts` are the alarms that it lists and `beyond` how many more it says there are. `over` is its word that all of
    the matter has ended. Of `outage`, True means that a core service channel is down altogether. None is unknown.
    """

    key: str
    title: str
    text: str
    severity: str
    service: str
    link: str
    since: datetime | None
    over: bool
    parts: tuple[Part, ...]
    beyond: int = 0
    outage: bool = False
    affected_users: int | None = None
    affected_percent: float | None = None
    error_percent: float | None = None


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A matter as all reports of it so far leave it; counts are of distinct occurrences.

    `episode` is raised by a relapse while an earlier alert of it is still in people's hands.
    """

    key: int
    source: int
    source_name: str
    watch: int | None
    report: SystemReport
    since: datetime
    episode: int
    firing: int
    resolved: int
    alert: int | None


@dataclass(frozen=True, kw_only=True)
class News:
    """What a report says that was not known: alarms that are on now, alarms that ended, and whether it is a relapse."""

    on: int
    ended: int
    relapse: bool


@dataclass(frozen=True, kw_only=True)
class FrontLineReport:
    """What a colleague saw; `key` tells a form that is sent twice from two reports. None is unknown."""

    key: str
    what: str
    channel: str
    affected: int | None = None
    since: datetime | None = None
    contact: str = ""
    by: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InboundSource:
    """A source that reports by itself, with how it stands; the token itself is known to nobody but its holder.

    `refusals` are (why, how many in the last seven days, when last, what was said of the last).
    """

    key: int
    kind: SourceKind
    place: str
    name: str
    watch: int | None
    watch_name: str
    received_at: datetime | None
    token_made_at: datetime | None
    token_made_by: str
    refusals: tuple["Refusals", ...] = ()


@dataclass(frozen=True, kw_only=True)
class Refusals:
    """How often one source was refused for one reason in the last seven days; an empty place is no known source."""

    place: str
    why: InboundRefusal
    count: int
    last_at: datetime
    detail: str
