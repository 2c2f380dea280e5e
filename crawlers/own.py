"""Who we are at the official interfaces; handed in from the configuration."""

from collections.abc import Callable
from dataclasses import dataclass, field

from domain.shown import Shown


class Side(Shown):
    """The two platforms that an own account is known at, each with its own credential."""

    ACCOUNT = "account", "公众号"
    DESK = "desk", "微信客服"


@dataclass(frozen=True, kw_only=True)
class Own:
    """The own account: ids, secrets, addresses without a path. An id that is empty is not used.

    `mark` makes of an openid a keyed hash, so that no customer's id is ever stored. `minute` is how long the platform
    wants to be left alone after a minute's quota.
    """

    name: str
    mark: Callable[[str], str] = field(repr=False)
    appid: str = ""
    secret: str = field(default="", repr=False)
    biz: str = ""
    api_url: str = "https://api.weixin.qq.com"
    records: bool = False
    corpid: str = ""
    corp_secret: str = field(default="", repr=False)
    corp_url: str = "https://qyapi.weixin.qq.com"
    minute: float = 60.0

    def key(self, side: Side) -> str:
        """The id at one side; empty where the account is not used there."""
        return self.appid if side is Side.ACCOUNT else self.corpid

    def address(self, side: Side) -> str:
        """Where the interfaces of one side are."""
        return (self.api_url if side is Side.ACCOUNT else self.corp_url).rstrip("/")

    def usable(self, side: Side) -> bool:
        """Whether there is a credential for one side."""
        return bool(self.appid and self.secret if side is Side.ACCOUNT else self.corpid and self.corp_secret)
