"""The words of an article, by what kind of page it is; embedded media become marks."""

import html
import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from crawlers.pages.tree import first, found, text_of, tree_of
from crawlers.pages.wechat_scripts import first_of, unescaped

BLOCKS = frozenset(
    {"p", "section", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table"}
)
MARKS = {
    "mpvoice": "〔音频〕",
    "mp-common-mpaudio": "〔音频〕",
    "audio": "〔音频〕",
    "qqmusic": "〔音乐〕",
    "mp-common-qqmusic": "〔音乐〕",
    "mpvideosnap": "〔视频〕",
    "mp-common-videosnap": "〔视频〕",
    "mpvideo": "〔视频〕",
    "video": "〔视频〕",
    "iframe": "〔视频〕",
    "mp-common-profile": "〔公众号名片〕",
    "mp-miniprogram": "〔小程序〕",
    "mp-common-miniprogram": "〔小程序〕",
    "mp-common-product": "〔商品〕",
    "mpvote": "〔投票〕",
    "mp-common-vote": "〔投票〕",
    "mpcps": "〔商品〕",
}
EMBEDDED = " | ".join(f".//{tag}" for tag in MARKS)
TAG = re.compile(r"</?(?:a|br|p|span|section|div|img)(?:\s[^<>]*)?/?>", re.IGNORECASE)
ESCAPED_TAG = re.compile(r"&(?:amp;)?lt;/?(?:a|br|p|span|section|div|img)\b", re.IGNORECASE)
IN_BODY = frozenset({"0", "11"})
"""Kinds whose words stand in #js_content; of all others it is a decoy, or not there."""


def body_text(
    facts: Mapping[str, str], variables: Mapping[str, str], content: HtmlElement | None, tree: HtmlElement
) -> str | None:
    """The words of the body, None where the page shows none: then the title is all there is.

    Kinds: 0 article, 5 video, 7 audio, 8 pictures, 10 text, 11 shared article, 17 short text.
    """
    kind = first_of(facts, "item_show_type") or first_of(variables, "item_show_type") or "0"
    if kind in IN_BODY and content is not None:
        return _readable(content) or _share_words(variables)
    field = first_of(facts, "text_page_info.content_noencode", "content_noencode")
    shown = first(tree, "//meta[@property='og:description']")
    told = (field, shown.get("content") if shown is not None else None, first_of(facts, "desc"))
    return next((text for one in told if (text := _plain(one))), None)


def _share_words(variables: Mapping[str, str]) -> str | None:
    """What an old repost says of itself: its body is empty, the shared article stands elsewhere."""
    return _plain(first_of(variables, "msg_desc"))


def _readable(content: HtmlElement) -> str:
    for node in found(content, EMBEDDED):
        mark = MARKS[str(node.tag)]
        node.clear(keep_tail=True)
        node.text = mark
    return text_of(content, skip=lambda node: node.tag == "img", blocks=BLOCKS)


def _plain(field: str | None) -> str | None:
    """A field that holds text with a few links, escaped once or twice; tags are dropped, words kept.

    It is unescaped only as far as its own tags: what then looks like one was typed by the author, and is text.
    """
    if not field or not field.strip():
        return None
    text = field.replace("\\n", "\n")
    while not TAG.search(text) and ESCAPED_TAG.search(text):
        text = html.unescape(text)
    if not TAG.search(text):
        return "\n".join(line.strip() for line in unescaped(text).splitlines()).strip() or None
    return _readable(tree_of(f"<div>{text.replace(chr(10), '<br>')}</div>".encode())) or None
