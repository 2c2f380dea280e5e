"""Whether an account is still logged in, and what keeps a log-in looking fresh (facts 1.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from crawlers.identities.asking import Ask, Fetch, merged
from crawlers.identities.cookies import header
from crawlers.identities.headers import CHINESE, DESKTOP, headers_for
from crawlers.identities.trust import is_mobile, is_trusted
from crawlers.order import Sites
from crawlers.routes import WAYS, Dress, Host, Route, Way
from domain.identity import CookieDomain, Identity

CONFIG = Way(host=Host.MOBILE, path="/api/config", dress=Dress.MOBILE, domain=CookieDomain.WEIBO_CN, identities=())
BOOKS = ("ALF", "SSOLoginState")
MOST_HOPS = 8


@dataclass(frozen=True, kw_only=True)
class CheckUp:
    """What a site said of an account: `alive` is None where it said neither, `account` its number or empty."""

    alive: bool | None
    account: str = ""


async def check(fetch: Fetch, sites: Sites, identity: Identity) -> CheckUp:
    """Ask the cheapest call of the identity's domain; raises NoAnswer."""
    if identity.domain is CookieDomain.WEIBO_COM:
        return await _at_web(fetch, sites, identity)
    if identity.domain is CookieDomain.WEIBO_CN:
        return await _at_mobile(fetch, sites, identity)
    return CheckUp(alive=None)


async def keep_alive(fetch: Fetch, sites: Sites, identity: Identity, now: datetime) -> dict[str, str] | None:
    """Refresh the bookkeeping with cookies of .sina.com.cn; gives what is new for .weibo.com, None where it is over.

    The credential itself is never renewed by this, so that no end of a log-in moves: a new scan is needed each month.
    The hop to weibo.cn is left out, since it takes that domain's cookies away. Raises NoAnswer.
    """
    host, headers = sites.address(Host.LOGIN), _headers(sites, identity)
    first = (await fetch(Ask(url=f"{host}/sso/updatetgt.php?entry=account&callback=cb", headers=headers))).data()
    if first.get("retcode") != 0:
        return None
    asked = urlencode({"action": "login", "domain": "sina.com.cn", "callback": "cb", "sr": "1920*1080"})
    second = (await fetch(Ask(url=f"{host}/sso/crossdomain.php?{asked}", headers=headers))).data()
    hops = second.get("arrURL")
    found: dict[str, str] = {}
    for hop in (hops if isinstance(hops, list) else [])[:MOST_HOPS]:
        if isinstance(hop, str) and is_trusted(hop, sites) and not is_mobile(hop):
            reply = await fetch(Ask(url=hop, headers=_headers(sites)))
            found |= merged({}, reply.cookies(CookieDomain.WEIBO_COM, now, named=True))
    return {name: value for name, value in found.items() if name in BOOKS}


async def _at_web(fetch: Fetch, sites: Sites, identity: Identity) -> CheckUp:
    """An answer to somebody who is logged in names the account in a header."""
    way = WAYS[Route.HOT_SEARCH]
    reply = await fetch(
        Ask(url=f"{sites.address(way.host)}{way.path}", headers=headers_for(way, sites, identity.cookies))
    )
    if reply.status != 200:
        return CheckUp(alive=None)
    return CheckUp(alive=bool(reply.logged_in), account=_number(reply.logged_in))


async def _at_mobile(fetch: Fetch, sites: Sites, identity: Identity) -> CheckUp:
    reply = await fetch(
        Ask(url=f"{sites.address(Host.MOBILE)}{CONFIG.path}", headers=headers_for(CONFIG, sites, identity.cookies))
    )
    data = reply.data().get("data") if reply.status == 200 else None
    if not isinstance(data, Mapping) or not isinstance(data.get("login"), bool):
        return CheckUp(alive=None)
    return CheckUp(alive=data["login"], account=_number(str(data.get("uid") or "")))


def _number(written: str) -> str:
    return written if written.isascii() and written.isdigit() and written != "0" else ""


def _headers(sites: Sites, identity: Identity | None = None) -> dict[str, str]:
    plain = {"User-Agent": DESKTOP, "Accept": "*/*", "Accept-Language": CHINESE, "Referer": "https://weibo.com/"}
    return plain | ({"Cookie": header(identity.cookies)} if identity else {})
