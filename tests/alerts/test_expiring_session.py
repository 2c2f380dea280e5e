"""People are told five days and one day before an account's log-in ends, once each, whichever watches there are."""

from datetime import datetime, timedelta

import pytest

from alerts.evaluate import evaluate, evaluate_range
from alerts.evidence import Evidence, SessionFact
from alerts.rules.expiring_session import EXPIRING_SESSION
from domain.identity import CookieDomain, Identity, IdentityKind, Origin
from domain.post import Channel
from domain.watch import Watch
from storage import identities
from storage.models import Alert, Notice
from storage.models import Watch as WatchRow

WATCH = Watch(key=1, name="云帆", any_words=("云帆",), channels=(Channel.WEIBO,))


def days_found(now: datetime, left: timedelta, watch: Watch = WATCH) -> list[str]:
    name = "专用<b>\n账号"
    session = SessionFact(key="3", name=name, domain=CookieDomain.WEIBO_COM, expires_at=now + left)
    found = EXPIRING_SESSION.find(Evidence(watch=watch, sessions=(session,)), now)
    assert all("\n" not in each.title for each in found)
    return [each.fingerprint.rpartition(":")[2] for each in found]


@pytest.mark.parametrize(
    ("left", "warnings"),
    [
        (timedelta(days=5, seconds=1), []),
        (timedelta(days=5), ["5"]),
        (timedelta(days=1, seconds=1), ["5"]),
        (timedelta(days=1), ["5", "1"]),
        (timedelta(seconds=1), ["5", "1"]),
        (timedelta(), []),
    ],
)
def test_each_warning_has_its_time(now: datetime, left: timedelta, warnings: list[str]) -> None:
    assert days_found(now, left) == warnings


def test_a_watch_that_is_not_on_weibo_is_not_bothered(now: datetime) -> None:
    assert not days_found(now, timedelta(days=1), Watch(key=1, name="x", any_words=("x",), channels=(Channel.WECHAT,)))


@pytest.mark.django_db
def test_two_watches_one_account_one_mail_and_silence_after_a_new_log_in(now: datetime) -> None:
    for name in ("云帆", "青鹭"):
        WatchRow.objects.create(name=name, any_words=name)
    key = identities.adopt(
        an_account("old", now + timedelta(days=4)), name="专用", origin=Origin.QR, now=now, account="7"
    )
    assert evaluate(now).raised == 1
    assert evaluate(now + timedelta(minutes=5)).raised == 0
    alert = Alert.objects.get()
    assert alert.rule == "expiring_session"
    assert "5 天内到期" in alert.title
    assert alert.told
    day_before = now + timedelta(days=3, hours=1)
    assert evaluate(day_before).raised == 1
    later = day_before + timedelta(hours=1)
    identities.adopt(
        an_account("new", later + timedelta(days=30)), name="专用", origin=Origin.QR, now=later, account="7"
    )
    assert evaluate(later).cleared == 2
    assert not Alert.objects.filter(ended_at=None).exists()
    assert key


@pytest.mark.django_db
def test_a_look_back_says_nothing_of_log_ins_of_then(now: datetime) -> None:
    WatchRow.objects.create(name="云帆", any_words="云帆")
    identities.adopt(an_account("old", now + timedelta(days=1)), name="专用", origin=Origin.QR, now=now)
    evaluate_range(now - timedelta(hours=1), now, progress=lambda *_: None)
    assert not Alert.objects.exists()
    assert not Notice.objects.exists()


def an_account(sub: str, end: datetime) -> Identity:
    domain = CookieDomain.WEIBO_COM
    return Identity(key="", kind=IdentityKind.ACCOUNT, domain=domain, cookies={"SUB": sub}, expires_at=end)
