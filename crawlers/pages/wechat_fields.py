"""The body of a push, XML or JSON, as fields; strangers may have written it."""

import hashlib
import json
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_shape import Object, an_object, number, words

DEEPEST = 8


class Dangerous(UnreadablePage):
    """XML that defines entities or a document type; no platform sends such."""


def fields_of(body: bytes) -> Object:
    """Fields by name; a repeated element becomes a list. Raises UnreadablePage, Dangerous for entities and DTDs."""
    return _of_json(body) if body.lstrip()[:1] == b"{" else _of_xml(body)


def key_of(fields: Object) -> str:
    """The same for every repetition of a message: by MsgId, events by sender, moment and event; a hash of 64 digits.

    Raises UnreadablePage where there is neither.
    """
    if (native := number(fields, "MsgId")) is not None:
        return _hash("message", str(native))
    event = words(fields, "Event")
    if event is None:
        raise UnreadablePage("MsgId", "既没有 MsgId，也没有 Event")
    sender = words(fields, "FromUserName") or words(fields, "OpenKfId") or ""
    return _hash("event", sender, str(number(fields, "CreateTime")), event, words(fields, "Token") or "")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _of_json(body: bytes) -> Object:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadablePage("$", "JSON 残缺") from None
    return an_object(found, "$")


def _of_xml(body: bytes) -> Object:
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise Dangerous("$", "XML 里带有实体或 DTD 定义") from None
    except (ParseError, ValueError, LookupError):
        raise UnreadablePage("$", "XML 残缺") from None
    return _children(root, DEEPEST)


def _children(element: Element, left: int) -> Mapping[str, object]:
    if not left:
        raise UnreadablePage(element.tag, "XML 层数过深")
    found: dict[str, object] = {}
    for child in element:
        value: object = _children(child, left - 1) if len(child) else (child.text or "")
        if child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[child.tag] = value
    return found
