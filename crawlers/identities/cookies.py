"""From what a person pastes or exports to the few cookies that a domain needs; pure.

Understood are a Cookie header (with or without `Cookie:`, quotes, line breaks), a cookies.txt in Netscape's form and
the JSON of browser extensions: a list of {name, value, domain, expirationDate}, {"cookies": [...]} or {name: value}.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawlers.identities.cookie_files import BadCookies, Crumb, crumbs_of
from domain.day import spoken
from domain.identity import CookieDomain

KEPT: Mapping[CookieDomain, tuple[str, ...]] = {
    CookieDomain.WEIBO_COM: ("SUB", "SUBP", "XSRF-TOKEN", "WBPSESS", "ALF", "SSOLoginState"),
    CookieDomain.WEIBO_CN: (
        "SUB",
        "SUBP",
        "XSRF-TOKEN",
        "_T_WM",
        "MLOGIN",
        "WEIBOCN_FROM",
        "M_WEIBOCN_PARAMS",
        "mweibo_short_token",
        "ALF",
        "SSOLoginState",
    ),
    CookieDomain.SINA: ("SUB", "SUBP", "SCF", "ALC", "ALF", "SSOLoginState"),
}
"""Facts 1.1: the credential, its companion, tokens and log-in bookkeeping; anything else is left behind."""

ONLY_AT = {
    "WBPSESS": CookieDomain.WEIBO_COM,
    "_T_WM": CookieDomain.WEIBO_CN,
    "MLOGIN": CookieDomain.WEIBO_CN,
    "WEIBOCN_FROM": CookieDomain.WEIBO_CN,
    "M_WEIBOCN_PARAMS": CookieDomain.WEIBO_CN,
    "mweibo_short_token": CookieDomain.WEIBO_CN,
}
LONGEST_HEADER = 8 * 1024
EPOCH = re.compile(r"(?:\d\d_)?(\d{9,10})")
SENDABLE = re.compile(r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*")
"""The octets that RFC 6265 lets into a cookie's value."""


@dataclass(frozen=True, kw_only=True)
class CookieSet:
    """The cookies of one domain; times are None where the cookies do not tell them."""

    domain: CookieDomain
    cookies: Mapping[str, str] = field(repr=False)
    obtained_at: datetime | None = None
    expires_at: datetime | None = None


def read_cookies(text: str, now: datetime, wanted: CookieDomain | None = None) -> tuple[CookieSet, ...]:
    """One set for each of Weibo's domains in the text; with `wanted` that domain's alone.

    A header does not say where it is from: its names decide, weibo.com where they do not. Raises BadCookies.
    """
    crumbs = crumbs_of(text)
    by_domain: dict[CookieDomain, list[Crumb]] = {}
    for crumb in crumbs:
        home = _home(crumb, crumbs, wanted)
        if home is not None and crumb.name in KEPT[home]:
            by_domain.setdefault(home, []).append(crumb)
    if not by_domain:
        raise BadCookies(_nothing(crumbs))
    if wanted is not None and wanted not in by_domain:
        there = "、".join(home.shown for home in by_domain)
        raise BadCookies(f"这份 Cookie 属于{there}，这里需要{wanted.shown}的；{_where(wanted)}")
    homes = [home for home in by_domain if wanted in (None, home)]
    if wanted is None and any(_has_sub(by_domain[home]) for home in homes):
        homes = [home for home in homes if _has_sub(by_domain[home])]
    return tuple(_checked(home, by_domain[home], now) for home in homes)


def header(cookies: Mapping[str, str]) -> str:
    """The value of a Cookie header."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def epoch(written: str) -> datetime | None:
    """The moment in ALF or SSOLoginState, which may carry a prefix (02_1767225600); None where there is none."""
    match = EPOCH.fullmatch(written)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def _home(crumb: Crumb, all_crumbs: Iterable[Crumb], wanted: CookieDomain | None) -> CookieDomain | None:
    """Whose cookie it is; None for a stranger's."""
    if crumb.domain:
        bare = crumb.domain.lower().lstrip(".")
        return next((home for home in CookieDomain if bare == home or bare.endswith(f".{home}")), None)
    told = {ONLY_AT[one.name] for one in all_crumbs if one.name in ONLY_AT}
    if len(told) > 1:
        raise BadCookies("这份 Cookie 混有 weibo.com 和 m.weibo.cn 的内容；请只复制其中一个网站的请求里的 Cookie")
    return next(iter(told)) if told else wanted or CookieDomain.WEIBO_COM


def _checked(home: CookieDomain, crumbs: list[Crumb], now: datetime) -> CookieSet:
    cookies = {crumb.name: crumb.value for crumb in crumbs}
    if not cookies.get("SUB"):
        raise BadCookies(f"{home.shown}的 Cookie 里缺少 SUB，无法登录；请确认浏览器里已经登录，再{_where(home)}")
    for crumb in crumbs:
        if not SENDABLE.fullmatch(crumb.value):
            raise BadCookies(f"{crumb.place}{crumb.name} 的值里有 Cookie 不允许的字符；请重新复制，不要手工改动")
    expires_at = _end(crumbs, cookies)
    if expires_at is not None and expires_at <= now:
        raise BadCookies(f"{home.shown}的登录已于 {spoken(expires_at)} 过期；请重新登录后再导出，或直接扫码登录")
    if (size := len(header(cookies))) > LONGEST_HEADER:
        raise BadCookies(f"{home.shown}的 Cookie 有 {size:,} 字节，超过 8 kB，平台会拒收（414）；请重新登录后再导出")
    login = epoch(cookies.get("SSOLoginState", ""))
    return CookieSet(domain=home, cookies=cookies, obtained_at=login, expires_at=expires_at)


def _end(crumbs: list[Crumb], cookies: Mapping[str, str]) -> datetime | None:
    """The earliest end that ALF or SUB itself states."""
    stated = [epoch(cookies.get("ALF", "")), *(crumb.expires_at for crumb in crumbs if crumb.name == "SUB")]
    return min((moment for moment in stated if moment is not None), default=None)


def _has_sub(crumbs: Iterable[Crumb]) -> bool:
    return any(crumb.name == "SUB" and crumb.value for crumb in crumbs)


def _nothing(crumbs: Iterable[Crumb]) -> str:
    domains = list(dict.fromkeys(crumb.domain.lstrip(".") for crumb in crumbs if crumb.domain))
    if domains:
        seen = "、".join(repr(domain)[1:-1][:60] for domain in domains[:3])
        return f"这些 Cookie 属于 {seen}，不属于微博；{_where(CookieDomain.WEIBO_COM)}"
    return f"里面没有微博登录用的 Cookie（至少要有 SUB）；{_where(CookieDomain.WEIBO_COM)}"


def _where(home: CookieDomain) -> str:
    site = {"weibo.com": "weibo.com", "weibo.cn": "m.weibo.cn"}.get(home.value, "login.sina.com.cn")
    return f"请在浏览器打开 {site} 并登录后重新复制或导出"
