"""What a crawl is asked for, with everything that it needs to do it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.routes import Host
from domain.feed import Feed
from domain.keyword import trouble_with
from domain.target import Target
from domain.watch import Watch

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Sites:
    """Where the sites are, who we are there, and the seconds between two requests; handed in from the configuration.

    Cookies are as people pasted or exported them, in any form that crawlers.identities.cookies reads; neither they nor
    the proxy are ever shown.
    """

    weibo_search_url: str = "https://s.weibo.com"
    weibo_web_url: str = "https://weibo.com"
    weibo_mobile_url: str = "https://m.weibo.cn"
    weibo_passport_url: str = "https://passport.weibo.com"
    weibo_visitor_url: str = "https://visitor.passport.weibo.cn"
    weibo_login_url: str = "https://login.sina.com.cn"
    weibo_cookie: str = field(default="", repr=False)
    weibo_mobile_cookie: str = field(default="", repr=False)
    weibo_cookie_file: str = field(default="", repr=False)
    weibo_proxy: str = field(default="", repr=False)
    weibo_delay: float = 10.0
    weibo_daily_budget: int = 0
    weibo_canary_account: str = ""
    weibo_canary_post: str = ""
    wechat_search_url: str = "https://weixin.sogou.com"
    wechat_article_url: str = "https://mp.weixin.qq.com"
    wechat_delay: float = 30.0
    wechat_feed_delay: float = 2.0

    def address(self, host: Host) -> str:
        """Where one of Weibo's hosts is, without a path."""
        return {
            Host.WEB: self.weibo_web_url,
            Host.SEARCH: self.weibo_search_url,
            Host.MOBILE: self.weibo_mobile_url,
            Host.PASSPORT: self.weibo_passport_url,
            Host.VISITOR_CN: self.weibo_visitor_url,
            Host.LOGIN: self.weibo_login_url,
        }[host].rstrip("/")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much a crawl that adds to the searches may ask for: requests of one run, and of one account or post in it.

    `heat` is the sum of reposts, comments and likes from which on a post matters. `requests_a_day` are those that all
    such crawls together may make on a day in China.
    """

    requests: int = 60
    each: int = 10
    heat: int = 500
    requests_a_day: int = 1_500


@dataclass(frozen=True, kw_only=True)
class Order:
    """One watch, a half-open window of publication times, the sites, and where the time comes from.

    `usual` is how many posts such a window held in the past, 0 where there is no past. `targets` are the accounts or
    posts that are asked for by number, the most important first. A watch whose key is 0 is none that is stored: what
    is found belongs to nobody in particular. `feeds` are those that a crawl of feeds asks.
    """

    watch: Watch
    since: datetime
    until: datetime
    sites: Sites
    clock: Clock
    usual: int = 0
    targets: tuple[Target, ...] = ()
    limits: Limits = field(default_factory=Limits)
    feeds: tuple[Feed, ...] = ()

    def queries(self) -> tuple[str, ...]:
        """The words of the watch that can be asked for."""
        return tuple(query for query in self.watch.queries() if trouble_with(query) is None)

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in the window."""
        return self.since <= at < self.until
