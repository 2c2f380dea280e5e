"""Signed links in mails: whoever holds one may look at the alert, and by pressing a button claim or dismiss it."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from storage.models import Notice

SALT = "alerts.links"
VALID_FOR = timedelta(hours=24)
SKEW = timedelta(minutes=5)
ALTERED = "链接不完整或被改动过，请从邮件里重新点开，或登录系统处理"
EXPIRED = "链接已超过 24 小时，已失效；请登录系统处理这条预警"


class BadLink(Exception):
    """The link is altered, expired or of no alert; the message is Chinese and fit for the screen."""


def token_for(notice: Notice) -> str:
    """A token bound to this notice: to its alert and its recipient. The same notice always gives the same token."""
    return signing.Signer(salt=SALT).sign_object([notice.pk, _bond(notice)])


def url_for(notice: Notice) -> str:
    """The address of the page that the token opens."""
    return f"{settings.BASE_URL}/a/{token_for(notice)}/"


def read_token(token: str, now: datetime) -> Notice:
    """The notice that a token was made for; raises BadLink.

    It holds for 24 hours from the moment the mail server took the mail (or the notice was written, where that is not
    known), and 5 minutes more for clocks that differ.
    """
    try:
        content = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as wrong:
        raise BadLink(ALTERED) from wrong
    notice = Notice.objects.select_related("alert", "person").filter(pk=content[0], alert__isnull=False).first()
    if notice is None or _bond(notice) != content[1]:
        raise BadLink(ALTERED)
    if now > (notice.accepted_at or notice.created_at) + VALID_FOR + SKEW:
        raise BadLink(EXPIRED)
    return notice


def _bond(notice: Notice) -> str:
    """What the token vouches for beside the number: which alert, which address."""
    bound = f"{notice.alert_id}\n{notice.address.casefold()}"
    return hashlib.sha256(bound.encode()).hexdigest()[:16]
