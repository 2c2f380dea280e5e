"""Faults that a site can be told to show."""

from dataclasses import dataclass

from domain.shown import Shown


class Fault(Shown):
    """What can go wrong with a site; which of them a site knows stands in its own module."""

    EXPIRED_SESSION = "expired_session", "登录过期"
    CAPTCHA = "captcha", "要求人工验证"
    RATE_LIMIT = "rate_limit", "限制频率"
    FORBIDDEN = "forbidden", "拒绝"
    CHANGED_LAYOUT = "changed_layout", "整页改版"
    CHANGED_PART = "changed_part", "一处改版"
    SERVER_ERROR = "server_error", "服务器出错"
    CONNECTION_LOST = "connection_lost", "断开连接"
    SOFT_BLOCK = "soft_block", "暗中限制"
    EMPTY_PAGE = "empty_page", "中间一页是空的"
    EMPTY_SHELL = "empty_shell", "空的验证页"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A fault that begins after some good answers, lasts for some answers (None: for ever), on one page or on all."""

    fault: Fault
    after: int = 0
    times: int | None = None
    page: int | None = None


class Temper:
    """Whether a site is in a good mood; tests and drills set its trouble from outside."""

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        self.answers = 0
        self.shown = 0

    def make(self, trouble: Trouble | None) -> None:
        """Begin a trouble, or end the one that is on."""
        self.answers = self.shown = 0
        self.trouble = trouble

    def fault_now(self, page: int | None = None) -> Fault | None:
        """The fault that this answer shows, None for a good one; every call is one answer."""
        trouble = self.trouble
        self.answers += 1
        if trouble is None or (trouble.page is not None and trouble.page != page):
            return None
        if self.answers <= trouble.after or (trouble.times is not None and self.shown >= trouble.times):
            return None
        self.shown += 1
        return trouble.fault
