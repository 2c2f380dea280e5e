"""Which identity gets past which route, and what the others see: the identity table of 2026-09 as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from domain.identity import IdentityKind
from domain.shown import Shown
from drill.sites.weibo import refusals
from drill.sites.weibo.ask import Ask


class Host(Shown):
    """The hosts that are played."""

    SEARCH = "s.weibo.com", "微博搜索"
    WEB = "weibo.com", "微博网页版"
    MOBILE = "m.weibo.cn", "微博手机版"
    PASSPORT = "passport.weibo.com", "微博通行证"
    VISITOR = "visitor.passport.weibo.cn", "微博手机版访客"
    LOGIN = "login.sina.com.cn", "新浪登录"


class Door(Shown):
    """What stands before a route."""

    OPEN = "open", "放行"
    NEEDS_VISITOR = "needs_visitor", "-100"
    CROWDED = "crowded", "403 前方有点拥堵"
    TO_PASSPORT = "to_passport", "302 到通行证"
    MOBILE = "mobile", "432 或 -100"
    MOBILE_PAGE = "mobile_page", "302 到登录页"


@dataclass(frozen=True, kw_only=True)
class Wall:
    """What strangers, visitors and accounts meet at a route."""

    none: Door = Door.OPEN
    visitor: Door = Door.OPEN
    account: Door = Door.OPEN

    def door(self, kind: IdentityKind) -> Door:
        """For one kind of bearer."""
        return {
            IdentityKind.NONE: self.none,
            IdentityKind.VISITOR: self.visitor,
            IdentityKind.ACCOUNT: self.account,
        }[kind]


FREE = Wall()
GUESTS = Wall(none=Door.NEEDS_VISITOR)
MEMBERS = Wall(none=Door.NEEDS_VISITOR, visitor=Door.CROWDED)
SEARCHERS = Wall(none=Door.TO_PASSPORT, visitor=Door.TO_PASSPORT)
MOBILE_GUESTS = Wall(none=Door.MOBILE)

WALLS: Mapping[tuple[Host, str], Wall] = {
    (Host.SEARCH, "/weibo"): SEARCHERS,
    (Host.SEARCH, "/realtime"): SEARCHERS,
    (Host.SEARCH, "/top/summary"): Wall(none=Door.TO_PASSPORT),
    (Host.WEB, "/ajax/side/hotSearch"): FREE,
    (Host.WEB, "/ajax/statuses/hot_band"): FREE,
    (Host.WEB, "/ajax/side/search"): FREE,
    (Host.WEB, "/ajax/search/all"): FREE,
    (Host.WEB, "/ajax/feed/hottimeline"): GUESTS,
    (Host.WEB, "/ajax/profile/info"): GUESTS,
    (Host.WEB, "/ajax/profile/detail"): GUESTS,
    (Host.WEB, "/ajax/profile/getWaterFallContent"): GUESTS,
    (Host.WEB, "/ajax/statuses/show"): GUESTS,
    (Host.WEB, "/ajax/statuses/longtext"): GUESTS,
    (Host.WEB, "/ajax/statuses/buildComments"): GUESTS,
    (Host.WEB, "/ajax/statuses/likeShow"): GUESTS,
    (Host.WEB, "/ajax/statuses/mymblog"): MEMBERS,
    (Host.WEB, "/ajax/statuses/searchProfile"): MEMBERS,
    (Host.WEB, "/ajax/profile/searchblog"): MEMBERS,
    (Host.WEB, "/ajax/statuses/repostTimeline"): MEMBERS,
    (Host.MOBILE, "/api/config"): FREE,
    (Host.MOBILE, "/api/container/getIndex"): MOBILE_GUESTS,
    (Host.MOBILE, "/statuses/show"): FREE,
    (Host.MOBILE, "/statuses/extend"): FREE,
    (Host.MOBILE, "/detail/{mid}"): FREE,
    (Host.MOBILE, "/status/{mid}"): FREE,
    (Host.MOBILE, "/comments/hotflow"): FREE,
    (Host.MOBILE, "/comments/hotFlowChild"): MOBILE_GUESTS,
    (Host.MOBILE, "/api/comments/show"): MOBILE_GUESTS,
    (Host.MOBILE, "/api/statuses/repostTimeline"): MOBILE_GUESTS,
    (Host.MOBILE, "/api/attitudes/show"): MOBILE_GUESTS,
}
"""Where sources disagree, the stricter one for mymblog and the one measured with the right domain for m.weibo.cn.

hotflow lets everybody see its first page; the route itself declines the next ones.
"""


def refused(ask: Ask, host: Host, wall: Wall) -> web.StreamResponse | None:
    """What a wall answers; None where it lets pass. A SUB of the other domain never passes at m.weibo.cn."""
    if host is Host.MOBILE and ask.who.foreign:
        return refusals.strange()
    made = ANSWERS.get(wall.door(ask.who.kind))
    return made(ask) if made else None


def _to_passport(ask: Ask) -> web.StreamResponse:
    target = refusals.EXPIRED if ask.who.expired else refusals.GATE
    return refusals.redirect(target.format(quote(ask.url, safe="")))


def _mobile(ask: Ask) -> web.StreamResponse:
    """The number for those without anything, the word for those who have been to the home page or were logged in."""
    polite = ask.who.known or ask.who.expired
    return refusals.needs_mobile_login(ask.url) if polite else refusals.strange()


ANSWERS: Mapping[Door, Callable[[Ask], web.StreamResponse]] = {
    Door.NEEDS_VISITOR: lambda _: refusals.needs_visitor(),
    Door.CROWDED: lambda _: refusals.crowded(),
    Door.TO_PASSPORT: _to_passport,
    Door.MOBILE: _mobile,
    Door.MOBILE_PAGE: lambda ask: refusals.redirect(refusals.MOBILE_SIGNIN.format(quote(ask.url, safe=""))),
}
