"""A telephone scans the replica's code; the account is kept, checked, looked after, and never shown."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from crawlers.identities.accounts import keep, look_after
from crawlers.identities.asking import Ask, NoAnswer
from crawlers.identities.check_up import check, keep_alive
from crawlers.identities.cookies import CookieSet
from crawlers.identities.log_in import PNG, Step, ask_once, scan
from crawlers.identities.trust import is_trusted
from crawlers.order import Sites
from domain.identity import CookieDomain, Health, Identity, IdentityKind, Origin
from domain.login import LoginState
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.sites.weibo.login import Phone
from drill.sites.weibo.site import UID
from drill.stage import Stage
from storage import identities
from tests.loopback_sites import sites_on

NOW = datetime.fromisoformat("2026-11-23T01:30:00+00:00")
COM, CN, SINA = CookieDomain.WEIBO_COM, CookieDomain.WEIBO_CN, CookieDomain.SINA


@pytest.fixture(scope="module")
def set_up() -> Iterator[Stage]:
    with Stage(outage_story(7, NOW)) as stage:
        yield stage


@pytest.fixture
def stage(set_up: Stage) -> Iterator[Stage]:
    yield set_up
    set_up.move_to(NOW)
    set_up.weibo.temper.make()
    set_up.weibo.login.phone = Phone()


@pytest.fixture
def sites(stage: Stage) -> Sites:
    return sites_on(
        stage,
    )


def scanned(stage: Stage, sites: Sites) -> list[Step]:
    """All steps of a log-in; a pause moves the site's clock instead of waiting."""
    seconds = count(2, 2)
    return list(scan(sites, lambda: NOW, lambda _: stage.move_to(NOW + timedelta(seconds=next(seconds)))))


def logged_in(stage: Stage, sites: Sites) -> tuple[CookieSet, ...]:
    stage.weibo.login.phone = Phone(scans_after=1, confirms_after=2)
    return scanned(stage, sites)[-1].cookies


def test_the_code_is_shown_scanned_and_confirmed(stage: Stage, sites: Sites) -> None:
    stage.weibo.login.phone = Phone(scans_after=2, confirms_after=4)
    steps = scanned(stage, sites)
    assert [step.state for step in steps] == [LoginState.SHOWN, LoginState.SCANNED, LoginState.DONE]
    assert steps[0].picture.startswith(PNG)
    assert steps[0].link.startswith("https://passport.weibo.cn/signin/qrcode/scan?qr=")
    found = {each.domain: each for each in steps[-1].cookies}
    assert set(found) == {COM, CN}
    assert found[COM].cookies["SUB"] != found[CN].cookies["SUB"]
    end = found[COM].expires_at
    assert end is not None
    assert timedelta(days=29) < end - NOW < timedelta(days=31)
    for each in found.values():
        assert each.cookies["SUB"] not in repr(steps)


def test_nobody_scans_and_the_code_runs_out(stage: Stage, sites: Sites) -> None:
    began = time.monotonic()
    assert scanned(stage, sites)[-1].state is LoginState.EXPIRED
    assert time.monotonic() - began < 20


def test_a_broken_passport_ends_the_log_in_with_its_words(stage: Stage, sites: Sites) -> None:
    stage.weibo.temper.make(Trouble(fault=Fault.SERVER_ERROR, host="passport.weibo.com", route="/sso/v2/qrcode/image"))
    (only,) = scanned(stage, sites)
    assert only.state is LoginState.FAILED
    assert "看不懂（状态码 502）" in only.words


def test_a_proxy_that_is_down_is_named_without_its_password(sites: Sites) -> None:
    (only,) = scan(sites, lambda: NOW, lambda _: None, "http://rider:hush@127.0.0.1:9")
    assert "经代理 127.0.0.1:9" in only.words
    assert "hush" not in only.words


@pytest.mark.django_db
def test_both_domains_are_kept_under_the_account_s_number(stage: Stage, sites: Sites) -> None:
    done = keep(logged_in(stage, sites), sites, lambda: NOW, origin=Origin.QR)
    assert {each.domain for each in done} == {COM, CN}
    assert all(each.alive for each in done)
    assert {one.last_good_at for one in identities.standings(NOW)} == {NOW}
    assert done[0].name == f"微博账号（尾号 {str(UID)[-4:]}）"
    again = keep(logged_in(stage, sites), sites, lambda: NOW, origin=Origin.QR)
    assert len(again) == len(identities.standings(NOW)) == 2, "the new log-in takes the place of the old one"


@pytest.mark.django_db
def test_cookies_that_nobody_is_logged_in_with_are_not_kept(sites: Sites) -> None:
    done = keep([CookieSet(domain=COM, cookies={"SUB": "unknown"})], sites, lambda: NOW, origin=Origin.FILE)
    assert [each.alive for each in done] == [False]
    assert not identities.standings(NOW)


@pytest.mark.django_db
def test_a_round_finds_who_is_over_before_a_crawl_does_and_leaves_the_busy_alone(stage: Stage, sites: Sites) -> None:
    found = logged_in(stage, sites)
    keep(found, sites, lambda: NOW, origin=Origin.QR)
    stage.weibo.register.end(next(each for each in found if each.domain is CN).cookies["SUB"], NOW)
    rounds = look_after(sites, lambda: NOW)
    assert (rounds.alive, rounds.over, rounds.silent) == (1, 1, 0)
    by_domain = {one.domain: one for one in identities.standings(NOW)}
    assert by_domain[CN].health(NOW) is Health.EXPIRED
    assert by_domain[COM].last_good_at == NOW
    identities.lease(by_domain[COM].key, "crawl:1", until=NOW + timedelta(minutes=5), now=NOW)
    assert look_after(sites, lambda: NOW).alive == 0


@pytest.mark.django_db
def test_a_site_that_does_not_answer_says_nothing_about_an_account(stage: Stage, sites: Sites) -> None:
    keep(logged_in(stage, sites), sites, lambda: NOW, origin=Origin.QR)
    stage.weibo.temper.make(Trouble(fault=Fault.SERVER_ERROR))
    assert look_after(sites, lambda: NOW).silent == 2
    assert {one.health(NOW) for one in identities.standings(NOW)} == {Health.GOOD}


def test_keeping_alive_freshens_the_books_and_spares_the_phone_edition(stage: Stage, sites: Sites) -> None:
    sina = Identity(key="1", kind=IdentityKind.ACCOUNT, domain=SINA, cookies={"SUB": stage.session})
    stranger = Identity(key="2", kind=IdentityKind.ACCOUNT, domain=SINA, cookies={"SUB": "unknown"})
    news = ask_once(lambda fetch: keep_alive(fetch, sites, sina, NOW), None)
    assert news is not None
    assert set(news) == {"ALF", "SSOLoginState"}
    assert ask_once(lambda fetch: keep_alive(fetch, sites, stranger, NOW), None) is None


def test_a_check_tells_alive_from_over(stage: Stage, sites: Sites) -> None:
    phone = Identity(key="1", kind=IdentityKind.ACCOUNT, domain=CN, cookies={"SUB": stage.weibo.mobile_session})
    web = Identity(key="2", kind=IdentityKind.ACCOUNT, domain=COM, cookies={"SUB": stage.session})
    foreign = Identity(key="3", kind=IdentityKind.ACCOUNT, domain=COM, cookies={"SUB": stage.weibo.mobile_session})
    alive = [ask_once(lambda fetch, one=one: check(fetch, sites, one), None) for one in (phone, web, foreign)]  # type: ignore[misc]
    assert [each.alive for each in alive] == [True, True, False]
    assert {each.account for each in alive[:2]} == {str(UID)}


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://passport.weibo.com/sso/v2/login?alt=x", True),
        ("https://login.sina.com.cn/sso", True),
        ("http://passport.weibo.com/sso", False),
        ("https://passport.weibo.com.evil.example/", False),
        ("https://notweibo.com/", False),
        ("https://weibo.com@evil.example/", False),
        ("file:///etc/passwd", False),
        ("http://127.0.0.1:1/", False),
        ("https://[", False),
    ],
)
def test_only_weibo_s_own_addresses_are_followed(url: str, *, trusted: bool) -> None:
    assert is_trusted(url, Sites()) is trusted


def test_what_got_no_answer_is_named_by_host_and_path_alone() -> None:
    ask = Ask(url="http://127.0.0.1:9/sso/v2/login?alt=secret")
    with pytest.raises(NoAnswer) as silent:
        ask_once(lambda fetch: fetch(ask), None)
    assert "127.0.0.1:9/sso/v2/login" in str(silent.value)
    assert "secret" not in str(silent.value) + repr(ask)
