"""The address that the platform pushes to: confirmed means on disk, anything odd is turned away and counted."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from crawlers.pages.wechat_seal import Keys
from crawlers.push.door import LARGEST, Doors
from domain.push import Declined
from storage import inbox
from storage.models import PushDeclined, PushedLetter

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = Keys(token="heron", receiver="wx0heron")


class Caller:
    """Calls the doors as an ASGI server does."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.behind: list[str] = []

    async def console(self, scope: Mapping[str, Any], receive: object, send: object) -> None:
        self.behind.append(scope["path"])

    def call(self, *requests: tuple[str, Mapping[str, str], bytes]) -> list[tuple[int, str]]:
        async def all_at_once() -> list[tuple[int, str]]:
            doors = Doors(self.console, {"/wechat/push": KEYS}, lambda: self.now)
            answers = await asyncio.gather(*(self._one(doors, *request) for request in requests))
            while doors.writer.task is not None and not doors.writer.task.done():
                await doors.writer.task
            doors.writer.close()
            return answers

        return asyncio.run(all_at_once())

    async def _one(self, doors: Doors, method: str, query: Mapping[str, str], body: bytes) -> tuple[int, str]:
        sent: list[Mapping[str, Any]] = []

        async def receive() -> Mapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "path": "/wechat/push",
            "method": method,
            "query_string": urlencode(query).encode(),
            "headers": [(b"content-length", str(len(body)).encode())],
            "client": ("192.0.2.7", 4000),
        }
        await doors(scope, receive, send)
        return sent[0]["status"], sent[1]["body"].decode()


@pytest.fixture
def caller(now: datetime) -> Caller:
    return Caller(now)


def signed(at: datetime, nonce: str = "n1", **more: str) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    signature = hashlib.sha1("".join(sorted((KEYS.token, stamp, nonce))).encode()).hexdigest()
    return {"signature": signature, "timestamp": stamp, "nonce": nonce, **more}


def text(number: int, words: str = "骑车被多扣钱了") -> bytes:
    fields = {"FromUserName": "oOne", "CreateTime": 1795397000, "MsgType": "text", "Content": words, "MsgId": number}
    return json.dumps(fields).encode()


def counted() -> dict[str, int]:
    return dict(PushDeclined.objects.values_list("why", "count"))


def test_a_message_is_confirmed_once_it_is_on_disk(caller: Caller, now: datetime) -> None:
    assert caller.call(("POST", signed(now), text(1))) == [(200, "success")]
    letter = PushedLetter.objects.get()
    assert (letter.account, letter.taken_at, "多扣钱" in json.loads(letter.body)["Content"]) == ("wx0heron", None, True)
    assert not counted()


def test_a_message_that_is_pushed_again_stays_one(caller: Caller, now: datetime) -> None:
    answers = caller.call(("POST", signed(now), text(1)), ("POST", signed(now), text(1)))
    answers += caller.call(("POST", signed(now, "n2"), text(1)))
    assert answers == [(200, "success")] * 3
    assert PushedLetter.objects.count() == 1


def test_many_at_once_are_all_written(caller: Caller, now: datetime) -> None:
    answers = caller.call(*(("POST", signed(now, f"n{one}"), text(one)) for one in range(700)))
    assert set(answers) == {(200, "success")}
    assert PushedLetter.objects.count() == 700


def test_a_signature_that_comes_with_another_message_is_a_replay(caller: Caller, now: datetime) -> None:
    caller.call(("POST", signed(now), text(1)))
    ((status, words),) = caller.call(("POST", signed(now), text(2, "伪造的话")))
    assert (status, words) == (403, "已拒绝：同一个签名带来了另一条消息")
    assert counted() == {"replay": 1}
    assert PushedLetter.objects.count() == 1


def test_whatever_is_odd_is_turned_away_and_counted(caller: Caller, now: datetime) -> None:
    late = signed(now - timedelta(seconds=301))
    wrong = {**signed(now), "signature": "0" * 40}
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]><xml><Content>&a;</Content></xml>'
    answers = caller.call(
        ("POST", wrong, text(1)),
        ("POST", late, text(1)),
        ("POST", {}, text(1)),
        ("POST", signed(now), b"x" * (LARGEST + 1)),
        ("POST", signed(now), bomb),
        ("POST", signed(now), b"<xml>"),
        ("GET", signed(now), b""),
        ("GET", wrong | {"echostr": "1"}, b""),
        ("DELETE", signed(now), b""),
    )
    assert [status for status, _ in answers] == [403, 403, 400, 413, 400, 400, 400, 403, 405]
    assert all(words.startswith("已拒绝：") for _, words in answers)
    assert not PushedLetter.objects.exists()
    assert counted() == {
        "signature": 2,
        "skew": 1,
        "unsigned": 1,
        "too_large": 1,
        "dangerous": 1,
        "unreadable": 1,
        "no_echostr": 1,
        "method": 1,
    }
    assert inbox.declined_since(now)[Declined.SIGNATURE] == 2
    assert set(PushDeclined.objects.values_list("last_from", flat=True)) == {"192.0.2.7"}


def test_the_check_of_the_address_hears_its_own_word(caller: Caller, now: datetime) -> None:
    assert caller.call(("GET", signed(now, echostr="437512"), b"")) == [(200, "437512")]


def test_all_other_addresses_are_the_console_s(caller: Caller, now: datetime) -> None:
    async def elsewhere() -> None:
        doors = Doors(caller.console, {"/wechat/push": KEYS}, lambda: now)
        for path in ("/", "/wechat/push/", "/wechat/pus"):
            await doors({"type": "http", "path": path}, None, None)  # type: ignore[arg-type]

    asyncio.run(elsewhere())
    assert caller.behind == ["/", "/wechat/push/", "/wechat/pus"]
