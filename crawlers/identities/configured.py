"""The accounts that the configuration gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from crawlers.identities.cookie_files import BadCookies, is_export
from crawlers.identities.cookies import CookieSet, read_cookies
from crawlers.order import Sites
from domain.identity import CookieDomain, Identity, IdentityKind


@dataclass(frozen=True, kw_only=True)
class Given:
    """Accounts, each under the place that it was given at, and a sentence for each place that cannot be used."""

    accounts: tuple[tuple[str, Identity], ...]
    problems: tuple[str, ...]


def given_by(sites: Sites, now: datetime) -> Given:
    """Everything that the configuration gives for Weibo."""
    accounts: list[tuple[str, Identity]] = []
    problems: list[str] = []
    for place, text, wanted in _places(sites):
        try:
            found = read_cookies(text, now, wanted)
        except BadCookies as trouble:
            problems.append(f"配置 {place}：{trouble}")
        else:
            accounts += [(place, account(each, now)) for each in found]
    return Given(accounts=tuple(accounts), problems=tuple(problems))


def account(cookies: CookieSet, now: datetime, proxy: str = "") -> Identity:
    """A set of cookies as an account that is not kept yet, with a proxy of its own where it has one."""
    return Identity(
        key=f"new {cookies.domain}",
        kind=IdentityKind.ACCOUNT,
        domain=cookies.domain,
        cookies=cookies.cookies,
        proxy=proxy or None,
        obtained_at=cookies.obtained_at or now,
        expires_at=cookies.expires_at,
    )


def _places(sites: Sites) -> Iterator[tuple[str, str, CookieDomain | None]]:
    if sites.weibo_cookie.strip():
        yield "weibo.cookie", sites.weibo_cookie, None if is_export(sites.weibo_cookie) else CookieDomain.WEIBO_COM
    if sites.weibo_mobile_cookie.strip():
        yield "weibo.mobile_cookie", sites.weibo_mobile_cookie, CookieDomain.WEIBO_CN
    if sites.weibo_cookie_file.strip():
        yield "weibo.cookie_file", sites.weibo_cookie_file, None
