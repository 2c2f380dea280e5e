"""What the article host says in the place of an article."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from crawlers.pages.tree import first, has_class, text_of
from crawlers.pages.unreadable import UnreadablePage
from domain.shown import Shown


class ArticleState(Shown):
    """Why there is no article."""

    DELETED = "deleted", "已被发布者删除"
    REMOVED = "removed", "因违规或投诉被平台下架"
    RUMOUR = "rumour", "已被辟谣"
    PRIVATE = "private", "作者设为不可见"
    ACCOUNT_GONE = "account_gone", "公众号已注销、被屏蔽或被认定冒名"
    MOVED = "moved", "公众号已迁移"
    UNPUBLISHED = "unpublished", "未发布或审核中"
    NOT_NOW = "not_now", "暂时无法查看"
    BAD_LINK = "bad_link", "链接有误"
    EXPIRED = "expired", "临时链接已过期"


@dataclass(frozen=True, kw_only=True)
class NoArticle:
    """A page in the place of an article; `words` is its sentence, `moved_to` where a migrated account sends readers."""

    state: ArticleState
    words: str
    moved_to: str | None = None


MISSED = frozenset({ArticleState.NOT_NOW, ArticleState.BAD_LINK, ArticleState.EXPIRED, ArticleState.UNPUBLISHED})
"""States in which there is an article that we failed to see."""

SENTENCES: tuple[tuple[str, ArticleState], ...] = (
    ("已被发布者删除", ArticleState.DELETED),
    ("deleted by the author", ArticleState.DELETED),
    ("暂时无法查看", ArticleState.NOT_NOW),
    ("链接已过期", ArticleState.EXPIRED),
    ("参数错误", ArticleState.BAD_LINK),
    ("辟谣", ArticleState.RUMOUR),
    ("隐私设置", ArticleState.PRIVATE),
    ("发送失败", ArticleState.UNPUBLISHED),
    ("内容审核中", ArticleState.UNPUBLISHED),
    ("公众号已迁移", ArticleState.MOVED),
    ("号已迁移", ArticleState.MOVED),
    ("冒名", ArticleState.ACCOUNT_GONE),
    ("帐号", ArticleState.ACCOUNT_GONE),
    ("账号", ArticleState.ACCOUNT_GONE),
    ("该公众号", ArticleState.ACCOUNT_GONE),
    ("违规", ArticleState.REMOVED),
    ("投诉", ArticleState.REMOVED),
    ("违反", ArticleState.REMOVED),
    ("侵权", ArticleState.REMOVED),
)
MESSAGE = f"//*[{has_class('weui-msg__title')}] | //*[{has_class('mesg-block')}]"


def read_state(tree: HtmlElement, moved_to: str | None = None) -> NoArticle:
    """What a page without an article tells; raises UnreadablePage for a sentence that is not known.

    Only to be asked where the page has neither #js_content nor cgiDataNew: articles may quote these sentences.
    """
    message = first(tree, MESSAGE)
    if message is None:
        raise UnreadablePage("#js_content | cgiDataNew | .weui-msg__title", "既不是文章，也没有说明文章去向")
    words = text_of(message)
    for sentence, state in SENTENCES:
        if sentence in words:
            return NoArticle(state=state, words=words[:200], moved_to=moved_to if state is ArticleState.MOVED else None)
    raise UnreadablePage(".weui-msg__title", f"不认识的提示：{words[:40]!r}")
