"""Single posts: how far they have come, their whole text, whether they are still there, and the proof of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.asking import Answers, AskingSpider
from crawlers.found import Found
from crawlers.ledger import Evidence
from crawlers.pages.weibo_mblog import Mblog
from crawlers.pages.weibo_single import completed, read_longtext, read_mobile_show, read_show
from crawlers.routes import Route
from domain.absence import Absence, Gone
from domain.post import Channel, Post
from domain.proof import Proof
from domain.refusal import Refusal
from domain.revisit import StillThere
from domain.target import Target

PARSERS = {Route.POST: read_show, Route.MOBILE_POST: read_mobile_show}


class WeiboPost(AskingSpider):
    """Asks for each post once: what was cut comes whole, counts become a reading, an edit becomes an edition.

    A post that is gone is noted with the site's own words. Where a proof is wanted, the answer is handed on as it came,
    whatever it says.
    """

    name = "weibo-post"
    site_name = "微博单帖"

    async def start(self) -> AsyncIterator[Found | Request]:
        """Every post that is asked for."""
        for target in self.order.targets:
            for request in self._show(target, Route.POST):
                yield request

    def _show(self, target: Target, route: Route) -> Answers:
        asked: dict[str, str | int] = {"id": target.key}
        if route is Route.POST:
            asked |= {"locale": "zh-CN", "isGetLongText": "true"}
        turned = partial(self._turned, target, route)
        yield from self.ask(route, asked, partial(self.read, target, route), about=target.key, turned=turned)

    def read(self, target: Target, route: Route, response: Response) -> Answers:
        """The post or the notice in its place; a text that is still cut is asked for by itself."""
        self.mark(target.key)
        where = f"帖文 {target.key}"
        found = self.parsed(lambda: PARSERS[route](response.body, self.order.clock()), response, where)
        if isinstance(found, Gone) and found.why is Absence.UNKNOWN:
            self.ledger.leave(f"{where}：平台没有给出内容，也没有说它不在了，去留不明")
        elif isinstance(found, Gone):
            self.ledger.gone += 1
            yield replace(found, native_id=target.key)
        elif found is not None:
            yield from self._there(target, found)
        if found is not None and target.proof:
            yield self._proof(target, response.url, response.status, response.body)

    def _there(self, target: Target, blog: Mblog) -> Answers:
        whole = list(self._whole(target, blog)) if blog.needs_full_text else []
        if not whole:
            yield from self._done(blog.post)
        yield from whole

    def _whole(self, target: Target, blog: Mblog) -> Answers:
        turned = partial(self._still_cut, blog.post)
        read = partial(self.read_whole, target, blog)
        yield from self.ask(Route.LONGTEXT, {"id": target.key}, read, about=target.key, turned=turned)

    def read_whole(self, target: Target, blog: Mblog, response: Response) -> Answers:
        """The whole text; where the site says that there is no more of it, what was shown is all."""
        self.mark(target.key)
        found = self.parsed(lambda: read_longtext(response.body), response, f"帖文 {target.key} 的全文")
        yield from self._done(blog.post if found is None else completed(blog, found))

    def _still_cut(self, post: Post, refusal: Refusal, evidence: Evidence) -> Answers:
        """The whole text is not for us; the beginning is better than nothing and says that it is one."""
        self.ledger.leave(f"帖文 {post.native_id} 的全文没有取到：{refusal.shown}")
        yield from self._done(post)

    def _done(self, post: Post) -> Answers:
        yield post
        yield StillThere(channel=Channel.WEIBO, native_id=post.native_id)

    def _turned(self, target: Target, route: Route, refusal: Refusal, evidence: Evidence) -> Answers:
        """Gone, or shown only in the other version of the site."""
        if refusal is Refusal.DELETED:
            self.mark(target.key)
            yield self.gone(target, evidence)
            if target.proof:
                yield self._proof(target, evidence.url, evidence.status, evidence.body)
        elif route is Route.POST:
            yield from self._show(target, Route.MOBILE_POST)
        else:
            self.ledger.leave(f"帖文 {target.key} 没有问到：{refusal.shown}")

    def _proof(self, target: Target, url: str, status: int, body: bytes) -> Proof:
        now = self.order.clock()
        return Proof(channel=Channel.WEIBO, native_id=target.key, url=url, status=status, body=body, kept_at=now)
