"""The kinds of saved answers of WeChat."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from crawlers.pages.answer import Answer
from crawlers.pages.feed import read_feed
from crawlers.pages.feed_gate import feed_refusal
from crawlers.pages.saved import Given, Kind, Saved
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_article import read_article
from crawlers.pages.wechat_gate import article_refusal, search_refusal
from crawlers.pages.wechat_jump import article_address
from crawlers.pages.wechat_search import read_results
from crawlers.pages.wechat_state import ArticleState
from domain.refusal import Refusal

ARTICLES = "https://mp.weixin.qq.com"
SEARCH = "https://weixin.sogou.com"
BRIDGE = "https://bridge.example/feed"
"""Stands for the operator's own host."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a jump page leads."""

    address: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a page says in the place of an article."""

    state: str
    shown: str


def _search_refusal(answer: Answer) -> Refusal | None:
    return search_refusal(answer, urlsplit(ARTICLES).netloc)


def _article(saved: Saved) -> Given:
    found = read_article(saved.body, f"{ARTICLES}/s", saved.at)
    return Given(state=found.shown) if isinstance(found, ArticleState) else Given(lines=(found,))


def _state(saved: Saved) -> Given:
    found = read_article(saved.body, f"{ARTICLES}/s", saved.at)
    if not isinstance(found, ArticleState):
        raise UnreadablePage("weui-msg__title", "这一页是文章，不是说明文章状态的页面，请用 --kind article")
    return Given(lines=(Notice(state=found.value, shown=found.shown),))


def _results(saved: Saved) -> Given:
    page = read_results(saved.body)
    return Given(lines=page.rows, unreadable=page.unreadable, notes=("还有下一页",) if page.more else ())


def _jump(saved: Saved) -> Given:
    return Given(lines=(Address(address=article_address(saved.body, urlsplit(ARTICLES))),))


def _feed(saved: Saved) -> Given:
    page = read_feed(saved.body, saved.at)
    notes = (f"{page.form.shown}，“{page.title[:40]}”",)
    return Given(lines=page.entries, unreadable=page.unreadable, notes=notes)


WECHAT = {
    "article": Kind(shown="公众号文章", url=f"{ARTICLES}/s", refusal=article_refusal, read=_article),
    "state": Kind(shown="文章不可见时的说明页", url=f"{ARTICLES}/s", refusal=article_refusal, read=_state),
    "search": Kind(shown="文章搜索结果页", url=f"{SEARCH}/weixin", refusal=_search_refusal, read=_results),
    "feed": Kind(shown="桥接订阅（RSS、Atom、JSON）", url=BRIDGE, refusal=feed_refusal, read=_feed),
    "jump": Kind(shown="搜索结果跳转页", url=f"{SEARCH}/link", refusal=_search_refusal, read=_jump),
}
NOT_PAGES = {
    "callback": "这是公众平台推送的消息，不是一页帖文，parse 不读它",
}
"""Kinds that people may ask for and that hold no page of posts."""
