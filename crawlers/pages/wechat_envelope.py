"""A request of the message push, checked: who sent it, when, and what is in it; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_fields import Dangerous, fields_of, key_of
from crawlers.pages.wechat_seal import Keys, NotGenuine, check, check_time, unsealed
from crawlers.pages.weibo_shape import Object, number
from domain.push import Declined, Letter

LONGEST = 64


@dataclass(frozen=True, kw_only=True)
class Signed:
    """The query of a push: what is signed and how."""

    timestamp: str
    nonce: str
    signature: str = ""
    msg_signature: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Signed":
        """Raises NotGenuine where something is missing or far too long."""
        values = {name: query.get(name, "") for name in ("timestamp", "nonce", "signature", "msg_signature")}
        unsigned = not (values["signature"] or values["msg_signature"])
        if unsigned or not values["timestamp"] or any(len(value) > LONGEST for value in values.values()):
            raise NotGenuine(Declined.UNSIGNED)
        return cls(**values)


def answer_to_check(query: Mapping[str, str], keys: Keys, now: datetime) -> str:
    """What the GET check wants to hear: its echostr, opened where it came sealed (企业微信). Raises NotGenuine."""
    signed = Signed.of(query)
    echo = query.get("echostr", "")
    if not echo:
        raise NotGenuine(Declined.NO_ECHOSTR)
    if signed.signature:
        check(signed.signature, keys.token, signed.timestamp, signed.nonce)
        check_time(signed.timestamp, now)
        return echo
    check(signed.msg_signature, keys.token, signed.timestamp, signed.nonce, echo)
    check_time(signed.timestamp, now)
    return unsealed(echo, keys).decode("utf-8", "replace")


def opened(query: Mapping[str, str], body: bytes, keys: Keys, now: datetime) -> Letter:
    """The message in a POST; raises NotGenuine.

    An account with an AES key takes the sealed text alone, also in 兼容模式 where the same stands beside it in the
    clear: only the sealed text is covered by a signature. One without takes what is in the clear.
    """
    signed = Signed.of(query)
    fields = _read(body)
    if not keys.aes_key:
        check(signed.signature, keys.token, signed.timestamp, signed.nonce)
        check_time(signed.timestamp, now)
        if "MsgType" not in fields and "Encrypt" in fields:
            raise NotGenuine(Declined.UNDECRYPTABLE)
        return _letter(fields, body, keys, f"{signed.timestamp}:{signed.nonce}", now)
    text = _sealed(fields, signed, keys)
    check(signed.msg_signature, keys.token, signed.timestamp, signed.nonce, text)
    check_time(signed.timestamp, now)
    inner = unsealed(text, keys)
    return _letter(_read(inner), inner, keys, None, now)


def _sealed(fields: Object, signed: Signed, keys: Keys) -> str:
    """The sealed text; without one, whether the platform sent it in the clear or a stranger sent anything at all."""
    text = fields.get("Encrypt")
    if isinstance(text, str) and text:
        return text
    check(signed.signature, keys.token, signed.timestamp, signed.nonce)
    raise NotGenuine(Declined.IN_THE_CLEAR)


def _letter(fields: Object, body: bytes, keys: Keys, stamp: str | None, now: datetime) -> Letter:
    try:
        key, at, text = key_of(fields), number(fields, "CreateTime"), body.decode("utf-8")
    except (UnreadablePage, UnicodeDecodeError):
        raise NotGenuine(Declined.UNREADABLE) from None
    sent_at = now if at is None or at < 0 or at > now.timestamp() else datetime.fromtimestamp(at, UTC)
    return Letter(account=keys.receiver, key=key, sent_at=sent_at, stamp=stamp, body=text)


def _read(body: bytes) -> Object:
    try:
        return fields_of(body)
    except Dangerous:
        raise NotGenuine(Declined.DANGEROUS) from None
    except UnreadablePage:
        raise NotGenuine(Declined.UNREADABLE) from None
