"""A result page of s.weibo.com."""

from dataclasses import dataclass
from datetime import datetime

from crawlers.pages.tree import first, found, has_class, tree_of
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_card import read_card
from domain.post import Post

CARDS = "//div[@action-type='feed_list_item'][@mid]"
NOTHING = f"//div[{has_class('card-no-result')}]"
PAGE_LIST = f"//ul[{has_class('s-scroll')}]/li"
END, TAIL = b"</html>", 4096
NEXT = f"//a[{has_class('next')}][@href]"


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """What one result page holds.

    `pages` is how many the page list names (1 where there is no list), `nothing` whether the site says that there is
    no result; `unreadable` are cards that had to be left out, which makes the page evidence of a changed layout.
    """

    posts: tuple[Post, ...] = ()
    unreadable: tuple[UnreadablePage, ...] = ()
    pages: int = 1
    more: bool = False
    nothing: bool = False


def read_search(body: bytes, collected_at: datetime) -> SearchPage:
    """Read a result page. Raises UnreadablePage where it shows neither posts nor the word that there are none.

    A page that breaks off is refused too: the cards that are left would look like the whole. Promoted and related
    blocks carry no number and are passed over.
    """
    if END not in body[-TAIL:].lower():
        raise UnreadablePage("</html>", "页面没有收完")
    tree = tree_of(body)
    pages = max(1, len(found(tree, PAGE_LIST)))
    more = first(tree, NEXT) is not None
    if first(tree, NOTHING) is not None:
        return SearchPage(pages=pages, more=more, nothing=True)
    cards = found(tree, CARDS)
    if not cards:
        raise UnreadablePage(CARDS, "既没有帖文卡片，也没有“未找到相关结果”的提示")
    posts: list[Post] = []
    unreadable: list[UnreadablePage] = []
    for card in cards:
        try:
            posts.append(read_card(card, collected_at))
        except UnreadablePage as reason:
            unreadable.append(reason)
    return SearchPage(posts=tuple(posts), unreadable=tuple(unreadable), pages=pages, more=more)
