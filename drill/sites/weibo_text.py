"""Post text as s.weibo.com writes it in HTML."""

import re
from html import escape
from urllib.parse import quote

PARTS = re.compile(
    r"(?P<topic>#[^#\s<>]{1,40}#)|(?P<face>\[[\u4e00-\u9fffa-z]{1,8}\])|(?P<link>http://t\.cn/\w+)"
    r"|(?P<name>@[\w\u4e00-\u9fff-]{2,20})|(?P<line>\r?\n)"
)
FOLD_AT = 140


def marked_up(text: str, query: str) -> str:
    """Topics, faces, links, names and line breaks marked up, the words of the query highlighted, all else escaped."""
    pieces: list[str] = []
    end = 0
    for part in PARTS.finditer(text):
        pieces.extend((_lit(text[end : part.start()], query), _part(part, query)))
        end = part.end()
    pieces.append(_lit(text[end:], query))
    return "".join(pieces)


def _part(part: re.Match[str], query: str) -> str:
    words = part[0]
    if part["topic"]:
        return f'<a href="/weibo?q={quote(words, safe="")}" target="_blank">#{_lit(words[1:-1], query)}#</a>'
    if part["face"]:
        name = escape(words)
        return f'<img src="https://face.t.sinajs.cn/t4/face.png" title="{name}" alt="{name}" class="face" />'
    if part["link"]:
        return f'<a href="{escape(words)}" target="_blank"><i class="wbicon">O</i>网页链接</a>'
    if part["name"]:
        return f'<a href="//weibo.com/n/{quote(words[1:])}" target="_blank">{_lit(words, query)}</a>'
    return "<br/>"


def _lit(text: str, query: str) -> str:
    """Plain words, escaped, those of the query in red."""
    safe = escape(text)
    for word in query.split():
        safe = safe.replace(escape(word), f'<em class="s-color-red">{escape(word)}</em>')
    return safe


def paragraphs(text: str, query: str, name: str, address: str) -> str:
    """The text of a card: one paragraph, or a cut one and the whole one folded away."""
    kind = f'class="txt" node-type="feed_list_content" nick-name="{escape(name)}"'
    if len(text) <= FOLD_AT:
        return f"<p {kind}>\n                    {marked_up(text, query)}\u200b                </p>"
    unfold = f'<a href="{address}" action-type="fl_unfold" target="_blank">展开<i class="wbicon">c</i></a>'
    fold = '<a href="javascript:void(0);" action-type="fl_fold">收起<i class="wbicon">d</i></a>'
    full = kind.replace("feed_list_content", "feed_list_content_full") + ' style="display: none"'
    return (
        f"<p {kind}>\n                    {marked_up(text[:FOLD_AT], query)}...{unfold}                </p>\n"
        f"                <p {full}>\n                    {marked_up(text, query)}{fold}                </p>"
    )
