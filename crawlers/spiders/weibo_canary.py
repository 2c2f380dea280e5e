"""Every way of collecting, asked once: whether it works, refuses us, or has changed."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.asking import Answers, AskingSpider
from crawlers.found import Found
from crawlers.known import QUESTIONS, Known, given, open_comment
from crawlers.ledger import FAILURES_TO_STOP, Evidence, Ledger
from crawlers.order import Order
from crawlers.pages.saved import Given
from crawlers.pages.unreadable import UnreadablePage
from crawlers.routes import WAYS, Route
from domain.identity import CookieDomain, IdentityKind
from domain.post import Channel, Post, PostKind
from domain.refusal import Refusal
from domain.route_check import CANARY, RouteCheck, RouteState, state_of
from domain.target import Target

REST = frozenset({Refusal.CAPTCHA, Refusal.RATE_LIMIT})
"""After these nothing more is asked of the same cookie domain."""


class WeiboCanary(AskingSpider):
    """Asks one way after the other for something that must be there, and stores nothing but what became of it.

    What is asked for is the order's account and post, else the post under which most was written among those that the
    first answers show.
    """

    name = CANARY
    site_name = "平台的答复"

    def __init__(self, order: Order, ledger: Ledger) -> None:
        super().__init__(order, ledger)
        target = order.targets[0] if order.targets else None
        if order.sites.weibo_canary_post:
            target = Target(key=order.sites.weibo_canary_post)
        self.known = Known(
            account=order.sites.weibo_canary_account,
            post=target.key if target else "",
            author=target.author if target else "",
        )
        self.most: int | None = -1 if target is None else None
        self.left = list(WAYS)
        self.resting: dict[CookieDomain, Refusal] = {}
        self.silent = 0

    async def start(self) -> AsyncIterator[Found | Request]:
        """The first way; each answer leads to the next one."""
        for found in self._go_on():
            yield found

    def _go_on(self) -> Answers:
        """Ask the next way that can be asked, and say of those before it why they cannot."""
        while self.left:
            route = self.left.pop(0)
            asked = QUESTIONS[route].asked(self.known)
            why = self._not_now(route) or ("" if asked is not None else f"没有{QUESTIONS[route].wants}")
            if why or asked is None:
                yield self._told(route, RouteState.UNTRIED, words=why)
                continue
            way = WAYS[route]
            yield Request(
                f"{self.order.sites.address(way.host)}{way.path}?{urlencode(asked, quote_via=quote)}",
                callback=partial(self.read, route),
                errback=partial(self.missed, route),
                meta={"route": route},
            )
            return

    def _not_now(self, route: Route) -> str:
        if self.ledger.stopped:
            return "本轮已停止，没有再问"
        if self.silent >= FAILURES_TO_STOP:
            return f"连续 {self.silent} 次没有答复，没有再问"
        resting = self.resting.get(WAYS[route].domain)
        return f"前面的途径已被{resting.shown}，为保护身份没有再问" if resting else ""

    def read(self, route: Route, response: Response) -> Answers:
        """A page that nobody refused: it is as the parser knows it, or it has changed."""
        self.mark(route.value)
        self.silent = 0
        who = IdentityKind(response.meta["identity_kind"])
        try:
            found = given(route, response.body, self.order.clock(), self.known)
            self._learn(route, found, response)
        except UnreadablePage as reason:
            yield self._changed(route, (reason,), 0, response, who)
        else:
            yield self._judged(route, found, response, who)
        yield from self._go_on()

    def _judged(self, route: Route, found: Given, response: Response, who: IdentityKind) -> RouteCheck:
        if found.unreadable:
            return self._changed(route, found.unreadable, len(found.lines), response, who)
        if found.state is not None:
            words = f"用来核对的帖文已看不到（{found.state}），途径本身有答复"
            return self._told(route, RouteState.UNTRIED, words=words, identity=who)
        if found.lines or not QUESTIONS[route].never_empty:
            words = f"读到 {len(found.lines)} 条" if found.lines else "答复可读，列表是空的"
            return self._told(route, RouteState.WORKS, words=words, identity=who)
        self.ledger.keep(_evidence(response, f"{route.shown}：必有结果，却是空的"))
        words = "对必有结果的问题也答复没有结果"
        return self._told(route, RouteState.REFUSED, words=words, identity=who, refusal=Refusal.SOFT_BLOCK)

    def _changed(
        self,
        route: Route,
        reasons: Iterable[UnreadablePage],
        readable: int,
        response: Response,
        who: IdentityKind,
    ) -> RouteCheck:
        many = list(reasons)
        for reason in many:
            self.could_not_read(reason, response, route.shown)
        among = f"；{readable + len(many)} 条里有 {len(many)} 条读不懂" if readable else ""
        words = f"{many[0].why}；位置：{many[0].place}{among}"
        return self._told(route, RouteState.CHANGED, words=words, identity=who)

    def _learn(self, route: Route, found: Given, response: Response) -> None:
        """Something to ask the later ways for."""
        if route is Route.MOBILE_COMMENTS:
            comment = open_comment(response.body, self.order.clock(), self.known.post)
            self.known = replace(self.known, comment=comment)
        if self.most is None:
            return
        for post in found.lines:
            if isinstance(post, Post) and post.kind is PostKind.POST and _comments_under(post) > self.most:
                self.most = _comments_under(post)
                author = post.author.key if post.author and post.author.key else ""
                self.known = replace(self.known, post=post.native_id, author=author)

    def declined(self, refusal: Refusal, evidence: Evidence, request: Request) -> None:
        """One way is closed; the others are asked all the same."""
        request.meta["declined"] = (refusal, evidence)
        if "identity" in request.meta:
            self.ledger.keep(replace(evidence, place=f"{Route(request.meta['route']).shown}：{evidence.place}"))

    def missed(self, route: Route, failure: Failure) -> Any:  # noqa: ANN401  # what Scrapy takes
        """No page came; say why and ask the next way."""
        request: Request = failure.request  # type: ignore[attr-defined]
        refusal, evidence = request.meta.get("declined", (None, None))
        who = request.meta.get("identity_kind")
        return self._after(self._missed(route, refusal, evidence, IdentityKind(who) if who else None))

    def _after(self, check: RouteCheck) -> Iterator[Found | Request]:
        yield check
        yield from self._go_on()

    def _missed(
        self, route: Route, refusal: Refusal | None, evidence: Evidence | None, who: IdentityKind | None
    ) -> RouteCheck:
        if refusal is None or evidence is None:
            words = "当日请求预算已用完" if self.ledger.budget else "没有问成"
            return self._told(route, RouteState.UNTRIED, words=words)
        if who is None:
            return self._told(
                route, RouteState.UNTRIED, words=evidence.body.decode("utf-8", "replace"), refusal=refusal
            )
        state = state_of(refusal)
        self.silent = self.silent + 1 if state is RouteState.NO_ANSWER else 0
        if refusal in REST:
            self.resting[WAYS[route].domain] = refusal
        if state is RouteState.UNTRIED:
            words = "用来核对的帖文或账号已不存在，途径本身有答复"
            return self._told(route, state, words=words, identity=who)
        return self._told(route, state, words=evidence.place, identity=who, refusal=refusal)

    def _told(
        self,
        route: Route,
        state: RouteState,
        *,
        words: str,
        identity: IdentityKind | None = None,
        refusal: Refusal | None = None,
    ) -> RouteCheck:
        check = RouteCheck(
            channel=Channel.WEIBO,
            route=route.value,
            name=route.shown,
            host=WAYS[route].host.shown,
            state=state,
            at=self.order.until,
            identity=identity,
            refusal=refusal,
            words=words,
        )
        self.ledger.checked += 1
        if state is not RouteState.WORKS and (refusal is not None or state is not RouteState.CHANGED):
            self.ledger.leave(f"{check.name}{check.word}")
        return check


def _evidence(response: Response, place: str) -> Evidence:
    return Evidence(url=response.url, status=response.status, body=response.body, place=place)


def _comments_under(post: Post) -> int:
    return (post.reading.comments or 0) if post.reading else 0
