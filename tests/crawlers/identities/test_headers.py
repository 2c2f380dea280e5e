"""What each host is sent: its own cookies, its own dress, and nothing else."""

import pytest

from crawlers.identities.headers import headers_for
from crawlers.identities.proxies import BadProxy, checked_proxy, shown_proxy
from crawlers.order import Sites
from crawlers.routes import WAYS, Dress, Host, Route

EVERYTHING = {
    "SUB": "s",
    "SUBP": "p",
    "XSRF-TOKEN": "x",
    "WBPSESS": "w",
    "_T_WM": "t",
    "ALF": "1",
    "SSOLoginState": "2",
    "SCF": "c",
}


def sent(route: Route) -> dict[str, str]:
    return headers_for(WAYS[route], Sites(), EVERYTHING)


@pytest.mark.parametrize(
    ("route", "cookie"),
    [
        (Route.SEARCH, "SUB=s; SUBP=p"),
        (Route.POST, "SUB=s; SUBP=p; XSRF-TOKEN=x; WBPSESS=w"),
        (Route.MOBILE_POST, "SUB=s; SUBP=p; XSRF-TOKEN=x; _T_WM=t"),
    ],
)
def test_each_host_gets_only_what_it_needs(route: Route, cookie: str) -> None:
    assert sent(route)["Cookie"] == cookie


def test_a_page_is_asked_as_people_do_and_a_call_as_scripts_do() -> None:
    page, call, phone = sent(Route.SEARCH), sent(Route.POST), sent(Route.MOBILE_POST)
    assert "X-Requested-With" not in page
    assert "X-XSRF-TOKEN" not in page
    assert page["Referer"] == "https://s.weibo.com/"
    assert (call["X-XSRF-TOKEN"], call["X-Requested-With"], call["Sec-Fetch-Mode"]) == ("x", "XMLHttpRequest", "cors")
    assert phone["MWeibo-Pwa"] == "1"
    assert "iPhone" in phone["User-Agent"]
    assert "iPhone" not in call["User-Agent"]


def test_without_identity_no_cookie_is_sent() -> None:
    assert "Cookie" not in headers_for(WAYS[Route.HOT_BAND], Sites(), {})
    assert headers_for(WAYS[Route.HOT_BAND], Sites(), {})["Referer"] == "https://weibo.com/"


def test_every_way_has_a_dress_and_a_list_of_cookies() -> None:
    for way in WAYS.values():
        assert headers_for(way, Sites(), EVERYTHING)["Cookie"]
        assert way.dress in Dress
        assert way.host in {Host.SEARCH, Host.WEB, Host.MOBILE}


@pytest.mark.parametrize("written", ["socks5://h:1", "http://host", "h:1", "http://h:port", "http://u:p@h:1 x"])
def test_a_wrong_proxy_is_refused_without_showing_it(written: str) -> None:
    with pytest.raises(BadProxy) as refused:
        checked_proxy(written)
    assert written not in str(refused.value)


def test_a_proxy_is_shown_by_host_and_port_alone() -> None:
    assert shown_proxy(checked_proxy(" http://u:secret@proxy.example:8080 ")) == "proxy.example:8080"
    assert checked_proxy("") == ""
