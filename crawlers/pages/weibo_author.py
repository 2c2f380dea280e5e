"""Who wrote a post or comment, as the JSON of either site tells it."""

from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.weibo_shape import Object, count, flag, number, words
from crawlers.pages.weibo_words import clean
from domain.post import Author, Verification

KINDS = {
    0: Verification.PERSON,
    1: Verification.GOVERNMENT,
    2: Verification.ORGANISATION,
    3: Verification.MEDIA,
    4: Verification.ORGANISATION,
    5: Verification.ORGANISATION,
    6: Verification.ORGANISATION,
    7: Verification.ORGANISATION,
}
"""By verified_type; -1 is nobody, 8 waits for its verification, 10, 200 and 220 are club badges and no verification."""
UNVERIFIED = frozenset({-1, 8, 10, 200, 220})


def read_author(user: Object) -> Author:
    """The author of a `user` object; its number is needed, all else may be missing."""
    with within("user"):
        followers = count(user, "followers_count") or count(user, "followers_count_str")
        name = words(user, "screen_name")
        return Author(
            key=account_key(user),
            name=clean(name) if name else None,
            followers=followers.number if followers else None,
            verification=verification_of(user),
        )


def account_key(user: Object) -> str:
    """The number of an account; raises UnreadablePage where it is missing or told in two ways."""
    told = {str(value) for value in (number(user, "id"), number(user, "idstr")) if value is not None}
    if len(told) != 1 or not next(iter(told)).isdecimal():
        raise UnreadablePage("id", f"账号编号缺失或前后不一：{sorted(told)}")
    return told.pop()


def verification_of(user: Object) -> Verification | None:
    """What the badge means; None where the object tells nothing of it or a type that nobody knows."""
    verified, kind = flag(user, "verified"), number(user, "verified_type")
    if verified is False or kind in UNVERIFIED:
        return Verification.NONE
    return KINDS.get(kind) if kind is not None else None
