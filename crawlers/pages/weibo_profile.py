"""An account's own page: profile/info and profile/detail of weibo.com, userInfo and the _INFO cards of m.weibo.cn."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from crawlers.pages.counts import Count
from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.weibo_author import account_key, read_author
from crawlers.pages.weibo_mblog import region_of
from crawlers.pages.weibo_shape import Object, an_object, answered, count, maybe, maybe_rows, member, rows, words
from crawlers.pages.weibo_words import clean
from domain.day import CHINA
from domain.post import Channel
from domain.profile import Profile

CONTAINER = re.compile(r"230283(\d+)_-_INFO")


def read_profile(body: bytes, read_at: datetime) -> Profile:
    """The answer of profile/info."""
    with within("data"):
        data = _data(body)
        found = _user(member(data, "user"), read_at, following="friends_count")
        return replace(found, blocked=_said(data, "blockText"))


def read_mobile_profile(body: bytes, read_at: datetime) -> Profile:
    """The answer of getIndex?type=uid."""
    with within("data"):
        return _user(member(_data(body), "userInfo"), read_at, following="follow_count")


def read_profile_detail(body: bytes, read_at: datetime, *, key: str) -> Profile:
    """The answer of profile/detail for the account `key`, which the answer itself does not name."""
    with within("data"):
        data = _data(body)
        credit = maybe(data, "sunshine_credit")
        return Profile(
            channel=Channel.WEIBO,
            key=key,
            read_at=read_at,
            introduction=_said(data, "description"),
            verified_as=_said(data, "desc_text"),
            place=_said(data, "location"),
            region=region_of(words(data, "ip_location")),
            registered_at=_registered(_said(data, "created_at")),
            credit=_said(credit, "level") if credit else None,
        )


def read_mobile_info(body: bytes, read_at: datetime) -> Profile:
    """The cards of container 230283{uid}_-_INFO: pairs of a name and a content."""
    with within("data"):
        data = _data(body)
        container = CONTAINER.fullmatch(words(member(data, "cardlistInfo"), "containerid") or "")
        if container is None:
            raise UnreadablePage("cardlistInfo.containerid", "不是账号资料的容器")
        told = _pairs(data)
        return Profile(
            channel=Channel.WEIBO,
            key=container[1],
            read_at=read_at,
            name=told.get("昵称"),
            introduction=told.get("简介"),
            place=told.get("所在地"),
            region=region_of(told.get("IP属地")),
            registered_at=_registered(told.get("注册时间")),
            credit=told.get("阳光信用"),
        )


def _pairs(data: Object) -> Mapping[str, str]:
    told: dict[str, str] = {}
    for row in rows(data, "cards"):
        for inner in maybe_rows(an_object(row, "cards"), "card_group"):
            pair = an_object(inner, "card_group")
            name, content = words(pair, "item_name"), words(pair, "item_content")
            if name and content:
                told[name] = clean(content)
    if not told:
        raise UnreadablePage("cards", "没有一项资料")
    return told


def _data(body: bytes) -> Object:
    given = answered(body)
    if given is None:
        raise UnreadablePage("user", "没有这个账号的资料")
    return an_object(given.get("data"), "data")


def _user(user: Object, read_at: datetime, *, following: str) -> Profile:
    author = read_author(user)
    followers = count(user, "followers_count") or count(user, "followers_count_str")
    return Profile(
        channel=Channel.WEIBO,
        key=account_key(user),
        read_at=read_at,
        name=author.name,
        followers=author.followers,
        followers_at_least=bool(followers and followers.at_least),
        following=_number(count(user, following)),
        posts=_number(count(user, "statuses_count")),
        verification=author.verification,
        verified_as=_said(user, "verified_reason"),
        introduction=_said(user, "description"),
        place=_said(user, "location"),
    )


def _number(told: Count | None) -> int | None:
    return told.number if told else None


def _said(holder: Object, key: str) -> str | None:
    return clean(words(holder, key) or "") or None


def _registered(written: str | None) -> datetime | None:
    """`2012-07-22 02:28:35` or its day, China time."""
    if written is None:
        return None
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d"):
        try:
            return datetime.strptime(written, form).replace(tzinfo=CHINA).astimezone(UTC)
        except ValueError:
            continue
    raise UnreadablePage("created_at", f"不认识的注册时间：{written[:30]!r}")
