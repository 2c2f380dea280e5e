"""Identities in the database: sealed, lent once, judged, wiped."""

from datetime import datetime, timedelta

import pytest

from domain.identity import CookieDomain, Health, Identity, IdentityKind, Origin
from domain.login import LoginState
from domain.refusal import Refusal
from storage import identities, logins
from storage.models import Identity as Row
from storage.models import Login
from storage.sealing import Unsealable, mark_of

pytestmark = pytest.mark.django_db
SECRET = "_2A25topsecret"
COM = CookieDomain.WEIBO_COM


def an_account(sub: str = SECRET, **more: object) -> Identity:
    return Identity(
        key="new",
        kind=IdentityKind.ACCOUNT,
        domain=more.pop("domain", COM),  # type: ignore[arg-type]
        cookies={"SUB": sub, "SUBP": "p"},
        proxy=more.pop("proxy", None),  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def kept(now: datetime, noun: Identity | None = None, account: str = "", *, revive: bool = True) -> str:
    given = noun or an_account()
    return str(identities.adopt(given, name="专用", origin=Origin.QR, now=now, account=account, revive=revive))


def health(key: str, now: datetime) -> Health:
    return next(one for one in identities.standings(now, retired=True) if one.key == key).health(now)


def test_cookies_and_proxy_come_back_as_they_were_and_lie_sealed(now: datetime) -> None:
    key = kept(now, an_account(proxy="http://u:hush@proxy.example:1"))
    opened, row = identities.opened(key), Row.objects.get()
    assert opened.cookies == {"SUB": SECRET, "SUBP": "p"}
    assert opened.proxy == "http://u:hush@proxy.example:1"
    for secret in (SECRET, "hush"):
        assert secret.encode() not in bytes(row.cookies) + bytes(row.proxy)
        assert secret not in repr(row) + str(row) + row.mark + repr(opened) + repr(identities.standings(now))


def test_another_secret_key_opens_nothing_and_says_the_cure(now: datetime, settings: object) -> None:
    key = kept(now)
    settings.SECRET_KEY = "another" * 8  # type: ignore[attr-defined]
    with pytest.raises(Unsealable, match="重新扫码登录"):
        identities.opened(key)
    assert mark_of(SECRET) != Row.objects.get().mark


def test_the_same_credential_keeps_its_row_and_a_new_log_in_takes_the_old_one_s_place(now: datetime) -> None:
    first = kept(now, account="7001")
    assert kept(now, account="7001") == first
    second = kept(now, an_account("_2A25newer"), account="7001")
    phone = kept(now, an_account("_2A25phone", domain=CookieDomain.WEIBO_CN), account="7001")
    assert [one.key for one in identities.standings(now)] == sorted([second, phone], key=lambda key: key != phone)
    assert not Row.objects.get(pk=first).cookies


def test_a_configured_cookie_that_was_found_dead_stays_dead_until_a_person_says_otherwise(now: datetime) -> None:
    key = kept(now)
    identities.expire(key, now)
    kept(now, revive=False)
    assert health(key, now) is Health.EXPIRED
    assert identities.resume(key)
    assert health(key, now) is Health.GOOD


def test_one_crawl_at_a_time_holds_an_account(now: datetime) -> None:
    key, until = kept(now), now + timedelta(minutes=5)
    assert identities.lease(key, "one:1", until=until, now=now)
    assert identities.lease(key, "one:1", until=until, now=now)
    assert not identities.lease(key, "one:2", until=until, now=now)
    assert identities.standings(now)[0].held
    assert identities.lease(key, "one:2", until=until, now=now, dead=["one:1"])
    assert identities.lease(key, "one:3", until=until, now=until)
    identities.release("one:3")
    assert not identities.standings(now)[0].held


def test_what_is_over_cannot_be_held(now: datetime) -> None:
    key = kept(now)
    identities.expire(key, now)
    assert not identities.lease(key, "one:1", until=now + timedelta(minutes=5), now=now)


def test_requests_are_counted_by_the_day_in_china(now: datetime) -> None:
    key = kept(now)
    identities.good(key, 3, now=now)
    identities.good(key, 4, now=now)
    assert identities.standings(now)[0].used_today == 7
    assert identities.standings(now + timedelta(days=1))[0].used_today == 0
    identities.good(key, 1, now=now + timedelta(days=1))
    assert identities.standings(now + timedelta(days=1))[0].used_today == 1


def test_refusals_in_a_row_end_with_a_good_answer(now: datetime) -> None:
    key = kept(now)
    for _ in range(2):
        identities.refused(key, Refusal.CAPTCHA, cool_until=now + timedelta(hours=2))
    standing = identities.standings(now)[0]
    assert (standing.refusals, standing.last_refusal, standing.health(now)) == (2, Refusal.CAPTCHA, Health.COOLING)
    identities.good(key, 1, now=now)
    assert identities.standings(now)[0].refusals == 0


def test_secrets_have_an_end(now: datetime) -> None:
    dead, run_out = kept(now), kept(now, an_account("_2A25b", expires_at=now))
    retired, alive = kept(now, an_account("_2A25c")), kept(now, an_account("_2A25d"))
    identities.expire(dead, now)
    assert identities.retire(retired, now)
    assert not identities.retire(retired, now)
    assert not Row.objects.get(pk=retired).cookies
    assert identities.wipe_ended(now + timedelta(days=2)) == 0
    assert identities.wipe_ended(now + timedelta(days=4)) == 2
    assert not identities.resume(dead)
    assert not Row.objects.get(pk=run_out).cookies
    identities.wipe_ended(now + timedelta(days=91))
    assert set(Row.objects.values_list("pk", flat=True)) == {int(alive)}


def test_a_log_in_that_is_under_way_is_joined_and_ends_once(now: datetime) -> None:
    key, made = logins.ask("艾丽丝", now)
    assert (logins.ask("鲍勃", now), made) == ((key, False), True)
    logins.show(key, b"png", now)
    assert bytes(Login.objects.get().picture) == b"png"
    logins.move(key, LoginState.EXPIRED, now)
    logins.move(key, LoginState.DONE, now)
    row = Login.objects.get()
    assert (row.state, bytes(row.picture)) == ("expired", b"")
    assert logins.ask("鲍勃", now)[1]


def test_an_account_that_the_configuration_drops_and_gives_again_begins_anew(now: datetime) -> None:
    noun = Identity(key="", kind=IdentityKind.ACCOUNT, domain=CookieDomain.WEIBO_COM, cookies={"SUB": "s"})

    def given() -> None:
        identities.adopt(noun, name="weibo.cookie", origin=Origin.CONFIG, now=now, revive=False)
        identities.keep_configured(CookieDomain.WEIBO_COM, ["s"])

    given()
    identities.keep_configured(CookieDomain.WEIBO_COM, [])
    assert identities.standings(now) == ()
    given()
    (one,) = identities.standings(now)
    assert one.health(now) is Health.GOOD
    identities.retire(one.key, now)
    given()
    assert identities.standings(now) == ()
