"""The posts of accounts that a watch names: mymblog, else the waterfall, else the mobile version."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.asking import Answers, AskingSpider
from crawlers.found import Found
from crawlers.ledger import Evidence
from crawlers.pages.weibo_profile import read_profile
from crawlers.pages.weibo_rows import BlogPage
from crawlers.pages.weibo_timeline import read_mobile_timeline, read_timeline, read_waterfall
from crawlers.routes import Route
from domain.post import Channel
from domain.profile import NoAccount
from domain.refusal import Refusal
from domain.target import Target

PARSERS: dict[Route, Callable[[bytes, datetime], BlogPage]] = {
    Route.TIMELINE: read_timeline,
    Route.WATERFALL: read_waterfall,
    Route.MOBILE_TIMELINE: read_mobile_timeline,
}
NEXT_WAY = {Route.TIMELINE: Route.WATERFALL, Route.WATERFALL: Route.MOBILE_TIMELINE}
NOT_ALL = {
    Route.WATERFALL: "账号 {} 的微博列表要求登录，改读了“精选”，不是全部",
    Route.MOBILE_TIMELINE: "账号 {} 的微博列表要求登录，改读了手机版，访客可见的约为九成",
}


class WeiboTimeline(AskingSpider):
    """Reads each account's posts, newest first, back to the beginning of the window.

    Only mymblog with an account's identity gives all of them; what the other ways give is said to be incomplete.
    """

    name = "weibo-timeline"
    site_name = "微博账号主页"

    async def start(self) -> AsyncIterator[Found | Request]:
        """The first page of each account."""
        for target in self.order.targets:
            for request in self._page(target, Route.TIMELINE, 1, None):
                yield request

    def _page(self, target: Target, route: Route, page: int, cursor: str | None) -> Answers:
        read = partial(self.read, target, route, page)
        turned = partial(self._turned, target, route) if route in NEXT_WAY else None
        yield from self.ask(route, _asked(target.key, route, page, cursor), read, about=target.key, turned=turned)

    def read(self, target: Target, route: Route, page: int, response: Response) -> Answers:
        """Posts in the window, and the next page unless this one reaches behind it."""
        where = f"账号 {target.key} 的微博第 {self.mark(target.key)} 页"
        found = self.parsed(lambda: PARSERS[route](response.body, self.order.clock()), response, where)
        if found is None:
            return
        for row in found.unreadable:
            self.could_not_read(row, response, where)
        yield from found.gone
        yield from (post for post in found.posts if self.order.holds(post.published_at))
        if route in NOT_ALL:
            self.ledger.leave(NOT_ALL[route].format(target.key))
        if page == 1 and not found.blogs and not found.gone:
            yield from self._doubt(target)
        elif found.next and not self._is_behind(found):
            yield from self._page(target, route, page + 1, found.next)

    def _is_behind(self, found: BlogPage) -> bool:
        """Whether a post that is not pinned is older than the window."""
        return any(blog.post.published_at < self.order.since for blog in found.blogs if not blog.pinned)

    def _turned(self, target: Target, route: Route, refusal: Refusal, evidence: Evidence) -> Answers:
        """Another way to the same account, or the word that there is none."""
        if refusal is Refusal.DELETED:
            yield self._no_account(target)
        else:
            yield from self._page(target, NEXT_WAY[route], 1, None)

    def _doubt(self, target: Target) -> Answers:
        """No post at all: its page tells whether the account exists, and whether it has none."""
        read, turned = partial(self.read_profile, target), partial(self._unknown, target)
        yield from self.ask(Route.PROFILE, {"uid": target.key}, read, about=target.key, turned=turned)

    def read_profile(self, target: Target, response: Response) -> Answers:
        """An account that has posts and shows none is hidden from us; that is no zero."""
        where = f"账号 {target.key} 的资料"
        profile = self.parsed(lambda: read_profile(response.body, self.order.clock()), response, where)
        if profile is None:
            return
        yield profile
        if profile.blocked:
            self.ledger.leave(f"账号 {target.key} 已被平台封禁：{profile.blocked[:60]}")
        elif profile.posts:
            self.ledger.leave(f"账号 {target.key} 的主页写有 {profile.posts} 条微博，列表里却一条都没有给")

    def _unknown(self, target: Target, refusal: Refusal, evidence: Evidence) -> Answers:
        """Nobody of this number, or nobody tells us."""
        if refusal is Refusal.DELETED:
            yield self._no_account(target)
        else:
            self.ledger.leave(f"账号 {target.key} 一条微博都没有给，是否存在也没有问到")

    def _no_account(self, target: Target) -> NoAccount:
        self.ledger.leave(f"平台上查不到账号 {target.key}，请核对监测主题的“自有账号”")
        return NoAccount(channel=Channel.WEIBO, key=target.key)


def _asked(uid: str, route: Route, page: int, cursor: str | None) -> dict[str, str | int]:
    if route is Route.WATERFALL:
        return {"uid": uid, "cursor": cursor or 0}
    if route is Route.TIMELINE:
        since: dict[str, str | int] = {"since_id": cursor} if cursor else {}
        return {"uid": uid, "page": page, "feature": 0, **since}
    place: dict[str, str | int] = {"since_id" if len(cursor) > 6 else "page": cursor} if cursor else {}
    return {"type": "uid", "value": uid, "containerid": f"107603{uid}", **place}
