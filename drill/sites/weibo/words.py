"""Post text in the HTML of the search, of weibo.com and of m.weibo.cn."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

PARTS = re.compile(
    r"(?P<topic>#[^#\s<>]{1,40}#)|(?P<face>\[[\u4e00-\u9fffa-z]{1,8}\])|(?P<link>http://t\.cn/\w+)"
    r"|(?P<name>@[\w\u4e00-\u9fff-]{2,20})|(?P<line>\r?\n)"
)
FOLD_AT = 140
ICON = "https://h5.sinaimg.cn/upload/2015/09/25/3/timeline_card_small_web_default.png"
END = "\u200b"

Part = Callable[[re.Match[str]], str]


def marked_up(text: str, query: str) -> str:
    """For the search: parts marked up, the words of the query highlighted, all else escaped."""
    return _joined(text, lambda part: _search_part(part, query), lambda words: _lit(words, query))


def web_text(text: str) -> str:
    """For weibo.com: hrefs of names stand without quotes."""
    return _joined(text, _web_part, escape)


def mobile_text(text: str) -> str:
    """For m.weibo.cn: the alt of a face stands without quotes."""
    return _joined(text, _mobile_part, escape)


def is_long(text: str) -> bool:
    """Whether lists cut it."""
    return len(text) > FOLD_AT


def cut_web(text: str) -> str:
    """As lists of weibo.com show it: long texts are cut, and every text ends with an invisible sign."""
    if not is_long(text):
        return web_text(text) + END
    return f'{web_text(text[:FOLD_AT])} ...<span class="expand">展开</span>{END}'


def cut_raw(text: str) -> str:
    """The plain text of a list, cut as well where it is long."""
    return (f"{text[:FOLD_AT]} ..." if is_long(text) else text) + END


def cut_mobile(text: str, mid: int) -> str:
    """As lists of m.weibo.cn show it."""
    if not is_long(text):
        return mobile_text(text) + END
    return f'{mobile_text(text[:FOLD_AT])}...<a href="/status/{mid}">全文</a>{END}'


def paragraphs(text: str, query: str, name: str, address: str) -> str:
    """The text of a search card: one paragraph, or a cut one and the whole one folded away."""
    kind = f'class="txt" node-type="feed_list_content" nick-name="{escape(name)}"'
    if not is_long(text):
        return f"<p {kind}>\n                    {marked_up(text, query)}{END}                </p>"
    unfold = f'<a href="{address}" action-type="fl_unfold" target="_blank">展开<i class="wbicon">c</i></a>'
    fold = '<a href="javascript:void(0);" action-type="fl_fold">收起<i class="wbicon">d</i></a>'
    full = kind.replace("feed_list_content", "feed_list_content_full") + ' style="display: none"'
    return (
        f"<p {kind}>\n                    {marked_up(text[:FOLD_AT], query)}...{unfold}                </p>\n"
        f"                <p {full}>\n                    {marked_up(text, query)}{fold}                </p>"
    )


def _joined(text: str, part_as: Part, words_as: Callable[[str], str]) -> str:
    pieces: list[str] = []
    end = 0
    for part in PARTS.finditer(text):
        pieces.extend((words_as(text[end : part.start()]), part_as(part)))
        end = part.end()
    pieces.append(words_as(text[end:]))
    return "".join(pieces)


def _search_part(part: re.Match[str], query: str) -> str:
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


def _web_part(part: re.Match[str]) -> str:
    words = escape(part[0])
    if part["topic"]:
        address = f"//s.weibo.com/weibo?q={quote(part[0], safe='')}"
        return f'<a href="{address}" target="_blank">{words}</a>'
    if part["face"]:
        return f'<img alt="{words}" title="{words}" src="https://face.t.sinajs.cn/t4/face.png" />'
    if part["link"]:
        return f'<a target="_blank" href="{words}"><img class="icon-link" src="{ICON}"/>网页链接</a>'
    if part["name"]:
        return f'<a href=/n/{words[1:]} usercard="name={words}">{words}</a>'
    return "<br />"


def _mobile_part(part: re.Match[str]) -> str:
    words = escape(part[0])
    if part["topic"]:
        inner = quote(f"231522type=1&t=10&q={part[0]}", safe="")
        address = f"https://m.weibo.cn/search?containerid={inner}"
        return f'<a  href="{address}" data-hide=""><span class="surl-text">{words}</span></a>'
    if part["face"]:
        face = "//h5.sinaimg.cn/m/emoticon/icon/default/face.png"
        return f'<span class="url-icon"><img alt={words} src="{face}" style="width:1em; height:1em;" /></span>'
    if part["link"]:
        address = f"https://weibo.cn/sinaurl?u={quote(part[0], safe='')}"
        icon = f"<span class='url-icon'><img style='width: 1rem;height: 1rem' src='{ICON}'></span>"
        return f'<a data-url="{words}" href="{address}" data-hide="">{icon}<span class="surl-text">网页链接</span></a>'
    if part["name"]:
        return f"<a href='/n/{words[1:]}'>{words}</a>"
    return "<br />"


def _lit(text: str, query: str) -> str:
    """Plain words, escaped, those of the query in red."""
    safe = escape(text)
    for word in query.split():
        safe = safe.replace(escape(word), f'<em class="s-color-red">{escape(word)}</em>')
    return safe
