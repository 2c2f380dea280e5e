"""How a pushed message proves that WeChat sent it, and the safe mode's encryption.

Format: developers.weixin.qq.com, 消息推送 and 加解密; the vectors that it publishes are recomputed in the tests.
"""

import base64
import hashlib
import hmac
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from domain.push import Declined

KEY_LETTERS = 43
BLOCK = 32
SALT = 16
HEAD = SALT + 4
MOST_SKEW = 300


class NotGenuine(Exception):
    """A push that is not taken; `why` is the member of the closed set."""

    def __init__(self, why: Declined) -> None:
        super().__init__(why.shown)
        self.why = why


class BadAesKey(ValueError):
    """An EncodingAESKey that cannot be one; the message is Chinese and names the cure."""


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What an account's pushes are checked with; `receiver` is the appid or corpid inside every sealed message.

    `aes_key` is empty where the account pushes in the clear only.
    """

    token: str = field(repr=False)
    receiver: str
    aes_key: bytes = field(default=b"", repr=False)


def aes_key_of(written: str) -> bytes:
    """The 32 bytes behind an EncodingAESKey, which is 43 letters and digits; raises BadAesKey."""
    if len(written) != KEY_LETTERS:
        raise BadAesKey(f"EncodingAESKey 应为 {KEY_LETTERS} 个字符，现在是 {len(written)} 个；请从平台后台整段复制")
    if not (written.isascii() and written.isalnum()):
        raise BadAesKey("EncodingAESKey 只含英文字母和数字；请从平台后台整段复制")
    return base64.b64decode(written + "=")


def signature_of(*parts: str) -> str:
    """SHA-1 of the sorted parts, as the platform signs: (token, timestamp, nonce), sealed ones with the text added."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def check(signature: str, *parts: str) -> None:
    """Raises NotGenuine where a signature is another one; the comparison takes the same time for all."""
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), signature_of(*parts).encode()):
        raise NotGenuine(Declined.SIGNATURE)


def check_time(timestamp: str, now: datetime) -> None:
    """Raises NotGenuine where a push claims a moment more than five minutes away from ours."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise NotGenuine(Declined.UNSIGNED)
    if abs(int(timestamp) - now.timestamp()) > MOST_SKEW:
        raise NotGenuine(Declined.SKEW)


def unsealed(sealed: str, keys: Keys) -> bytes:
    """The message in a sealed text; raises NotGenuine where it cannot be opened or is for another account."""
    plain = _unpadded(_decrypted(sealed, keys.aes_key))
    length = int.from_bytes(plain[SALT:HEAD], "big")
    if len(plain) < HEAD or length > len(plain) - HEAD:
        raise NotGenuine(Declined.UNDECRYPTABLE)
    if not hmac.compare_digest(plain[HEAD + length :], keys.receiver.encode()):
        raise NotGenuine(Declined.RECEIVER)
    return plain[HEAD : HEAD + length]


def _decrypted(sealed: str, key: bytes) -> bytes:
    try:
        given = base64.b64decode(sealed, validate=True)
    except (NotBase64, ValueError):  # ValueError for letters outside ASCII
        raise NotGenuine(Declined.UNDECRYPTABLE) from None
    if not key or not given or len(given) % SALT:
        raise NotGenuine(Declined.UNDECRYPTABLE)
    opener = Cipher(AES(key), CBC(key[:SALT])).decryptor()
    return opener.update(given) + opener.finalize()


def _unpadded(padded: bytes) -> bytes:
    """PKCS#7 with blocks of 32 bytes."""
    count = padded[-1]
    if not 1 <= count <= BLOCK or padded[-count:] != bytes([count]) * count:
        raise NotGenuine(Declined.UNDECRYPTABLE)
    return padded[:-count]
