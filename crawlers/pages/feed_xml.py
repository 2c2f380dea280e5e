"""Feeds in XML: RSS 2.0 and Atom, also where they are not quite that.

Read with lxml and not with a feed library: such libraries mend what is broken without saying so, and take a time
without a zone for UTC. Declarations of entities are refused, so that nothing is expanded or fetched.
"""

import re
from collections.abc import Iterator

from lxml import etree

from crawlers.pages.feed_entry import Raw
from crawlers.pages.unreadable import UnreadablePage
from domain.feed import FeedForm

NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DECLARES = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
CONTENT = "http://purl.org/rss/1.0/modules/content/"
FORGIVEN = frozenset({"NS_ERR_UNDEFINED_NAMESPACE"})
"""A prefix that nobody declared, as some tools leave content:encoded; any other fault makes a feed unreadable."""


def read_xml(body: bytes) -> tuple[FeedForm, str, list[Raw]]:
    """Form, title and entries; raises UnreadablePage for XML that is broken, dangerous, or no feed."""
    root = _root(body)
    name = _local(root)
    if name == "rss" and (channel := _first(root, "channel")) is not None:
        return FeedForm.RSS, _text(channel, "title") or "", list(_rss(channel))
    if name == "feed":
        return FeedForm.ATOM, _text(root, "title") or "", list(_atom(root))
    raise UnreadablePage(f"/{name}", f"最外层是 <{name[:40]}>，不是 RSS 或 Atom 订阅")


def _root(body: bytes) -> etree._Element:
    if DECLARES.search(body):
        raise UnreadablePage("<!ENTITY>", "订阅里声明了 XML 实体，可能是攻击，已拒绝读取")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(NOT_IN_XML.sub(b"", body.removeprefix(b"\xef\xbb\xbf").lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as trouble:
        raise UnreadablePage("xml", f"不是合格的 XML（{str(trouble)[:80]}）") from None
    faults = [fault for fault in parser.error_log if fault.type_name not in FORGIVEN]
    if faults or root is None:
        line = faults[0].line if faults else 1
        raise UnreadablePage(f"xml 第 {line} 行", "XML 写坏了，或没有传完整")
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadablePage("<!DOCTYPE>", "订阅带有文档类型声明，可能是攻击，已拒绝读取")
    return root


def _rss(channel: etree._Element) -> Iterator[Raw]:
    """`content:encoded` is the body; a description in HTML stands for it where there is none."""
    for number, item in enumerate(_all(channel, "item")):
        yield Raw(
            place=f"rss.channel.item[{number}]",
            title=_text(item, "title"),
            link=_text(item, "link"),
            body=_text(item, "encoded"),
            digest=_text(item, "description"),
            account=_text(item, "creator") or _text(item, "author"),
            when=_text(item, "pubDate") or _text(item, "date"),
        )


def _atom(root: etree._Element) -> Iterator[Raw]:
    """`author` may be plain text and `updated` in the form of RFC 822, as we-mp-rss writes them."""
    for number, entry in enumerate(_all(root, "entry")):
        author = _first(entry, "author")
        yield Raw(
            place=f"feed.entry[{number}]",
            title=_text(entry, "title"),
            link=_href(entry),
            body=_text(entry, "content") or _text(entry, "encoded"),
            digest=_text(entry, "summary") or _text(entry, "description"),
            account=None if author is None else _text(author, "name") or _words(author),
            when=_text(entry, "published") or _text(entry, "updated"),
        )


def _href(entry: etree._Element) -> str | None:
    links = _all(entry, "link")
    best = [link for link in links if link.get("rel", "alternate") == "alternate"] or links
    return (best[0].get("href") or _words(best[0])) if best else None


def _all(parent: etree._Element, name: str) -> list[etree._Element]:
    """Children by their local name, whatever namespace they are in or say that they are in."""
    return [child for child in parent if isinstance(child.tag, str) and _local(child) == name]


def _first(parent: etree._Element, name: str) -> etree._Element | None:
    return next(iter(_all(parent, name)), None)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _text(parent: etree._Element, name: str) -> str | None:
    child = _first(parent, name)
    return None if child is None else _words(child)


def _words(element: etree._Element) -> str | None:
    """What stands in an element; XHTML inside it is written out again as markup."""
    if len(element):
        inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
        return ((element.text or "") + inner).strip() or None
    return (element.text or "").strip() or None
