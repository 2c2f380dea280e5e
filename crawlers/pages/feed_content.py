"""Whether what a feed gives as an article is the article, and its words."""

import re

from crawlers.pages.tree import text_of, tree_of
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_article import BLOCKS
from crawlers.pages.wechat_gate import ARTICLE, ARTICLE_MARKS

CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
TAGS = re.compile(r"<(?:p|section|div|br|img|h[1-6]|span)\b", re.IGNORECASE)
VERIFY = re.compile(r"环境异常.{0,40}(?:完成验证|去验证)|访问过于频繁，请用微信扫描二维码", re.DOTALL)
FAILED = re.compile(r"获取全文失败|DELETED|(?:文章)?内容获取失败|该内容已被发布者删除|此内容因违规无法查看")
LONGEST_NOTICE = 120
VERIFIED, NOT_FETCHED, ONLY_TITLE, NONE = (
    "桥接存下的是验证页，不是正文",
    "桥接没有取到正文",
    "只有标题",
    "没有正文",
)


def is_markup(written: str) -> bool:
    """Whether a text is written in HTML, as articles are and digests are not."""
    return bool(TAGS.search(written))


def words_of(written: str | None) -> str:
    """A piece of HTML or plain text as its words; a CDATA section that was escaped along with its text is opened."""
    text = CDATA.sub(r"\1", written or "").strip()
    if not text:
        return ""
    try:
        return text_of(tree_of(f"<div>{text}</div>".encode("utf-8", "replace")), skip=_is_picture, blocks=BLOCKS)
    except UnreadablePage:
        return ""


def missing_of(written: str | None, words: str, title: str) -> str:
    """Why a body is not the article, in Chinese; empty where it is.

    Articles may quote what a verification page says: its words count only where there is little else.
    """
    raw = (written or "").encode("utf-8", "replace")
    short = len(words) <= LONGEST_NOTICE
    if (ARTICLE_MARKS.search(raw) and not ARTICLE.search(raw)) or (short and VERIFY.search(words)):
        return VERIFIED
    if short and FAILED.match(words):
        return NOT_FETCHED
    if not words:
        return NONE
    return ONLY_TITLE if "".join(words.split()) == "".join(title.split()) else ""


def _is_picture(node: object) -> bool:
    return getattr(node, "tag", None) == "img"
