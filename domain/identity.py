"""Who we are to a site."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.day import spoken
from domain.refusal import Refusal
from domain.shown import Shown

WARN_AT = (timedelta(days=5), timedelta(days=1))
"""How long before a log-in ends people are told, the earlier warning first."""


class CookieDomain(Shown):
    """Where a cookie is valid; they are strangers: a SUB of one does not work at another."""

    WEIBO_COM = "weibo.com", "微博网页版（.weibo.com）"
    WEIBO_CN = "weibo.cn", "微博手机版（.weibo.cn）"
    SINA = "sina.com.cn", "新浪登录（.sina.com.cn，只用于续期）"


class IdentityKind(Shown):
    """What stands behind a request, the weakest first."""

    NONE = "none", "无身份"
    VISITOR = "visitor", "访客"
    ACCOUNT = "account", "账号"


class Origin(Shown):
    """Where an identity's cookies came from."""

    CONFIG = "config", "配置文件"
    QR = "qr", "扫码登录"
    FILE = "file", "导入"
    ISSUED = "issued", "平台发放"


class Health(Shown):
    """Whether an identity may be used now."""

    GOOD = "good", "正常"
    EXPIRING = "expiring", "即将过期"
    COOLING = "cooling", "冷却中"
    EXPIRED = "expired", "已过期"
    RETIRED = "retired", "已停用"


USABLE = frozenset({Health.GOOD, Health.EXPIRING})


@dataclass(frozen=True, kw_only=True)
class Identity:
    """One set of cookies of one domain; `key` names it in logs and on screens, the cookies are never shown.

    `proxy` is the address that its requests go through, None for none. `expires_at` is None where nobody knows.
    """

    key: str
    kind: IdentityKind
    domain: CookieDomain
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    proxy: str | None = field(default=None, repr=False)
    obtained_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one identity stands, without its cookies; `key` is that of the Identity.

    `refusals` counts those in a row, `last_refusal` is the newest of them. `expired_at` is when the site said that the
    log-in is over; `expires_at` when it will be, None where nobody knows. `used_today` counts requests of the day in
    China. `held` says that a crawl is using it.
    """

    key: str
    kind: IdentityKind
    domain: CookieDomain
    name: str
    origin: Origin
    obtained_at: datetime
    expires_at: datetime | None = None
    last_good_at: datetime | None = None
    cool_until: datetime | None = None
    refusals: int = 0
    last_refusal: Refusal | None = None
    expired_at: datetime | None = None
    retired_at: datetime | None = None
    used_today: int = 0
    held: bool = False
    has_proxy: bool = False

    def health(self, now: datetime) -> Health:
        """Whether it may be used at this moment."""
        if self.retired_at is not None:
            return Health.RETIRED
        if self.expired_at is not None or (self.expires_at is not None and self.expires_at <= now):
            return Health.EXPIRED
        if self.cool_until is not None and self.cool_until > now:
            return Health.COOLING
        return Health.EXPIRING if self.ends_within(WARN_AT[0], now) else Health.GOOD

    def ends_within(self, span: timedelta, now: datetime) -> bool:
        """Whether an account's log-in ends soon; visitors are made anew by themselves."""
        known = self.kind is IdentityKind.ACCOUNT and self.expires_at is not None
        return known and self.expires_at is not None and self.expires_at - now <= span

    def advice(self, now: datetime) -> str:
        """What a person can do about its state; empty where nothing is to be done."""
        if self.kind is not IdentityKind.ACCOUNT and self.health(now) is not Health.COOLING:
            return ""
        return {
            Health.GOOD: "",
            Health.EXPIRING: "请在登录到期前重新扫码登录",
            Health.COOLING: self._cooling(),
            Health.EXPIRED: "请重新扫码登录，或更换配置里的 Cookie",
            Health.RETIRED: "",
        }[self.health(now)]

    def _cooling(self) -> str:
        if self.last_refusal is Refusal.CAPTCHA and self.kind is IdentityKind.ACCOUNT:
            return "请用该账号在浏览器里完成一次人工验证，然后点“解除冷却”；本程序不会代做验证"
        return f"等到 {spoken(self.cool_until)} 自动恢复" if self.cool_until else ""
