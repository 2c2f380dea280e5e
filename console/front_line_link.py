"""The signed link by which the front line reports without log-in; it holds until a new one is made."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from domain.source import SourceKind
from storage import inbound
from storage.inbound import Admitted

SALT = "console.front_line"


def url_of(source: Admitted) -> str:
    """The address that the desk hands out, on paper or as a code."""
    token = signing.Signer(salt=SALT).sign_object([source.key, source.number])
    return settings.BASE_URL + reverse("front-line", args=[token])


def source_of(token: str) -> Admitted | None:
    """The source whose link this is; None for one that is altered, replaced or removed."""
    try:
        content = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    if not isinstance(content, list) or len(content) != 2 or not all(isinstance(part, int) for part in content):
        return None
    found = inbound.by_key(content[0], content[1])
    return found if found is not None and found.kind is SourceKind.FRONT_LINE else None
