"""What the page of sources shows, who may act there, and that no secret ever stands on it."""

import base64
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.identity import CookieDomain, Identity, IdentityKind, Origin
from domain.login import LoginState
from domain.post import Channel
from domain.refusal import MEANINGS, Refusal
from storage import crawls, identities, logins
from storage.models import JobRun, Login, Watch

SECRET, PASSWORD = "_2A25topsecret", "hushhush"
HOSTILE = "<script>alert(1)</script>"


def an_account(now: datetime, sub: str = SECRET, **more: object) -> str:
    noun = Identity(
        key="",
        kind=IdentityKind.ACCOUNT,
        domain=CookieDomain.WEIBO_COM,
        cookies={"SUB": sub},
        proxy=f"http://u:{PASSWORD}@proxy.example:1",
        **more,  # type: ignore[arg-type]
    )
    return str(identities.adopt(noun, name=f"专用 {HOSTILE}", origin=Origin.QR, now=now))


def crawled(watch: Watch, at: datetime, outcome: CrawlOutcome, refusal: str = "", reason: str = "") -> None:
    plan = CrawlPlan(spider="weibo-search", watch=watch.pk, since=at - timedelta(hours=1), until=at)
    end = CrawlEnd(
        outcome=outcome,
        reason=reason,
        expected=None,
        fetched=0,
        new=0,
        found_again=0,
        requests=1,
        refusal=refusal,
    )
    crawls.end(crawls.begin(plan, Channel.WEIBO, at), end, at)


def page(client: Client) -> str:
    return client.get(reverse("sources")).content.decode()


def test_health_and_what_to_do_stand_there_and_nothing_secret(as_bob: Client, watch: Watch, at: datetime) -> None:
    cooling = an_account(at)
    identities.refused(cooling, Refusal.CAPTCHA, cool_until=at + timedelta(hours=2))
    an_account(at, "_2A25topsecret-b", expires_at=at + timedelta(days=2))
    identities.expire(an_account(at, "_2A25topsecret-c"), at)
    crawled(watch, at - timedelta(hours=2), CrawlOutcome.COMPLETE)
    crawled(watch, at, CrawlOutcome.EXPIRED_SESSION, "login", HOSTILE)
    shown = page(as_bob)
    for words in ("冷却中", "人工验证", "即将过期", "已过期", "登录已过期", MEANINGS[Refusal.LOGIN].cure, "专用代理"):
        assert words in shown
    for secret in (SECRET, PASSWORD, HOSTILE, "SUB="):
        assert secret not in shown


def test_a_viewer_sees_no_buttons_and_cannot_act(as_bob: Client, at: datetime) -> None:
    key = an_account(at)
    assert "扫码登录</button>" not in page(as_bob)
    for act in ("login", "retire", "resume"):
        assert as_bob.post(reverse("sources"), {"act": act, "key": key}).status_code == 403
    assert as_bob.get(reverse("login-state")).status_code == 403
    assert not Login.objects.exists()
    assert not JobRun.objects.exists()
    assert identities.opened(key)


def test_a_log_in_is_asked_for_once_shown_step_by_step_and_told_at_the_end(as_alice: Client, at: datetime) -> None:
    for _ in range(2):
        as_alice.post(reverse("sources"), {"act": "login"})
    run, login = JobRun.objects.get(), Login.objects.get()
    assert (run.job, run.arguments, run.asked_by) == ("login", {"login": str(login.pk)}, "艾丽丝")
    assert 'hx-trigger="every 2s"' in page(as_alice)
    logins.show(login.pk, b"\x89PNG-invented", at)
    state = as_alice.get(reverse("login-state"))
    assert base64.b64encode(b"\x89PNG-invented").decode() in state.content.decode()
    assert "no-store" in state.headers["Cache-Control"]
    assert "HX-Refresh" not in state.headers
    logins.move(login.pk, LoginState.SCANNED, at)
    assert "确认登录" in as_alice.get(reverse("login-state")).content.decode()
    logins.move(login.pk, LoginState.DONE, at, words=HOSTILE)
    over = as_alice.get(reverse("login-state"))
    assert over.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in over.content.decode()
    shown = page(as_alice)
    assert "登录成功" in shown
    assert HOSTILE not in shown
    assert "扫码登录</button>" in shown


def test_alice_retires_and_resumes(as_alice: Client, at: datetime) -> None:
    key, other = an_account(at), an_account(at, "_2A25other")
    identities.refused(other, Refusal.CAPTCHA, cool_until=at + timedelta(hours=2))
    assert "已抹去" in as_alice.post(reverse("sources"), {"act": "retire", "key": key}, follow=True).content.decode()
    assert "已恢复" in as_alice.post(reverse("sources"), {"act": "resume", "key": other}, follow=True).content.decode()
    (left,) = identities.standings(at)
    assert (left.key, left.cool_until) == (other, None)
    again = as_alice.post(reverse("sources"), {"act": "resume", "key": key}, follow=True).content.decode()
    assert "重新扫码登录" in again


@pytest.mark.parametrize(
    "given", [{"act": "x"}, {"act": "retire", "key": "1 or 1"}, {"act": "retire", "key": "９"}, {}]
)
def test_nonsense_changes_nothing(as_alice: Client, at: datetime, given: dict[str, str]) -> None:
    an_account(at)
    answer = as_alice.post(reverse("sources"), given, follow=True).content.decode()
    assert "没有认出要做的操作" in answer
    assert len(identities.standings(at)) == 1


def test_the_first_page_leads_here_when_an_account_is_over(as_bob: Client, watch: Watch, at: datetime) -> None:
    identities.expire(an_account(at), at)
    shown = as_bob.get("/").content.decode()
    assert "去“采集来源”处理" in shown
    assert "（weibo.com）已过期" in shown


def test_the_administration_has_no_page_for_identities(as_admin: Client, at: datetime) -> None:
    an_account(at)
    assert as_admin.get("/admin/storage/identity/").status_code == 404
    assert SECRET not in as_admin.get("/admin/").content.decode()
