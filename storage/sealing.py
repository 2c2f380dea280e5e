"""Secrets at rest: sealed with a key that is made from the installation's secret key."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SEALS = b"yuqing identities: seal"
MARKS = b"yuqing identities: mark"


class Unsealable(ValueError):
    """Sealed with another secret key, or damaged; nobody can read it any more."""


def seal(secret: str) -> bytes:
    """The secret as only this installation can read it."""
    return _fernet(settings.SECRET_KEY).encrypt(secret.encode("utf-8"))


def unseal(sealed: bytes | memoryview) -> str:
    """The secret again; raises Unsealable."""
    try:
        return _fernet(settings.SECRET_KEY).decrypt(bytes(sealed)).decode("utf-8")
    except InvalidToken:
        raise Unsealable("密钥（site.secret_key）已更换，已存的登录无法解开；请重新扫码登录") from None


def mark_of(secret: str) -> str:
    """A hash by which the same secret is known again; without the key it says nothing about the secret."""
    return hmac.new(_derived(settings.SECRET_KEY, MARKS), secret.encode("utf-8"), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _fernet(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret_key, SEALS)))


@lru_cache(maxsize=4)
def _derived(secret_key: str, purpose: bytes) -> bytes:
    """32 bytes for one purpose (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key.encode("utf-8"))
