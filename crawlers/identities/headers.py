"""What a request to Weibo wears, per dress and host."""

from collections.abc import Mapping

from crawlers.identities.cookies import header
from crawlers.order import Sites
from crawlers.routes import Dress, Host, Way

DESKTOP = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
CHINESE = "zh-CN,zh;q=0.9"
SENT: Mapping[Host, tuple[str, ...]] = {
    Host.SEARCH: ("SUB", "SUBP"),
    Host.WEB: ("SUB", "SUBP", "XSRF-TOKEN", "WBPSESS"),
    Host.MOBILE: ("SUB", "SUBP", "XSRF-TOKEN", "_T_WM", "MLOGIN", "M_WEIBOCN_PARAMS", "WEIBOCN_FROM"),
}
"""Facts 1.1: only what the host needs; tokens belong to the host that set them."""

SCRIPT_CALL = {
    "Accept": "application/json, text/plain, */*",
    "Accept-Language": CHINESE,
    "X-Requested-With": "XMLHttpRequest",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Site": "same-origin",
}
DRESSES: Mapping[Dress, Mapping[str, str]] = {
    Dress.PAGE: {
        "User-Agent": DESKTOP,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": CHINESE,
    },
    Dress.AJAX: {"User-Agent": DESKTOP, **SCRIPT_CALL},
    Dress.MOBILE: {"User-Agent": PHONE, "MWeibo-Pwa": "1", **SCRIPT_CALL},
}
"""Facts 1.4; a page never says X-Requested-With, with it the search answers weibo.com/sorry."""


def headers_for(way: Way, sites: Sites, cookies: Mapping[str, str]) -> dict[str, str]:
    """Headers of one request, the Cookie header among them; a Referer that the spider gave should win over this one."""
    worn = {**DRESSES[way.dress], "Referer": f"{sites.address(way.host)}/"}
    if sent := {name: cookies[name] for name in SENT[way.host] if cookies.get(name)}:
        worn["Cookie"] = header(sent)
    token = cookies.get("XSRF-TOKEN")
    if token and way.dress is not Dress.PAGE:
        worn["X-XSRF-TOKEN"] = token
    return worn


def home_headers(host: Host, dress: Dress, sites: Sites, cookies: Mapping[str, str]) -> dict[str, str]:
    """Headers of a plain visit to a host's home page with the browser that the dress stands for."""
    worn = {**DRESSES[Dress.PAGE], "User-Agent": DRESSES[dress]["User-Agent"], "Referer": f"{sites.address(host)}/"}
    if sent := {name: cookies[name] for name in SENT[host] if cookies.get(name)}:
        worn["Cookie"] = header(sent)
    return worn
