"""Who we are to a site."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.shown import Shown


class CookieDomain(Shown):
    """Where a cookie is valid; the two are strangers: a SUB of one does not work at the other."""

    WEIBO_COM = "weibo.com", "微博网页版（.weibo.com）"
    WEIBO_CN = "weibo.cn", "微博手机版（.weibo.cn）"


class IdentityKind(Shown):
    """What stands behind a request, the weakest first."""

    NONE = "none", "无身份"
    VISITOR = "visitor", "访客"
    ACCOUNT = "account", "账号"


class Health(Shown):
    """Whether an identity may be used now."""

    GOOD = "good", "正常"
    EXPIRING = "expiring", "即将过期"
    COOLING = "cooling", "冷却中"
    EXPIRED = "expired", "已过期"
    RETIRED = "retired", "已停用"


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
