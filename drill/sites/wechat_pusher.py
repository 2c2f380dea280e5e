"""WeChat as it pushes messages: signs, seals, waits five seconds for an answer, and pushes three times more."""

import asyncio
import base64
import hashlib
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import aiohttp
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PATIENCE = 5.0
RETRIES = 3
ACCEPTED = frozenset({"", "success"})


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account that takes pushes, as the platform knows it; without `aes_key` (43 letters) it pushes in the clear."""

    address: str
    token: str = field(repr=False)
    appid: str
    aes_key: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """How one message fared: how often it was pushed, whether it was accepted, and seconds to the accepting answer."""

    number: int
    tries: int
    accepted: bool
    seconds: float


class Pusher:
    """Pushes as the platform does; `wall` is the clock of the platform, `pause` what it waits before another try."""

    def __init__(self, account: Account, wall: Callable[[], float], pause: float = PATIENCE) -> None:
        self.account = account
        self.wall = wall
        self.pause = pause

    async def push(self, session: aiohttp.ClientSession, number: int, words: str, sender: str = "oDrill") -> Pushed:
        """Push a text until it is accepted, four times at most."""
        message = text_message(number, words, sender, int(self.wall()))
        for tries in range(1, RETRIES + 2):
            began = time.perf_counter()
            if await self._once(session, message):
                return Pushed(number=number, tries=tries, accepted=True, seconds=time.perf_counter() - began)
            await asyncio.sleep(self.pause)
        return Pushed(number=number, tries=RETRIES + 1, accepted=False, seconds=0.0)

    async def _once(self, session: aiohttp.ClientSession, message: str) -> bool:
        query, body = self.signed(message)
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with session.post(self.account.address, params=query, data=body, timeout=timeout) as answer:
                return answer.status == 200 and (await answer.text()) in ACCEPTED
        except (aiohttp.ClientError, TimeoutError):
            return False

    def signed(self, message: str) -> tuple[dict[str, str], bytes]:
        """The query and the body that carry a message."""
        account, stamp, nonce = self.account, str(int(self.wall())), str(secrets.randbelow(10**10))
        query = {"timestamp": stamp, "nonce": nonce, "signature": _signature(account.token, stamp, nonce)}
        if not account.aes_key:
            return query, message.encode()
        sealed = seal(message.encode(), account.aes_key, account.appid)
        query |= {"encrypt_type": "aes", "msg_signature": _signature(account.token, stamp, nonce, sealed)}
        body = f"<xml><ToUserName><![CDATA[gh_drill]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return query, body.encode()


def text_message(number: int, words: str, sender: str, at: int) -> str:
    """A text that a customer sent, as XML."""
    return (
        f"<xml><ToUserName>gh_drill</ToUserName><FromUserName>{escape(sender)}</FromUserName><CreateTime>{at}</CreateTime>"
        f"<MsgType>text</MsgType><Content>{escape(words)}</Content><MsgId>{number}</MsgId></xml>"
    )


def seal(message: bytes, aes_key: str, appid: str) -> str:
    """16 random bytes, the length, the message and the appid, padded to blocks of 32 and sealed with AES-256-CBC."""
    key = base64.b64decode(aes_key + "=")
    plain = os.urandom(16) + len(message).to_bytes(4, "big") + message + appid.encode()
    count = 32 - len(plain) % 32
    closer = Cipher(AES(key), CBC(key[:16])).encryptor()
    return base64.b64encode(closer.update(plain + bytes([count]) * count) + closer.finalize()).decode()


def _signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()
