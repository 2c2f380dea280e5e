"""Log-in, and the wait for those who guess."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from console.throttle import ALLOWED, WITHIN, wait
from storage.models import Person

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def log_in(client: Client, password: str, address: str = "10.0.0.1") -> str:
    answer = client.post("/login/", {"username": "alice", "password": password}, REMOTE_ADDR=address)
    return answer.content.decode() if answer.status_code == 200 else str(answer["Location"])


def test_the_right_password_leads_to_the_first_page(as_charlie: Client, alice: Person) -> None:
    assert log_in(as_charlie, "right-horse-1") == "/"


def test_after_five_failures_even_the_right_password_waits(as_charlie: Client, alice: Person) -> None:
    for _ in range(ALLOWED):
        assert "用户名或密码不对" in log_in(as_charlie, "wrong")
    assert "连续输错次数过多" in log_in(as_charlie, "right-horse-1")
    assert log_in(as_charlie, "right-horse-1", address="10.0.0.2") == "/"


def test_success_forgives_earlier_failures(as_charlie: Client, alice: Person) -> None:
    for _ in range(3):
        for _ in range(ALLOWED - 1):
            log_in(as_charlie, "wrong")
        assert log_in(as_charlie, "right-horse-1") == "/"
        as_charlie.logout()


def test_the_wait_ends_a_quarter_of_an_hour_after_the_fifth_last_failure() -> None:
    failures = [NOON + timedelta(minutes=minute) for minute in range(ALLOWED)]
    assert wait(failures[:-1], NOON + timedelta(minutes=4)) is None
    assert wait(failures, NOON + timedelta(minutes=4)) == WITHIN - timedelta(minutes=4)
    assert wait(failures, NOON + WITHIN) is None


def test_nobody_is_sent_to_a_foreign_site_after_login(as_charlie: Client, alice: Person) -> None:
    given = {"username": "alice", "password": "right-horse-1", "next": "https://evil.example/"}
    assert as_charlie.post("/login/", given)["Location"] == "/"
