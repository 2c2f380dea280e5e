"""HTML as a tree, and the words in it as a reader sees them."""

import re
from collections.abc import Callable
from functools import cache

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawlers.pages.unreadable import UnreadablePage

SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
PADDING = "\u200b\ufeff \u3000"
UNREAD = frozenset({"script", "style", "template", "noscript", "head"})


def tree_of(body: bytes) -> HtmlElement:
    """The page as a tree without comments; raises UnreadablePage for an empty body."""
    try:
        return document_fromstring(body, parser=_parser())
    except etree.ParserError:
        raise UnreadablePage("html", "页面是空的") from None


def _parser() -> HTMLParser:
    """Without the limit of 256 levels: editors nest sections deeper, and what lies below would be lost in silence."""
    return HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def found(element: HtmlElement, path: str) -> list[HtmlElement]:
    """The elements at an XPath that selects elements."""
    result = _compiled(path)(element)
    return [node for node in result if isinstance(node, HtmlElement)] if isinstance(result, list) else []


@cache
def _compiled(path: str) -> etree.XPath:
    """A path made ready once; there are a few dozen of them."""
    return etree.XPath(path)


def first(element: HtmlElement, path: str) -> HtmlElement | None:
    """The first element at an XPath, None where there is none."""
    return next(iter(found(element, path)), None)


def has_class(name: str) -> str:
    """An XPath condition: the element carries this class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def text_of(
    root: HtmlElement, *, skip: Callable[[HtmlElement], bool] | None = None, blocks: frozenset[str] = frozenset()
) -> str:
    """The words of an element: white space as a browser shows it, a line break for each <br> and around `blocks`.

    Elements for which `skip` is true are left out with all that is in them. A picture gives its alt text.
    """
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for moment, node in walk:
        if moment == "start":
            if node.tag in UNREAD or (skip is not None and skip(node)):
                walk.skip_subtree()
                continue
            pieces.append(_opening(node, blocks))
        elif node is not root:
            pieces.append(("\n" if node.tag in blocks else "") + _plain(node.tail))
    lines = (SPACES.sub(" ", line).strip(PADDING) for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _opening(node: HtmlElement, blocks: frozenset[str]) -> str:
    """What an element says before its children."""
    if node.tag == "br":
        return "\n"
    if node.tag == "img":
        return str(node.get("alt") or "")
    return ("\n" if node.tag in blocks else "") + _plain(node.text)


def _plain(text: str | None) -> str:
    """Text between tags; its own line ends mean nothing in HTML."""
    return SPACES.sub(" ", text or "")
