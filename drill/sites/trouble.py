"""Faults that a site can be told to show."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.shown import Shown


class Fault(Shown):
    """What can go wrong with a site; which of them a site knows stands in its own module."""

    EXPIRED_SESSION = "expired_session", "登录过期"
    TO_LOGIN = "to_login", "转到登录页"
    TO_SORRY = "to_sorry", "转到“页面不存在”"
    TO_ELSEWHERE = "to_elsewhere", "转到活动页"
    NO_ROUTE = "no_route", "404"
    CAPTCHA = "captcha", "要求人工验证"
    RATE_LIMIT = "rate_limit", "限制频率"
    TOO_MANY = "too_many", "429"
    TOO_LONG = "too_long", "414"
    STRANGE = "strange", "432"
    TOO_OFTEN = "too_often", "请求过于频繁"
    FORBIDDEN = "forbidden", "拒绝"
    CROWDED = "crowded", "前方有点拥堵"
    NEEDS_VISITOR = "needs_visitor", "-100"
    HUMAN_CHECK = "human_check", "-100，要求人工验证"
    RELOGIN = "relogin", "21301 relogin"
    NOT_THERE = "not_there", "20101"
    CHANGED_LAYOUT = "changed_layout", "整页改版"
    CHANGED_PART = "changed_part", "一处改版"
    SERVER_ERROR = "server_error", "服务器出错"
    CONNECTION_LOST = "connection_lost", "断开连接"
    SOFT_BLOCK = "soft_block", "暗中限制"
    EMPTY_PAGE = "empty_page", "中间一页是空的"
    EMPTY_SHELL = "empty_shell", "空的外壳页"
    SLOW_BODY = "slow_body", "正文很慢"
    CUT_LINE = "cut_line", "正文传到一半断线"
    CUT_BODY = "cut_body", "正文只有一半"
    HTML_BODY = "html_body", "该是数据处来了网页"
    EMPTY_BODY = "empty_body", "正文为空"
    BOMB = "bomb", "XML 实体炸弹"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A fault, and where and when it shows.

    It begins after some good answers and lasts for some (None: for ever), on one page of a list or on all. `host` and
    `route` (a path) name a place; without a host it shows on every host that gives content, not where identities are
    given out. `since` and `until` are moments of the site's clock, half-open. `seconds` is how long a slow body takes.
    """

    fault: Fault
    after: int = 0
    times: int | None = None
    page: int | None = None
    host: str | None = None
    route: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    seconds: float = 30.0

    def is_at(self, host: str | None, route: str | None, *, named: bool = False) -> bool:
        """Whether it concerns a place; `named` for places that only troubles concern which name them."""
        if named and self.host is None and self.route is None:
            return False
        return self.host in {None, host} and self.route in {None, route}

    def is_on(self, now: datetime | None) -> bool:
        """Whether it is its time."""
        if now is None:
            return True
        return (self.since is None or self.since <= now) and (self.until is None or now < self.until)


@dataclass(kw_only=True)
class _Run:
    """How far one trouble has come: answers at its place, and how many of them it has spoiled."""

    trouble: Trouble
    answers: int = field(default=0)
    shown: int = field(default=0)

    def shows(self, page: int | None) -> bool:
        """Count one more answer; whether it is a spoiled one."""
        trouble = self.trouble
        self.answers += 1
        if trouble.page not in {None, page} or self.answers <= trouble.after:
            return False
        if trouble.times is not None and self.shown >= trouble.times:
            return False
        self.shown += 1
        return True


class Temper:
    """Whether a site is in a good mood; tests and drills set its trouble from outside."""

    def __init__(self) -> None:
        self.runs: list[_Run] = []

    def make(self, *troubles: Trouble | None) -> None:
        """Begin these troubles in place of those that are on; none, or None, ends them all."""
        self.runs = [_Run(trouble=trouble) for trouble in troubles if trouble is not None]

    def add(self, trouble: Trouble) -> None:
        """Begin one more."""
        self.runs.append(_Run(trouble=trouble))

    def trouble_now(
        self,
        page: int | None = None,
        *,
        host: str | None = None,
        route: str | None = None,
        now: datetime | None = None,
        named: bool = False,
    ) -> Trouble | None:
        """The trouble that spoils this answer, None for a good one; every call is one answer."""
        on = [run for run in self.runs if run.trouble.is_at(host, route, named=named) and run.trouble.is_on(now)]
        return next((run.trouble for run in [run for run in on if run.shows(page)]), None)

    def fault_now(self, page: int | None = None) -> Fault | None:
        """The same, but only its fault."""
        trouble = self.trouble_now(page)
        return trouble.fault if trouble else None
