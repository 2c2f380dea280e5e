"""A lean ASGI application before the console's: pushes end here, all else goes on to Django."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from crawlers.pages.wechat_envelope import answer_to_check, opened
from crawlers.pages.wechat_seal import Keys, NotGenuine
from crawlers.push.writer import NotWritten, Writer
from domain.push import Declined, Taken

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

LARGEST = 256 * 1024
PATIENCE = 4.0
"""Seconds; the platform gives up after five and pushes again."""
GOOD = "success"
STATUS: Mapping[Declined, int] = {
    Declined.METHOD: 405,
    Declined.UNREADABLE: 400,
    Declined.DANGEROUS: 400,
    Declined.NO_ECHOSTR: 400,
    Declined.UNSIGNED: 400,
    Declined.TOO_LARGE: 413,
    Declined.BUSY: 503,
}
"""403 for all others."""


@dataclass(frozen=True, kw_only=True)
class Push:
    """One request to a door."""

    method: str
    query: Mapping[str, str]
    length: int
    address: str


class Doors:
    """Answers at the addresses that accounts push to, by path; `doors` says who is behind each and with which keys.

    A message is confirmed only once it is on disk: whatever happens before, the platform pushes it again.
    """

    def __init__(self, behind: Application, doors: Mapping[str, Keys], clock: Callable[[], datetime]) -> None:
        self.behind = behind
        self.doors = doors
        self.clock = clock
        self.writer = Writer(clock)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """As ASGI wants it."""
        keys = self.doors.get(scope["path"]) if scope["type"] == "http" else None
        if keys is None:
            await self.behind(scope, receive, send)
            return
        push = push_of(scope)
        try:
            status, words = 200, await self._answer(push, receive, keys)
        except NotGenuine as told:
            status, words = STATUS.get(told.why, 403), f"已拒绝：{told.why.shown}"
            self.writer.decline(keys.receiver, told.why, push.address)
        await _respond(send, status, words)

    async def _answer(self, push: Push, receive: Receive, keys: Keys) -> str:
        if push.method == "GET":
            return answer_to_check(push.query, keys, self.clock())
        if push.method != "POST":
            raise NotGenuine(Declined.METHOD)
        if push.length > LARGEST:
            raise NotGenuine(Declined.TOO_LARGE)
        try:
            async with asyncio.timeout(PATIENCE):
                letter = opened(push.query, await _body(receive), keys, self.clock())
                taken = await self.writer.write(letter)
        except (TimeoutError, NotWritten):
            raise NotGenuine(Declined.BUSY) from None
        if taken is Taken.REPLAYED:
            raise NotGenuine(Declined.REPLAY)
        return GOOD


def push_of(scope: Message) -> Push:
    """The parts of an ASGI scope that matter here."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"0")
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=None)
    return Push(
        method=scope["method"],
        query=dict(query),
        length=int(length) if length.isdigit() else 0,
        address=scope["client"][0] if scope.get("client") else "",
    )


async def _body(receive: Receive) -> bytes:
    """The whole body; raises NotGenuine where it is too large or its sender has gone."""
    parts, size = list[bytes](), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise NotGenuine(Declined.UNREADABLE)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            raise NotGenuine(Declined.TOO_LARGE)
        if not message.get("more_body", False):
            return b"".join(parts)


async def _respond(send: Send, status: int, words: str) -> None:
    body = words.encode("utf-8", "replace")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
