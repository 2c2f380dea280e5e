"""What the spiders that ask by number ask for, out of the store."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from crawlers.order import Limits
from domain.day import day_bounds, day_of
from domain.post import PostKind
from domain.route_check import CANARY
from domain.source import SourceKind
from domain.target import Target
from domain.watch import Watch
from storage import (
    accounts,
    arrivals,
    article_queue,
    feeds,
    own_account,
    revisits,
    route_checks,
    spending,
    threads,
)

NOBODY = Watch(key=0, name="全部主题")
"""Stands for no watch in particular."""

Choose = Callable[[Watch, Limits, datetime], tuple[Target, ...]]


def _accounts(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    return tuple(Target(key=key) for key in watch.accounts)


def _comments(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    return threads.due(watch, PostKind.COMMENT, limits.heat, now, limits.requests)


def _reposts(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    return threads.due(watch, PostKind.REPOST, limits.heat, now, limits.requests)


def _posts(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    revisits.begin(now, limits.heat)
    return revisits.due(now, limits.requests)


def _authors(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    return accounts.wanted(now, limits.requests)


def _own_articles(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    due = own_account.due(now, limits.requests)
    return tuple(Target(key=article.name(), author=article.biz or "") for article in due)


def _desks(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    found: list[Target] = []
    for desk in own_account.desks_with_news():
        cursor, ticket = own_account.place_of(desk, now)
        found.append(Target(key=desk, cursor=cursor, ticket=ticket))
    return tuple(found)


def _links(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    return article_queue.due(now, limits.requests)


def _albums(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    places = (source.place for source in arrivals.sources((SourceKind.ARTICLES,)))
    return tuple(Target(key=place) for place in places if place.startswith("album/"))


def _feeds(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    return tuple(Target(key=str(key)) for key in feeds.to_ask(watch.key))


CHOOSE: Mapping[str, Choose] = {
    "weibo-timeline": _accounts,
    "weibo-comments": _comments,
    "weibo-reposts": _reposts,
    "weibo-post": _posts,
    "weibo-profile": _authors,
    "wechat-comments": _own_articles,
    "wechat-kf": _desks,
    "wechat-fetch": _links,
    "wechat-albums": _albums,
    "wechat-feed": _feeds,
}
"""By the name of the spider; one that is missing here asks for no targets."""

OFFER: Mapping[str, Choose] = {CANARY: lambda watch, limits, now: route_checks.known_post(now)}
"""What may be asked for, by the name of the spider; one that gets nothing here runs all the same."""

BY_RIGHT = frozenset({"wechat-comments", "wechat-published", "wechat-numbers", "wechat-service", "wechat-kf"})
"""Official interfaces of the own account, which have quotas of their own."""

Known = Callable[[Watch, datetime, datetime], Mapping[str, bool]]
KNOWN: Mapping[str, Known] = {
    "wechat-articles": lambda watch, since, now: article_queue.known(watch.key, since, now),
    "wechat-albums": lambda watch, since, now: article_queue.listed_in_albums(),
}
"""What a crawl that lists things need not open again, by the name of the spider; see Order.known."""

UNCOUNTED = frozenset({"weibo-hot", CANARY, "wechat-fetch", "wechat-albums", "wechat-feed"}) | BY_RIGHT
"""Asked without identity and a handful at a time, or by right: no part of the budget of the day."""


def left_today(spider: str, limits: Limits, now: datetime) -> Limits:
    """The limits of a run, with no more requests than the day has left."""
    if spider in UNCOUNTED:
        return limits
    left = limits.requests_a_day - spending.spent(day_bounds(day_of(now))[0], but=UNCOUNTED)
    return replace(limits, requests=max(0, min(limits.requests, left)))
