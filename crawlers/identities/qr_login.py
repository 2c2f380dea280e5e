"""Log-in by a code that the account's owner scans (facts 1.3); no password ever passes through here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

from crawlers.identities.asking import Ask, Fetch, NoAnswer, Reply, merged
from crawlers.identities.cookies import KEPT, CookieSet, epoch
from crawlers.identities.headers import CHINESE, DESKTOP
from crawlers.identities.trust import is_trusted
from crawlers.order import Sites
from crawlers.routes import Host
from domain.identity import CookieDomain
from domain.login import LoginState

SOURCE = {"entry": "miniblog", "source": "miniblog"}
TOKEN = "X-CSRF-TOKEN"  # noqa: S105  # a name, not a token
READY = 20000000
STATES = {50114001: LoginState.SHOWN, 50114002: LoginState.SCANNED, 50114004: LoginState.EXPIRED}


@dataclass(frozen=True, kw_only=True)
class Code:
    """A code to be scanned: `link` is what it says, empty where only the picture's address is known."""

    number: str = field(repr=False)
    token: str = field(repr=False)
    picture_url: str = field(repr=False)
    link: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What became of a code; `url` is the one-time address of a log-in that was confirmed."""

    state: LoginState
    url: str = field(default="", repr=False)


async def begin(fetch: Fetch, sites: Sites, now: datetime) -> Code:
    """A new code; raises NoAnswer."""
    passport = sites.address(Host.PASSPORT)
    page = await fetch(Ask(url=f"{passport}/sso/signin?{urlencode(SOURCE)}", headers=_headers(sites)))
    token = _own(page, now).get(TOKEN) or ""
    reply = await fetch(
        Ask(url=f"{passport}/sso/v2/qrcode/image?entry=miniblog&size=180", headers=_headers(sites, token))
    )
    data = _data(reply)
    number, picture = data.get("qrid"), data.get("image")
    if not isinstance(number, str) or not isinstance(picture, str) or not is_trusted(picture, sites):
        raise NoAnswer("微博没有给出认得的二维码")
    return Code(number=number, token=token, picture_url=picture, link=_link(picture))


async def look(fetch: Fetch, sites: Sites, code: Code) -> Look:
    """Ask what became of a code; raises NoAnswer for anything but the four known words."""
    asked = urlencode({**SOURCE, "url": "https://weibo.com/", "qrid": code.number})
    address = f"{sites.address(Host.PASSPORT)}/sso/v2/qrcode/check?{asked}"
    found = (await fetch(Ask(url=address, headers=_headers(sites, code.token)))).data()
    number, data = found.get("retcode"), found.get("data")
    if number in STATES:
        return Look(state=STATES[number])
    if number != READY or not isinstance(data, Mapping) or not isinstance(data.get("url"), str):
        raise NoAnswer(f"微博对二维码的答复不认得（retcode {str(number)[:12]}）")
    if not is_trusted(data["url"], sites):
        raise NoAnswer("微博给出的登录地址不在微博的域名上，没有打开")
    return Look(state=LoginState.DONE, url=data["url"])


async def collect(fetch: Fetch, sites: Sites, url: str, now: datetime) -> tuple[CookieSet, ...]:
    """Follow a one-time address; gives .weibo.com's cookies and, where the site lets us, those of the other domains.

    Its redirect over login.sina.com.cn is for browsers; the address nested in it is asked directly. Raises NoAnswer.
    """
    first = await fetch(Ask(url=url, headers=_headers(sites)))
    found = {home: _kept(first, home, now) for home in CookieDomain}
    if not found[CookieDomain.WEIBO_COM].get("SUB"):
        raise NoAnswer(f"扫码已确认，微博却没有给出登录（状态码 {first.status}）；请重新扫码")
    nested = _nested(first.location or "")
    if nested and is_trusted(nested, sites):
        try:
            second = await fetch(Ask(url=nested, headers=_headers(sites)))
        except NoAnswer:
            second = None
        if second is not None:
            found = {home: {**cookies, **_kept(second, home, now)} for home, cookies in found.items()}
    return tuple(_set(home, cookies) for home, cookies in found.items() if cookies.get("SUB"))


def _set(home: CookieDomain, cookies: Mapping[str, str]) -> CookieSet:
    login, end = epoch(cookies.get("SSOLoginState", "")), epoch(cookies.get("ALF", ""))
    return CookieSet(domain=home, cookies=cookies, obtained_at=login, expires_at=end)


def _kept(reply: Reply, home: CookieDomain, now: datetime) -> dict[str, str]:
    """What an answer set for a domain by name, as far as the domain needs it."""
    told = merged({}, reply.cookies(home, now, named=True))
    return {name: value for name, value in told.items() if name in KEPT[home] and value}


def _own(reply: Reply, now: datetime) -> Mapping[str, str | None]:
    return reply.cookies(CookieDomain.WEIBO_COM, now)


def _data(reply: Reply) -> Mapping[str, object]:
    found = reply.data()
    data = found.get("data")
    if found.get("retcode") != READY or not isinstance(data, Mapping):
        raise NoAnswer(f"微博没有给出二维码（状态码 {reply.status}，retcode {str(found.get('retcode'))[:12]}）")
    return data


def _link(picture: str) -> str:
    """What the code says, where the address of its picture tells."""
    said = parse_qs(urlsplit(picture).query).get("data", [""])[0]
    return said if said.startswith("https://") and len(said) <= 500 else ""


def _nested(location: str) -> str:
    """The address of the phone edition's log-in inside the redirect."""
    return parse_qs(urlsplit(location).query).get("cdurl", [""])[0]


def _headers(sites: Sites, token: str = "") -> dict[str, str]:
    plain = {
        "User-Agent": DESKTOP,
        "Accept": "application/json, text/plain, */*",
        "Accept-Language": CHINESE,
        "Referer": f"{sites.address(Host.PASSPORT)}/sso/signin?{urlencode(SOURCE)}",
    }
    return plain | ({"Cookie": f"{TOKEN}={token}", "X-CSRF-TOKEN": token} if token else {})
