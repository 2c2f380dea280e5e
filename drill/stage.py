"""The whole stage set: Weibo with all its hosts, two sites of WeChat and a mailbox on free ports of this machine."""

import hashlib
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from drill.mailbox import Mailbox
from drill.scenario import Scenario
from drill.sites.loopback import Loopback
from drill.sites.wechat.articles import ArticleSite
from drill.sites.wechat.search import SearchSite
from drill.sites.weibo import WeiboSite
from drill.sites.weibo.walls import Host


class Stage:
    """Plays a scenario while it is entered.

    The sites stand at the scenario's `now` until `move_to` moves their clocks on. `cookie` is the Cookie header that
    Weibo takes for logged in on .weibo.com, `mobile_cookie` the one of .weibo.cn.
    """

    def __init__(self, scenario: Scenario, *, mail_folder: Path | None = None) -> None:
        self.scenario = scenario
        self.session = hashlib.sha256(f"{scenario.seed}".encode()).hexdigest()[:40]
        self.cookie = f"SUB={self.session}; SUBP=drill"
        self.loopback = Loopback()
        self.mailbox = Mailbox(self.loopback, mail_folder)
        self.weibo = WeiboSite(scenario, self.session)
        self.articles = ArticleSite(scenario)
        self.mobile_cookie = f"SUB={self.weibo.mobile_session}; SUBP=drill"
        self.weibo_url = self.wechat_search_url = self.wechat_article_url = ""
        self.weibo_web_url = self.weibo_mobile_url = self.weibo_passport_url = ""
        self.weibo_visitor_url = self.weibo_login_url = ""

    def __enter__(self) -> Self:
        """Open everything."""
        self.loopback.__enter__()
        self._open_weibo()
        self.wechat_article_url = self.loopback.serve(self.articles.app())
        self.search = SearchSite(self.scenario, self.wechat_article_url)
        self.wechat_search_url = self.loopback.serve(self.search.app())
        self.mailbox.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything."""
        self.mailbox.close()
        self.loopback.__exit__(kind, error, trace)

    def _open_weibo(self) -> None:
        """Every host of Weibo on its own port."""
        addresses = {host: self.loopback.serve(self.weibo.app(host)) for host in Host}
        self.weibo.at(addresses)
        self.weibo_url = addresses[Host.SEARCH]
        self.weibo_web_url = addresses[Host.WEB]
        self.weibo_mobile_url = addresses[Host.MOBILE]
        self.weibo_passport_url = addresses[Host.PASSPORT]
        self.weibo_visitor_url = addresses[Host.VISITOR]
        self.weibo_login_url = addresses[Host.LOGIN]

    @property
    def mail_host(self) -> str:
        """Where the mailbox listens."""
        return self.mailbox.host

    @property
    def mail_port(self) -> int:
        """The port on which the mailbox listens."""
        return self.mailbox.port

    def move_to(self, now: datetime) -> None:
        """Set the clocks of all sites: what was published by then is there, with the counts of then."""
        self.weibo.now = self.articles.now = self.search.now = now
