"""Every call that is made to Weibo: where it goes, how it is dressed, and who may make it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.identity import CookieDomain, IdentityKind
from domain.shown import Shown


class Host(Shown):
    """The hosts of Weibo; `crawlers.order.Sites.address(host)` says where each one is."""

    WEB = "weibo.com", "微博网页版"
    SEARCH = "s.weibo.com", "微博搜索"
    MOBILE = "m.weibo.cn", "微博手机版"
    PASSPORT = "passport.weibo.com", "微博通行证"
    VISITOR_CN = "visitor.passport.weibo.cn", "微博手机版访客"
    LOGIN = "login.sina.com.cn", "新浪登录"


class Dress(Shown):
    """Which headers a call wears; the table stands in crawlers/identities/headers.py."""

    PAGE = "page", "网页"
    AJAX = "ajax", "网页接口"
    MOBILE = "mobile", "手机接口"


class Route(Shown):
    """What is asked for."""

    SEARCH = "search", "关键词搜索"
    TOP_SUMMARY = "top_summary", "热搜榜页面"
    HOT_SEARCH = "hot_search", "热搜"
    HOT_BAND = "hot_band", "热搜榜"
    TIMELINE = "timeline", "账号微博"
    WATERFALL = "waterfall", "账号精选微博"
    PROFILE = "profile", "账号资料"
    POST = "post", "单条微博"
    LONGTEXT = "longtext", "微博全文"
    COMMENTS = "comments", "评论"
    REPOSTS = "reposts", "转发"
    MOBILE_SEARCH = "mobile_search", "手机版搜索"
    MOBILE_TIMELINE = "mobile_timeline", "手机版账号微博"
    MOBILE_PROFILE = "mobile_profile", "手机版账号资料"
    MOBILE_POST = "mobile_post", "手机版单条微博"
    MOBILE_LONGTEXT = "mobile_longtext", "手机版微博全文"
    MOBILE_COMMENTS = "mobile_comments", "手机版评论"
    MOBILE_REPLIES = "mobile_replies", "手机版楼中楼"
    MOBILE_REPOSTS = "mobile_reposts", "手机版转发"


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a route is gone: `identities` are those that may be tried, the least powerful first."""

    host: Host
    path: str
    dress: Dress
    domain: CookieDomain
    identities: tuple[IdentityKind, ...]


NONE, VISITOR, ACCOUNT = IdentityKind.NONE, IdentityKind.VISITOR, IdentityKind.ACCOUNT


def _page(path: str, *identities: IdentityKind) -> Way:
    return Way(host=Host.SEARCH, path=path, dress=Dress.PAGE, domain=CookieDomain.WEIBO_COM, identities=identities)


def _ajax(path: str, *identities: IdentityKind) -> Way:
    return Way(host=Host.WEB, path=path, dress=Dress.AJAX, domain=CookieDomain.WEIBO_COM, identities=identities)


def _mobile(path: str, *identities: IdentityKind) -> Way:
    return Way(host=Host.MOBILE, path=path, dress=Dress.MOBILE, domain=CookieDomain.WEIBO_CN, identities=identities)


WAYS: Mapping[Route, Way] = {
    Route.SEARCH: _page("/weibo", ACCOUNT),
    Route.TOP_SUMMARY: _page("/top/summary", VISITOR, ACCOUNT),
    Route.HOT_SEARCH: _ajax("/ajax/side/hotSearch", NONE, VISITOR, ACCOUNT),
    Route.HOT_BAND: _ajax("/ajax/statuses/hot_band", NONE, VISITOR, ACCOUNT),
    Route.TIMELINE: _ajax("/ajax/statuses/mymblog", ACCOUNT),
    Route.WATERFALL: _ajax("/ajax/profile/getWaterFallContent", VISITOR, ACCOUNT),
    Route.PROFILE: _ajax("/ajax/profile/info", VISITOR, ACCOUNT),
    Route.POST: _ajax("/ajax/statuses/show", VISITOR, ACCOUNT),
    Route.LONGTEXT: _ajax("/ajax/statuses/longtext", VISITOR, ACCOUNT),
    Route.COMMENTS: _ajax("/ajax/statuses/buildComments", VISITOR, ACCOUNT),
    Route.REPOSTS: _ajax("/ajax/statuses/repostTimeline", ACCOUNT),
    Route.MOBILE_SEARCH: _mobile("/api/container/getIndex", VISITOR, ACCOUNT),
    Route.MOBILE_TIMELINE: _mobile("/api/container/getIndex", VISITOR, ACCOUNT),
    Route.MOBILE_PROFILE: _mobile("/api/container/getIndex", VISITOR, ACCOUNT),
    Route.MOBILE_POST: _mobile("/statuses/show", VISITOR, ACCOUNT),
    Route.MOBILE_LONGTEXT: _mobile("/statuses/extend", VISITOR, ACCOUNT),
    Route.MOBILE_COMMENTS: _mobile("/comments/hotflow", VISITOR, ACCOUNT),
    Route.MOBILE_REPLIES: _mobile("/comments/hotFlowChild", VISITOR, ACCOUNT),
    Route.MOBILE_REPOSTS: _mobile("/api/statuses/repostTimeline", VISITOR, ACCOUNT),
}
"""Facts of 2026-09: which identity each route accepts; a visitor at m.weibo.cn is a chance, not a right."""
