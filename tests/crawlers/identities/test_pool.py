"""Which identity is next, how long a refused one rests, and who is never changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.identities.pool import in_order, rest_until, wants_other, why_none
from domain.identity import CookieDomain, Health, IdentityKind, Origin, Standing
from domain.refusal import Refusal

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
COM, CN = CookieDomain.WEIBO_COM, CookieDomain.WEIBO_CN
ACCOUNT, VISITOR = IdentityKind.ACCOUNT, IdentityKind.VISITOR
NOBODY: frozenset[str] = frozenset()


def one(key: str, **more: object) -> Standing:
    plain = Standing(key=key, kind=ACCOUNT, domain=COM, name=key, origin=Origin.QR, obtained_at=NOW - timedelta(days=1))
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "health"),
    [
        ({}, Health.GOOD),
        ({"expires_at": NOW + timedelta(days=6)}, Health.GOOD),
        ({"expires_at": NOW + timedelta(days=5)}, Health.EXPIRING),
        ({"expires_at": NOW}, Health.EXPIRED),
        ({"expired_at": NOW}, Health.EXPIRED),
        ({"cool_until": NOW + timedelta(seconds=1)}, Health.COOLING),
        ({"cool_until": NOW}, Health.GOOD),
        ({"cool_until": NOW + timedelta(days=1), "expired_at": NOW}, Health.EXPIRED),
        ({"retired_at": NOW, "expired_at": NOW}, Health.RETIRED),
        ({"kind": VISITOR, "expires_at": NOW + timedelta(days=2)}, Health.GOOD),
    ],
)
def test_health_is_told_from_what_is_known(facts: dict[str, object], health: Health) -> None:
    assert one("a", **facts).health(NOW) is health


def test_every_health_of_an_account_that_hinders_it_has_an_advice() -> None:
    for facts in (
        {"expires_at": NOW},
        {"cool_until": NOW + timedelta(hours=1)},
        {"expires_at": NOW + timedelta(days=1)},
    ):
        assert one("a", **facts).advice(NOW)
    checked = one("a", cool_until=NOW + timedelta(hours=1), last_refusal=Refusal.CAPTCHA)
    assert "人工验证" in checked.advice(NOW)


def test_the_free_the_unrefused_and_the_least_used_go_first() -> None:
    crowd = [
        one("held", held=True),
        one("busy", used_today=9),
        one("rested", used_today=1),
        one("refused", refusals=1),
        one("phone", domain=CN),
        one("guest", kind=VISITOR),
        one("cooling", cool_until=NOW + timedelta(hours=1)),
        one("tried"),
    ]
    found = in_order(crowd, COM, ACCOUNT, NOW, frozenset({"tried"}))
    assert [each.key for each in found] == ["rested", "busy", "refused", "held"]


def test_why_there_is_nobody_is_told_apart() -> None:
    busy = why_none([one("a", held=True)], COM, ACCOUNT, NOW)
    resting = why_none([one("a", cool_until=NOW + timedelta(hours=2)), one("b", expired_at=NOW)], COM, ACCOUNT, NOW)
    over = why_none([one("a", expired_at=NOW)], COM, ACCOUNT, NOW)
    none = why_none([one("a", domain=CN)], COM, ACCOUNT, NOW)
    assert (busy.busy, busy.refusal) == (True, Refusal.NO_IDENTITY)
    assert (resting.busy, resting.refusal) == (False, Refusal.NO_IDENTITY)
    assert "11:30" in resting.why
    assert (over.refusal, none.refusal) == (Refusal.LOGIN, Refusal.LOGIN)
    assert "已过期" in over.why


def test_a_rest_grows_with_refusals_in_a_row_up_to_its_end() -> None:
    rests = [rest_until(Refusal.RATE_LIMIT, count, NOW) for count in (1, 2, 3, 99)]
    minutes = [(rest - NOW) / timedelta(minutes=1) for rest in rests if rest is not None]
    assert minutes == [10, 20, 40, 360]
    assert rest_until(Refusal.CAPTCHA, 1, NOW) == NOW + timedelta(hours=2)
    assert rest_until(Refusal.NETWORK, 5, NOW) is None


@pytest.mark.parametrize("refusal", [Refusal.CAPTCHA, Refusal.RATE_LIMIT, Refusal.SOFT_BLOCK])
@pytest.mark.parametrize("kind", [ACCOUNT, VISITOR, IdentityKind.NONE])
def test_nobody_is_changed_to_get_round_a_captcha_or_a_limit(kind: IdentityKind, refusal: Refusal) -> None:
    assert not wants_other(kind, refusal)


def test_an_account_is_changed_only_when_its_log_in_is_over() -> None:
    assert wants_other(ACCOUNT, Refusal.LOGIN)
    assert not wants_other(ACCOUNT, Refusal.FORBIDDEN)
    assert wants_other(VISITOR, Refusal.FORBIDDEN)
