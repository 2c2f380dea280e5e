"""Accounts as they are kept: taken in after a log-in or from a file, and looked after between crawls."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.identities.asking import Fetch, NoAnswer
from crawlers.identities.check_up import CheckUp, check, keep_alive
from crawlers.identities.configured import account, given_by
from crawlers.identities.cookies import CookieSet
from crawlers.identities.log_in import ask_once
from crawlers.identities.stored import adopt
from crawlers.order import Clock, Sites
from domain.identity import USABLE, CookieDomain, Identity, IdentityKind, Origin, Standing
from storage import identities
from storage.sealing import Unsealable


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An account that was taken in; `alive` is None where the site did not say."""

    domain: CookieDomain
    name: str
    alive: bool | None


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """What a round of check-ups found; `silent` accounts got no answer either way."""

    alive: int
    over: int
    silent: int


def keep(
    found: Sequence[CookieSet], sites: Sites, clock: Clock, *, origin: Origin, name: str = "", proxy: str = ""
) -> list[Kept]:
    """Check each set at its site and keep it, unless the site says that nobody is logged in with it."""
    nouns = [account(each, clock(), proxy) for each in found]
    checks = [_checked(noun, sites) for noun in nouns]
    number = next((each.account for each in checks if each.account), "")
    shown = name or (f"微博账号（尾号 {number[-4:]}）" if number else "微博账号")
    for noun, checked in zip(nouns, checks, strict=True):
        if checked.alive is not False:
            key = identities.adopt(noun, name=shown, origin=origin, now=clock(), account=number)
            if checked.alive:
                identities.good(str(key), 1, now=clock())
    return [
        Kept(domain=noun.domain, name=shown, alive=checked.alive) for noun, checked in zip(nouns, checks, strict=True)
    ]


def look_after(sites: Sites, clock: Clock) -> Rounds:
    """Ask for every account that no crawl is using whether it is logged in, and keep it looking fresh."""
    adopt(given_by(sites, clock()), clock)
    resting = [
        one
        for one in identities.standings(clock())
        if one.kind is IdentityKind.ACCOUNT and one.health(clock()) in USABLE and not one.held
    ]
    said = [_looked_after(one, sites, clock) for one in resting if one.domain is not CookieDomain.SINA]
    _freshen(resting, sites, clock)
    return Rounds(alive=said.count(True), over=said.count(False), silent=said.count(None))


def _looked_after(one: Standing, sites: Sites, clock: Clock) -> bool | None:
    try:
        noun = identities.opened(one.key)
    except Unsealable:
        identities.expire(one.key, clock())
        return False
    checked = _checked(noun, sites)
    if checked.alive:
        identities.good(one.key, 1, now=clock())
    elif checked.alive is False:
        identities.expire(one.key, clock())
    return checked.alive


def _checked(noun: Identity, sites: Sites) -> CheckUp:
    """What the site says; no answer says nothing about the account."""

    async def work(fetch: Fetch) -> CheckUp:
        return await check(fetch, sites, noun)

    try:
        return ask_once(work, noun.proxy or sites.weibo_proxy or None)
    except NoAnswer:
        return CheckUp(alive=None)


def _freshen(resting: Sequence[Standing], sites: Sites, clock: Clock) -> None:
    """Keep-alive, where there is one account at .sina.com.cn and it is that of the one at .weibo.com."""
    sina = [one for one in resting if one.domain is CookieDomain.SINA]
    web = [one for one in resting if one.domain is CookieDomain.WEIBO_COM]
    if len(sina) != 1 or len(web) != 1 or sina[0].name != web[0].name:
        return
    noun, other = identities.opened(sina[0].key), identities.opened(web[0].key)

    async def work(fetch: Fetch) -> dict[str, str] | None:
        return await keep_alive(fetch, sites, noun, clock())

    try:
        news = ask_once(work, noun.proxy or sites.weibo_proxy or None)
    except NoAnswer:
        return
    if news is None:
        identities.expire(sina[0].key, clock())
        return
    identities.good(sina[0].key, 1, now=clock())
    identities.renew_cookies(other.key, {**other.cookies, **news})
