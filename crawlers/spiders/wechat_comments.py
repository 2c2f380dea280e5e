"""Comments under articles of the own account: comment/list, for every article that is due."""

from collections.abc import AsyncIterator
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.found import Found
from crawlers.official import Answers, OfficialSpider
from crawlers.pages.wechat_official import read_comments
from domain.own_account import CommentsRead, FoundBy, OwnArticle
from domain.target import Target

CALL = "/cgi-bin/comment/list"
PER_PAGE = 49
"""The interface takes fewer than 50."""


class WeChatComments(OfficialSpider):
    """Reads all comments of each article; a target is written as 2247490098_1, number and place of the article.

    The platform pushes nothing about new comments and no interface lists the articles: both are why this plan exists.
    """

    name = "wechat-comments"
    site_name = "公众号留言"

    async def start(self) -> AsyncIterator[Found | Request]:
        """The first page of each article."""
        for target in self.order.targets:
            for request in self._page(self._article(target), 0, 0):
                yield request

    def _article(self, target: Target) -> OwnArticle:
        """What the target says of the article; `author` carries its biz where that is known."""
        mid, _, idx = target.key.partition("_")
        biz = target.author or None
        now = self.now()
        return OwnArticle(
            account=self.own.appid, mid=mid, idx=int(idx or 1), published_at=now, found_by=FoundBy.PERSON, biz=biz
        )

    def _page(self, article: OwnArticle, begin: int, given: int) -> Answers:
        asked = {
            "msg_data_id": int(article.mid),
            "index": article.idx - 1,
            "begin": begin,
            "count": PER_PAGE,
            "type": 0,
        }
        yield from self.ask(
            CALL, asked, partial(self.read, article, begin, given), gone=partial(self._unknown, article)
        )

    def read(self, article: OwnArticle, begin: int, given: int, response: Response) -> Answers:
        """The comments of a page, and the next one; at the end, how many there were."""
        where = f"文章 {article.name()} 的留言第 {begin // PER_PAGE + 1} 页"
        page = self.parsed(lambda: read_comments(response.body, article, self.now(), self.own.mark), response, where)
        if page is None:
            return
        if not begin:
            yield article  # the number is proven: one that a person typed is on the plan from now on
        yield from page.posts
        given += page.rows
        if page.rows and page.total is not None and begin + page.rows < page.total:
            following = list(self._page(article, begin + page.rows, given))
            yield from following
            if following:
                return
        yield self._done(article, page.total, given)

    def _unknown(self, article: OwnArticle) -> Answers:
        """The platform knows no such article, or it is deleted: it is not asked for again."""
        self.mark()
        yield self._done(article, None, 0, unknown=True)

    def _done(self, article: OwnArticle, total: int | None, given: int, *, unknown: bool = False) -> CommentsRead:
        return CommentsRead(
            account=article.account,
            mid=article.mid,
            idx=article.idx,
            read_at=self.now(),
            announced=total,
            given=given,
            unknown=unknown,
        )
