"""An article page of mp.weixin.qq.com: type 0 (article), 8 (pictures), 10 (text); older pages by their variables."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from lxml.html import HtmlElement

from crawlers.pages.tree import first, text_of, tree_of
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_scripts import first_of, object_facts, unescaped, variable_facts
from crawlers.pages.wechat_state import ArticleState, read_state
from domain.day import CHINA
from domain.post import Author, Channel, Post, PostKind, Reading

CONTENT = "//*[@id='js_content']"
BLOCKS = frozenset(
    {"p", "section", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table"}
)
BIZ = re.compile(r"[A-Za-z0-9+/]{4,40}={0,2}")
SHOWN_TYPES = frozenset({"0", "11"})


def read_article(body: bytes, url: str, collected_at: datetime) -> Post | ArticleState:
    """The article, or the state that the page tells in its place.

    Identity is (biz, mid, idx), since a page reached through a temporary link has nothing else; `url`, where it was
    fetched, is kept where the page tells no lasting link, and such a link dies within hours. Raises UnreadablePage with
    the missing fact's name.
    """
    tree = tree_of(body)
    page = body.decode("utf-8", "replace")
    facts = object_facts(page)
    content = first(tree, CONTENT)
    if not facts and content is None:
        return read_state(tree)
    variables = variable_facts(page)
    title = _title(facts, variables, tree)
    return Post(
        channel=Channel.WECHAT,
        native_id=_identity(facts, variables),
        kind=PostKind.ARTICLE,
        title=title,
        text=_text(facts, variables, content, tree) or title,
        published_at=_time(facts, variables),
        collected_at=collected_at,
        url=_address(facts, variables) or url,
        author=_account(facts, variables),
        region=first_of(facts, "ip_wording.province_name", "ip_wording.country_name"),
        reading=_reading(facts, collected_at),
    )


def _identity(facts: Mapping[str, str], variables: Mapping[str, str]) -> str:
    biz = _needed("biz", first_of(facts, "bizuin"), first_of(variables, "biz"))
    mid = _needed("mid", first_of(facts, "mid"), first_of(variables, "mid", "appmsgid"))
    idx = _needed("idx", first_of(facts, "idx"), first_of(variables, "idx"))
    if not BIZ.fullmatch(biz) or not mid.isdecimal() or not idx.isdecimal():
        raise UnreadablePage("biz, mid, idx", f"文章编号形状不对：{biz[:40]!r} {mid[:20]!r} {idx[:20]!r}")
    return f"{biz}:{mid}:{idx}"


def _needed(name: str, *values: str | None) -> str:
    for value in values:
        if value:
            return value
    raise UnreadablePage(f"cgiDataNew.{name} | var {name}", f"页面里没有 {name}")


def _title(facts: Mapping[str, str], variables: Mapping[str, str], tree: HtmlElement) -> str:
    shown = first(tree, "//*[@id='activity-name']")
    return unescaped(
        _needed(
            "title",
            first_of(facts, "title"),
            first_of(variables, "msg_title", "title"),
            text_of(shown) if shown is not None else None,
            _meta(tree, "og:title"),
        )
    ).strip()


def _text(
    facts: Mapping[str, str], variables: Mapping[str, str], content: HtmlElement | None, tree: HtmlElement
) -> str | None:
    """The words of the body; types other than 0 and 11 carry them in a field and show a decoy, if anything."""
    kind = first_of(facts, "item_show_type") or first_of(variables, "item_show_type") or "0"
    if kind in SHOWN_TYPES and content is not None:
        return _readable(content)
    field = first_of(facts, "text_page_info.content_noencode", "content_noencode")
    return _plain(field) or _plain(_meta(tree, "og:description"))


def _readable(content: HtmlElement) -> str:
    return text_of(content, skip=lambda node: node.tag == "img", blocks=BLOCKS)


def _plain(field: str | None) -> str | None:
    """A field that holds text with a few links, escaped once or twice; tags are dropped, words kept."""
    if not field or not field.strip():
        return None
    lines = unescaped(field).replace("\n", "<br>")
    return _readable(tree_of(f"<div>{lines}</div>".encode()))


def _time(facts: Mapping[str, str], variables: Mapping[str, str]) -> datetime:
    epoch = first_of(facts, "create_timestamp", "ori_create_time", "ori_send_time") or first_of(
        variables, "ct", "create_time", "ori_send_time"
    )
    if epoch and epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC)
    written = _needed("create_time", first_of(facts, "create_time"), epoch)
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA).astimezone(UTC)
    except ValueError:
        raise UnreadablePage("cgiDataNew.create_time", f"不认识的时间：{written[:30]!r}") from None


def _account(facts: Mapping[str, str], variables: Mapping[str, str]) -> Author:
    key = _needed("biz", first_of(facts, "bizuin"), first_of(variables, "biz"))
    name = first_of(facts, "nick_name") or first_of(variables, "nickname", "nick_name")
    return Author(key=key, name=unescaped(name) if name else None)


def _address(facts: Mapping[str, str], variables: Mapping[str, str]) -> str | None:
    """The lasting link where the page tells it; pages behind temporary links do not."""
    link = first_of(facts, "link") or first_of(variables, "msg_link")
    link = unescaped(link).replace("http://", "https://", 1) if link else ""
    return link if link.startswith("https://mp.weixin.qq.com/") else None


def _reading(facts: Mapping[str, str], at: datetime) -> Reading | None:
    """The number of shown comments, the only count without a log-in; where it is missing nothing is known."""
    shown = first_of(facts, "rt_biz_info.elected_comment_total_cnt")
    return Reading(read_at=at, comments=int(shown)) if shown and shown.isdecimal() else None


def _meta(tree: HtmlElement, name: str) -> str | None:
    node = first(tree, f"//meta[@property='{name}']")
    return node.get("content") if node is not None else None
