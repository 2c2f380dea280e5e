"""Pushed messages become posts of the account's watch, each once, and what nobody understands stays."""

import json
from datetime import datetime, timedelta

import pytest

from crawlers.inbox import Read, read_inbox
from domain.push import Letter
from domain.source import SourceKind
from storage import arrivals, inbox, own_account
from storage.models import Mention, Post, PushedLetter, ServiceDesk, Watch
from storage.sealing import mark_of

pytestmark = pytest.mark.django_db
ACCOUNT = "wx0heron"


def letter(number: int, now: datetime, **more: object) -> Letter:
    fields = {"FromUserName": "oOne", "MsgType": "text", "Content": "退款一直不到账", "MsgId": number, **more}
    return Letter(account=ACCOUNT, key=f"k{number}", sent_at=now, stamp=None, body=json.dumps(fields))


def read(now: datetime) -> Read:
    watch, _ = Watch.objects.get_or_create(name="青鹭出行", any_words="青鹭")
    source = arrivals.source(SourceKind.PUSH, ACCOUNT, "青鹭出行", now, watch.pk)
    return read_inbox(ACCOUNT, source, watch.pk, mark_of, now)


def test_what_customers_write_belongs_to_the_watch_whatever_it_says(now: datetime) -> None:
    sent = now - timedelta(minutes=1)
    inbox.take([letter(1, sent), letter(2, sent)], now)
    assert read(now) == Read(letters=2, posts=2)
    post = Post.objects.get(native_id=f"message:{ACCOUNT}:1")
    assert (post.kind, post.text, post.published_at, post.author_name) == ("message", "退款一直不到账", sent, "")
    assert Mention.objects.count() == 2
    (source,) = arrivals.sources([SourceKind.PUSH])
    assert (source.received_at, source.newest_at) == (now, sent)


def test_the_openid_stays_nowhere(now: datetime) -> None:
    inbox.take([letter(1, now, FromUserName="oVerySecret01")], now)
    read(now)
    assert Post.objects.get().author_key == mark_of("oVerySecret01")
    assert not PushedLetter.objects.exclude(body="").exists()


def test_a_kill_between_two_reads_repeats_nothing(now: datetime) -> None:
    inbox.take([letter(1, now)], now)
    read(now)
    PushedLetter.objects.update(taken_at=None, body=letter(1, now).body)
    assert read(now) == Read(letters=1, posts=0)
    assert Post.objects.count() == 1
    (source,) = arrivals.sources([SourceKind.PUSH])
    assert [count for _, count in arrivals.by_hour(source.key, now, weeks=1)] == [1]


def test_a_letter_that_nobody_understands_stays_with_the_reason(now: datetime) -> None:
    inbox.take([letter(1, now, MsgType="hologram"), letter(2, now)], now)
    assert read(now) == Read(letters=2, posts=1, unreadable=1)
    kept = PushedLetter.objects.get(key="k1")
    assert "hologram" in kept.trouble
    assert "退款" in json.loads(kept.body)["Content"]
    assert read(now) == Read()


def test_news_of_a_desk_lets_it_be_read_for_ten_minutes(now: datetime) -> None:
    event = {"MsgType": "event", "Event": "kf_msg_or_event", "Token": "ENC7", "OpenKfId": "wk1"}
    inbox.take([letter(1, now, **event)], now)
    read(now)
    assert own_account.desks_with_news() == ("wk1",)
    assert own_account.place_of("wk1", now + timedelta(minutes=9)) == ("", "ENC7")
    assert own_account.place_of("wk1", now + timedelta(minutes=10)) == ("", "")
    assert b"ENC7" not in bytes(ServiceDesk.objects.get().ticket)
