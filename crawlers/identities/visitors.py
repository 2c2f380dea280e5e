"""How a guest becomes a known visitor (facts 1.2): V1 and V2 for .weibo.com, V3 for .weibo.cn.

A visitor made here is not yet proven: whoever asked for it keeps it only after the site has answered it.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from crawlers.identities.asking import Ask, Fetch, NoAnswer, Reply, merged
from crawlers.identities.cookies import SENDABLE
from crawlers.identities.headers import CHINESE, DESKTOP, PHONE
from crawlers.order import Sites
from crawlers.routes import Host
from domain.identity import CookieDomain

GOOD = 20000000
MACHINE = '{"os":"1","browser":"Chrome140,0,0,0","fonts":"undefined","screenInfo":"1920*1080*24","plugins":""}'
KEPT = ("SUB", "SUBP")
Made = Awaitable[dict[str, str]]
Flow = Callable[[Fetch, Sites, datetime, float], Made]
"""Cookies from (fetch, sites, now, a random number in [0, 1)); raises NoAnswer."""


async def by_one_call(fetch: Fetch, sites: Sites, now: datetime, chance: float) -> dict[str, str]:
    """V1: genvisitor2 gives everything at once, the second call only spreads it over the domain."""
    passport = sites.address(Host.PASSPORT)
    gate = f"{passport}/visitor/visitor?{urlencode({'entry': 'miniblog', 'a': 'enter', 'url': 'https://weibo.com/'})}"
    form = {
        "cb": "visitor_gray_callback",
        "tid": "",
        "from": "weibo",
        "ver": "20250916",
        "webdriver": "false",
        "return_url": "https://weibo.com/",
    }
    first = await fetch(Ask(url=f"{passport}/visitor/genvisitor2", headers=_headers(DESKTOP, gate), form=form))
    told = _told(first)
    cookies = _taken(first, told, CookieDomain.WEIBO_COM, now)
    spread = {
        "a": "crossdomain",
        "t": str(told.get("tid", "")),
        "sp": cookies.get("SUBP", ""),
        "s": cookies["SUB"],
        "from": "weibo",
        "_rand": str(chance),
        "url": "https://weibo.com/",
    }
    second = await fetch(Ask(url=f"{passport}/visitor/visitor?{urlencode(spread)}", headers=_headers(DESKTOP, gate)))
    return _only_kept(merged(cookies, second.cookies(CookieDomain.WEIBO_COM, now)), cookies)


async def by_two_calls(fetch: Fetch, sites: Sites, now: datetime, chance: float) -> dict[str, str]:
    """V2: genvisitor gives a number, incarnate the cookies."""
    return await _two_calls(fetch, sites.address(Host.PASSPORT), CookieDomain.WEIBO_COM, now, chance)


async def by_two_calls_cn(fetch: Fetch, sites: Sites, now: datetime, chance: float) -> dict[str, str]:
    """V3: the same two calls at the phone edition's host."""
    return await _two_calls(fetch, sites.address(Host.VISITOR_CN), CookieDomain.WEIBO_CN, now, chance)


FLOWS: Mapping[CookieDomain, tuple[Flow, ...]] = {
    CookieDomain.WEIBO_COM: (by_one_call, by_two_calls),
    CookieDomain.WEIBO_CN: (by_two_calls_cn,),
}
"""In the order in which they are tried."""


async def _two_calls(fetch: Fetch, host: str, home: CookieDomain, now: datetime, chance: float) -> dict[str, str]:
    headers = _headers(PHONE if home is CookieDomain.WEIBO_CN else DESKTOP, f"{host}/visitor/visitor")
    form = {"cb": "gen_callback", "fp": MACHINE}
    told = _told(await fetch(Ask(url=f"{host}/visitor/genvisitor", headers=headers, form=form)))
    sure = told.get("confidence", 100)
    asked = {
        "a": "incarnate",
        "t": str(told.get("tid", "")),
        "w": "3" if told.get("new_tid") else "2",
        "c": f"{sure if isinstance(sure, int) else 100:03d}",
        "gc": "",
        "cb": "cross_domain",
        "from": "weibo",
        "_rand": str(chance),
    }
    second = await fetch(Ask(url=f"{host}/visitor/visitor?{urlencode(asked)}", headers=headers))
    return _taken(second, _told(second), home, now)


def _told(reply: Reply) -> Mapping[str, object]:
    """The data of a flow's answer; raises NoAnswer."""
    found = reply.data()
    data = found.get("data")
    if found.get("retcode") != GOOD or not isinstance(data, Mapping):
        raise NoAnswer(f"平台没有发放访客身份（状态码 {reply.status}，retcode {str(found.get('retcode'))[:12]}）")
    return data


def _taken(reply: Reply, told: Mapping[str, object], home: CookieDomain, now: datetime) -> dict[str, str]:
    """SUB and SUBP of the answer: its cookies, or else what its body says."""
    said = {"SUB": told.get("sub"), "SUBP": told.get("subp")}
    body = {name: value for name, value in said.items() if isinstance(value, str) and SENDABLE.fullmatch(value)}
    cookies = _only_kept(merged(body, reply.cookies(home, now)), body)
    if not cookies.get("SUB"):
        raise NoAnswer("平台答复了访客申请，却没有给出 SUB")
    return cookies


def _only_kept(cookies: Mapping[str, str], instead: Mapping[str, str]) -> dict[str, str]:
    both = {**instead, **cookies}
    return {name: both[name] for name in KEPT if both.get(name)}


def _headers(agent: str, referer: str) -> dict[str, str]:
    return {"User-Agent": agent, "Accept": "*/*", "Accept-Language": CHINESE, "Referer": referer}
