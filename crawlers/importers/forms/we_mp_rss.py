"""we-mp-rss: the JSON of a feed, an object with items.

Source: its core/rss.py (2025 to 2026): updated is ISO, in China time where it has no zone; content is HTML, may be
missing, the word DELETED, or a verification page that was kept as if it were the article; link may be the tool's own
address. The id is the account's number, a dash and the article's own id, which mostly is message_place: with these an
article has the same identity as one that we collect. Else the link to the article tells it apart.
"""

import re

from crawlers.importers.forms.form import Cell, Form, Told
from crawlers.importers.values import BadValue
from crawlers.pages.feed_link import article_link
from crawlers.pages.tree import text_of, tree_of
from crawlers.pages.wechat_body import BLOCKS
from domain.article_address import Address, AddressKind, identity
from domain.post import Channel, PostKind

PLACED = re.compile(r"(\d{6,12})-(\d{6,12})_(\d{1,2})")
GATES = ("环境异常", "完成验证", "当前环境")


def _tidy(told: Told, cell: Cell) -> None:
    address = article_link(told["url"])
    told["url"] = address.url if address else ""
    told["native_id"], told["author_id"] = _identity(told["native_id"].strip(), address)
    told["author_name"] = cell("channel_name") or cell("feed.name")
    told["author_id"] = told["author_id"] or told["author_name"]
    told["text"] = _words(told["text"]) or _words(cell("description")) or told["title"]
    told["kind"] = PostKind.ARTICLE.value


def _identity(tool: str, address: Address | None) -> tuple[str, str]:
    """The article's identity and the account's; the tool's own id is the last resort."""
    if address is not None and address.kind is AddressKind.LONG:
        return address.name, address.name.partition(":")[0]
    placed = PLACED.fullmatch(tool)
    if placed and (name := identity(placed[1], placed[2], placed[3])):
        return name, name.partition(":")[0]
    return (address.name if address else tool), ""


def _words(content: str) -> str:
    if not content.strip() or content.strip() == "DELETED":
        return ""
    words = text_of(tree_of(f"<div>{content}</div>".encode("utf-8", "replace")), blocks=BLOCKS)
    if len(words) < 200 and any(gate in words for gate in GATES):
        raise BadValue("正文是微信的验证页，不是文章；请在 we-mp-rss 里重新抓取这一篇")
    return words


FORM = Form(
    name="we-mp-rss 公众号文章",
    channel=Channel.WECHAT,
    sure=frozenset({"id", "title", "description", "link", "updated", "content"}),
    fields={"native_id": "id", "title": "title", "text": "content", "published_at": "updated", "url": "link"},
    tidy=_tidy,
)
