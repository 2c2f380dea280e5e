"""What the spiders that ask by number ask for, out of the store."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from crawlers.order import Limits
from domain.day import day_bounds, day_of
from domain.post import PostKind
from domain.route_check import CANARY
from domain.target import Target
from domain.watch import Watch
from storage import accounts, feeds, revisits, route_checks, spending, threads

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


def _feeds(watch: Watch, limits: Limits, now: datetime) -> tuple[Target, ...]:
    return tuple(Target(key=str(key)) for key in feeds.to_ask(watch.key))


CHOOSE: Mapping[str, Choose] = {
    "weibo-timeline": _accounts,
    "weibo-comments": _comments,
    "weibo-reposts": _reposts,
    "weibo-post": _posts,
    "weibo-profile": _authors,
    "wechat-feed": _feeds,
}
"""By the name of the spider; one that is missing here asks for no targets."""

OFFER: Mapping[str, Choose] = {CANARY: lambda watch, limits, now: route_checks.known_post(now)}
"""What may be asked for, by the name of the spider; one that gets nothing here runs all the same."""

UNCOUNTED = frozenset({"weibo-hot", "wechat-feed", CANARY})
"""Asked without identity and a handful at a time: no part of the budget of the day."""


def left_today(spider: str, limits: Limits, now: datetime) -> Limits:
    """The limits of a run, with no more requests than the day has left."""
    if spider in UNCOUNTED:
        return limits
    left = limits.requests_a_day - spending.spent(day_bounds(day_of(now))[0], but=UNCOUNTED)
    return replace(limits, requests=max(0, min(limits.requests, left)))
