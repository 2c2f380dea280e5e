"""When the state of an account is a reason to doubt the first page."""

from datetime import UTC, datetime, timedelta

from console.verdict import identity_doubts
from domain.identity import CookieDomain, IdentityKind, Origin, Standing

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)


def account(key: str, *, expired_at: datetime | None = None, expires_at: datetime | None = None) -> Standing:
    return Standing(
        key=key,
        kind=IdentityKind.ACCOUNT,
        domain=CookieDomain.WEIBO_COM,
        name=f"账号{key}",
        origin=Origin.QR,
        obtained_at=NOW - timedelta(days=3),
        expired_at=expired_at,
        expires_at=expires_at,
    )


def test_the_only_account_that_has_expired_is_a_doubt() -> None:
    assert [doubt.text for doubt in identity_doubts([account("1", expired_at=NOW)], NOW)] == [
        "采集账号“账号1”（weibo.com）已过期"
    ]


def test_an_expired_account_with_another_in_its_place_is_none() -> None:
    assert identity_doubts([account("1", expired_at=NOW), account("2")], NOW) == []


def test_an_account_that_is_about_to_expire_is_one_all_the_same() -> None:
    some = [account("1", expires_at=NOW + timedelta(days=2)), account("2")]
    assert len(identity_doubts(some, NOW)) == 1
