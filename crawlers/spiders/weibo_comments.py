"""Comments and replies under posts that matter: buildComments of weibo.com, else hotflow of m.weibo.cn."""

from collections.abc import AsyncIterator, Callable
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.asking import Answers, AskingSpider
from crawlers.found import Found
from crawlers.ledger import Evidence
from crawlers.pages.weibo_comments import CommentPage, read_comments, read_mobile_comments, read_mobile_replies
from crawlers.reading import Reading
from crawlers.routes import Route
from domain.post import PostKind
from domain.refusal import Refusal

PER_PAGE = 20
BUDGET = "请求上限已到"
EMPTY_PAGES = 3


class WeiboComments(AskingSpider):
    """Reads the comments of each post, hottest first, and the replies that did not come along, to the end of the list.

    The site announces more than it gives: deleted and filtered comments are counted and never shown. Both numbers are
    remembered for each post.
    """

    name = "weibo-comments"
    site_name = "微博评论"

    async def start(self) -> AsyncIterator[Found | Request]:
        """The first page under each post."""
        for target in self.order.targets:
            reading = Reading(target=target, kind=PostKind.COMMENT)
            for request in self._comments(reading, None):
                yield request

    def _comments(self, reading: Reading, max_id: str | None, empty: int = 0) -> Answers:
        asked: dict[str, str | int] = {
            "is_reload": 1,
            "id": reading.target.key,
            "is_show_bulletin": 2,
            "is_mix": 0,
            "count": PER_PAGE,
            "uid": reading.target.author,
            "fetch_level": 0,
            "locale": "zh-CN",
            "flow": 0,
        }
        if max_id:
            asked["max_id"] = max_id
        turned = partial(self._by_mobile, reading) if max_id is None else None
        yield from self._go_on(reading, Route.COMMENTS, asked, partial(self.read, reading, empty=empty), turned)

    def _replies(self, reading: Reading, comment: str, max_id: str = "0") -> Answers:
        asked: dict[str, str | int] = {
            "is_reload": 1,
            "is_show_bulletin": 2,
            "is_mix": 1,
            "fetch_level": 1,
            "id": comment,
            "max_id": max_id,
            "count": PER_PAGE,
        }
        yield from self._go_on(reading, Route.COMMENTS, asked, partial(self.read_replies, reading, comment))

    def _go_on(
        self,
        reading: Reading,
        route: Route,
        asked: dict[str, str | int],
        read: Callable[[Response], Answers],
        turned: Callable[[Refusal, Evidence], Answers] | None = None,
    ) -> Answers:
        """Ask, or say that the budget is used up; what closes a reading half-way is heard as well."""
        requests = list(
            self.ask(route, asked, read, about=reading.target.key, turned=turned or partial(self._stopped, reading))
        )
        if not requests:
            reading.leave(BUDGET)
        reading.open += len(requests)
        yield from requests

    def read(self, reading: Reading, response: Response, *, empty: int = 0) -> Answers:
        """A page of comments, its open replies, and the next page.

        An empty page may stand before full ones; a few are passed over.
        """
        page = self._read(reading, response, read_comments)
        if page is not None:
            yield from page.posts
            reading.announce(page.total)
            for comment in page.unfolded:
                yield from self._replies(reading, comment)
            empty = 0 if page.posts else empty + 1
            if (following := self._next(reading, page, "")) and empty <= EMPTY_PAGES:
                yield from self._comments(reading, following, empty)
        yield from self._close(reading)

    def read_replies(self, reading: Reading, comment: str, response: Response) -> Answers:
        """A page of replies to one comment, and the next one."""
        page = self._read(reading, response, read_comments)
        if page is not None:
            yield from page.posts
            if following := self._next(reading, page, comment):
                yield from self._replies(reading, comment, following)
        yield from self._close(reading)

    def _by_mobile(self, reading: Reading, refusal: Refusal, evidence: Evidence) -> Answers:
        """weibo.com does not let us see them, or the post is gone."""
        if refusal is Refusal.DELETED:
            yield self.gone(reading.target, evidence)
        else:
            yield from self._hotflow(reading, None, 0)
        yield from self._close(reading)

    def _hotflow(self, reading: Reading, max_id: str | None, kind: int) -> Answers:
        mid = reading.target.key
        asked: dict[str, str | int] = {"id": mid, "mid": mid, "max_id_type": kind}
        if max_id:
            asked["max_id"] = max_id
        yield from self._go_on(reading, Route.MOBILE_COMMENTS, asked, partial(self.read_hotflow, reading))

    def read_hotflow(self, reading: Reading, response: Response) -> Answers:
        """A page of the mobile version, its open replies, and the next page with the type that came along."""
        page = self._read(reading, response, read_mobile_comments)
        if page is not None:
            yield from page.posts
            reading.announce(page.total)
            for comment in page.unfolded:
                yield from self._mobile_replies(reading, comment, "0", 0)
            if following := self._next(reading, page, ""):
                yield from self._hotflow(reading, following, page.max_id_type)
        yield from self._close(reading)

    def _mobile_replies(self, reading: Reading, comment: str, max_id: str, kind: int) -> Answers:
        asked: dict[str, str | int] = {"cid": comment, "max_id": max_id, "max_id_type": kind}
        read = partial(self.read_mobile_replies, reading, comment)
        yield from self._go_on(reading, Route.MOBILE_REPLIES, asked, read)

    def read_mobile_replies(self, reading: Reading, comment: str, response: Response) -> Answers:
        """A page of replies to one comment in the mobile version."""
        page = self._read(reading, response, read_mobile_replies)
        if page is not None:
            yield from page.posts
            if following := self._next(reading, page, comment):
                yield from self._mobile_replies(reading, comment, following, page.max_id_type)
        yield from self._close(reading)

    def _read(self, reading: Reading, response: Response, parse: Callable[..., CommentPage]) -> CommentPage | None:
        key = reading.target.key
        where = f"帖文 {key} 的评论第 {self.mark(key)} 页"
        page = self.parsed(lambda: parse(response.body, self.order.clock(), root_id=key), response, where)
        if page is None:
            reading.leave("有一页读不懂")
            return None
        for row in page.unreadable:
            self.could_not_read(row, response, where)
        reading.take(page.posts)
        return page

    def _next(self, reading: Reading, page: CommentPage, of: str) -> str | None:
        """Where the list goes on; None at its end, and where the site names a place for the second time."""
        place = f"{of}:{page.next_max_id}"
        if page.next_max_id is None or place in reading.cursors:
            return None
        reading.cursors.add(place)
        return page.next_max_id

    def _stopped(self, reading: Reading, refusal: Refusal, evidence: Evidence) -> Answers:
        """The list ends here for us, as for guests after the first page of the mobile version."""
        reading.leave(f"后续页面{refusal.shown}")
        self.ledger.leave(f"帖文 {reading.target.key} 的评论只读到一部分：后续页面{refusal.shown}")
        yield from self._close(reading)

    def _close(self, reading: Reading) -> Answers:
        """One question is done with; when nothing is open any more, say how much was read."""
        reading.open -= 1
        if reading.open <= 0 and reading.begun:
            result = reading.result(self.order.clock())
            self.ledger.threads.append(result)
            yield result
