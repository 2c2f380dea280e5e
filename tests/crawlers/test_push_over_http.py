"""Every way in which a push fares, over real HTTP, as the platform sends it and as strangers do."""

import asyncio
import json
import socket
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest
import uvicorn

from crawlers.inbox import read_inbox
from crawlers.pages.wechat_seal import Keys, aes_key_of
from crawlers.push.door import Doors
from domain.source import SourceKind
from drill.sites.wechat_pusher import Account, Pusher, text_message
from storage import arrivals
from storage.models import Post, PushDeclined, PushedLetter
from storage.sealing import mark_of

pytestmark = pytest.mark.django_db(transaction=True)
AES = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APPID = "wx0heron0heron0001"


@dataclass(kw_only=True)
class Site:
    """The doors on a free port, and the platform that pushes to them."""

    account: Account
    doors: Doors
    loop: asyncio.AbstractEventLoop
    now: datetime

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(work)

    def settle(self) -> None:
        async def wait() -> None:
            while self.doors.writer.task is not None and not self.doors.writer.task.done():
                await self.doors.writer.task

        asyncio.run_coroutine_threadsafe(wait(), self.loop).result(20)

    def post(
        self, account: Account, message: str, *, at: datetime | None = None, body: bytes | None = None
    ) -> tuple[int, str]:
        async def once() -> tuple[int, str]:
            query, sealed = Pusher(account, (at or self.now).timestamp).signed(message)
            async with (
                aiohttp.ClientSession() as session,
                session.post(account.address, params=query, data=BytesIO(body or sealed)) as answer,
            ):
                return answer.status, await answer.text()

        answered: tuple[int, str] = self.run(once())
        self.settle()
        return answered

    def push(self, account: Account, number: int) -> Any:
        async def pushed() -> Any:
            async with aiohttp.ClientSession() as session:
                return await Pusher(account, self.now.timestamp, pause=0.01).push(session, number, "锁车失败还在计费")

        return self.run(pushed())


class Server(uvicorn.Server):
    """Says when it is up and on which loop."""

    loop: asyncio.AbstractEventLoop

    def __init__(self, doors: Doors) -> None:
        super().__init__(uvicorn.Config(doors, log_config=None, lifespan="off", loop="asyncio"))
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.up.set()


async def nothing(scope: object, receive: object, send: object) -> None:
    raise AssertionError("nobody should come this far")


@pytest.fixture(params=[AES, ""], ids=["sealed", "plain"])
def site(request: pytest.FixtureRequest, now: datetime) -> Iterator[Site]:
    keys = Keys(token="heron", receiver=APPID, aes_key=aes_key_of(request.param) if request.param else b"")
    doors = Doors(nothing, {"/wechat/push": keys}, lambda: now)
    server = Server(doors)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        address = f"http://127.0.0.1:{port}/wechat/push"
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
        thread.start()
        assert server.up.wait(10)
        account = Account(address=address, token="heron", appid=APPID, aes_key=request.param)
        yield Site(account=account, doors=doors, loop=server.loop, now=now)
        server.should_exit = True
        thread.join(10)
        doors.writer.close()


def counted() -> dict[str, int]:
    return dict(PushDeclined.objects.values_list("why", "count"))


def test_what_the_platform_pushes_becomes_a_post_within_the_next_reading(site: Site) -> None:
    pushed = site.push(site.account, 24_000_001)
    assert (pushed.accepted, pushed.tries) == (True, 1)
    assert site.push(site.account, 24_000_001).accepted
    source = arrivals.source(SourceKind.PUSH, APPID, "青鹭出行", site.now)
    read_inbox(APPID, source, None, mark_of, site.now)
    assert Post.objects.get().text == "锁车失败还在计费"
    (known,) = arrivals.sources([SourceKind.PUSH])
    assert (known.received_at, known.outcome) == (site.now, None)
    assert not counted()


def test_a_platform_with_another_token_is_refused_four_times(site: Site) -> None:
    pushed = site.push(replace(site.account, token="other"), 24_000_001)
    site.settle()
    assert (pushed.accepted, pushed.tries) == (False, 4)
    assert counted() == {"signature": 4}
    assert not PushedLetter.objects.exists()


def test_a_message_for_another_account_is_refused(site: Site) -> None:
    if not site.account.aes_key:
        pytest.skip("only a sealed message says for whom it is")
    status, words = site.post(replace(site.account, appid="wx0other00"), text_message(1, "x", "o", 1))
    assert (status, words, counted()) == (403, "已拒绝：密文里的 AppID 不是本账号", {"receiver": 1})


def test_a_clock_that_is_far_off_is_refused_and_counted(site: Site) -> None:
    message = text_message(1, "x", "o", 1)
    for off in (timedelta(seconds=301), -timedelta(seconds=301)):
        assert site.post(site.account, message, at=site.now + off)[0] == 403
    assert site.post(site.account, message, at=site.now + timedelta(seconds=299))[0] == 200
    assert counted() == {"skew": 2}


def test_ten_megabytes_are_refused_before_they_are_read(site: Site) -> None:
    try:
        assert site.post(site.account, "", body=b"x" * 10_000_000)[0] == 413
    except aiohttp.ClientError:
        site.settle()  # the server hung up on what was still being sent
    assert counted() == {"too_large": 1}


def test_a_bomb_and_an_outside_entity_are_refused(site: Site) -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><xml><Content>&a9;</Content></xml>'
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><xml><Content>&f;</Content></xml>'
    for xml in (bomb, outside):
        assert site.post(site.account, "", body=xml.encode()) == (400, "已拒绝：XML 里带有实体或 DTD 定义")
        assert site.post(site.account, xml) == (400, "已拒绝：XML 里带有实体或 DTD 定义")
    assert counted() == {"dangerous": 4}


def test_a_json_push_is_taken_like_an_xml_one(site: Site) -> None:
    fields = {"FromUserName": "o1", "CreateTime": 1, "MsgType": "text", "Content": "好", "MsgId": 7}
    message = json.dumps(fields, ensure_ascii=False)
    if site.account.aes_key:
        assert site.post(site.account, message) == (200, "success")
    else:
        assert site.post(site.account, message, body=message.encode()) == (200, "success")
    assert PushedLetter.objects.get().sent_at == datetime.fromtimestamp(1, UTC)


def test_an_address_opened_by_hand_says_what_it_wants(site: Site) -> None:
    async def opened() -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(site.account.address) as answer:
            return answer.status, await answer.text()

    assert site.run(opened()) == (400, "已拒绝：缺少签名参数")
    site.settle()
    assert counted() == {"unsigned": 1}
