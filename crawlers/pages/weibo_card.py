"""One result card of s.weibo.com, in today's template or the one of 2018, read into a Post."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml.html import HtmlElement

from crawlers.pages.counts import count_of
from crawlers.pages.tree import first, found, has_class, text_of
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_mid import bid_of, mid_of, published_at
from domain.post import Author, Channel, Post, PostKind, Reading, Verification

FROM = f".//*[self::div or self::p][{has_class('from')}]"
COMMENT = f".//div[{has_class('card-comment')}]"
FOLDS = frozenset({"fl_unfold", "fl_fold"})
TOMBSTONE = "抱歉，"
BADGES = {
    "vblue": Verification.ORGANISATION,
    "icon-vip-b": Verification.ORGANISATION,
    "vyellow": Verification.PERSON,
    "vorange": Verification.PERSON,
    "vgold": Verification.PERSON,
    "icon-vip-y": Verification.PERSON,
    "icon-vip-g": Verification.PERSON,
}
BADGE = re.compile(r"woo_svg_(v\w+)|\b(icon-vip-[a-z])\b")
ACCOUNT = re.compile(r"weibo\.com/(?:u/)?(\d+)")
ADDRESS = re.compile(r"weibo\.com/\d+/([0-9A-Za-z]+)")
ORIGINAL = re.compile(r"(?:^|&)mid=(\d+)")
SKEW = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class _Quoted:
    """What a card says of the post that it repeats; both None where that post is gone."""

    text: str | None = None
    mid: int | None = None


def read_card(card: HtmlElement, collected_at: datetime) -> Post:
    """The post of one card. Changes the tree: the quoted post is cut out so that own words stay apart.

    The time is the one inside the number, exact to the second, since cards only say "3 minutes ago". Raises
    UnreadablePage with the card's number where a part that every card has is missing or odd.
    """
    mid = _mid(card, collected_at)
    place = f"card mid={mid}"
    quoted = _cut_quoted(card)
    own, chain = _own_words(_text(card, place))
    author = _author(card, place)
    repeats = [words for words in (chain, quoted.text if quoted else None) if words]
    return Post(
        channel=Channel.WEIBO,
        native_id=str(mid),
        kind=PostKind.REPOST if quoted else PostKind.POST,
        text=own,
        quoted="\n".join(repeats) or None,
        root_id=str(quoted.mid) if quoted and quoted.mid else None,
        published_at=published_at(mid),
        collected_at=collected_at,
        url=f"https://weibo.com/{author.key}/{bid_of(mid)}",
        author=author,
        source=_source(card),
        reading=_reading(card, place, collected_at),
    )


def _mid(card: HtmlElement, collected_at: datetime) -> int:
    written = card.get("mid") or ""
    if not (written.isascii() and written.isdecimal()) or not 10 <= len(written) <= 19:
        raise UnreadablePage("div[@action-type='feed_list_item']/@mid", f"帖文编号不是数字：{written[:30]!r}")
    if published_at(int(written)) > collected_at + SKEW:
        raise UnreadablePage(f"card mid={written}", "编号里的时间晚于采集时间，编号规则可能变了")
    return int(written)


def _text(block: HtmlElement, place: str) -> str:
    """The full words where the card carries them folded away, else the shown ones."""
    for kind in ("feed_list_content_full", "feed_list_content"):
        words = first(block, f".//p[@node-type='{kind}']")
        if words is not None:
            return text_of(words, skip=_is_decoration)
    raise UnreadablePage(f"{place} > p[@node-type='feed_list_content']", "找不到正文")


def _is_decoration(node: HtmlElement) -> bool:
    """Icons drawn with letters, and the links that fold and unfold."""
    if node.tag == "i":
        return "wbicon" in (node.get("class") or "")
    return node.tag == "a" and node.get("action-type") in FOLDS


def _own_words(text: str) -> tuple[str, str | None]:
    """The author's own words, and the chain of repeated ones from the first //@ on."""
    own, mark, chain = text.partition("//@")
    return own.strip(), f"{mark}{chain}" if mark else None


def _cut_quoted(card: HtmlElement) -> _Quoted | None:
    """Take the repeated post out of the card; None where the card repeats nothing."""
    block = first(card, COMMENT)
    if block is None:
        return None
    block.drop_tree()
    words = [text_of(node, skip=_is_decoration) for node in found(block, ".//p[@node-type]")]
    full = max(words, key=len, default="")
    return _Quoted(text=None if full.startswith(TOMBSTONE) else full or None, mid=_quoted_mid(block))


def _quoted_mid(block: HtmlElement) -> int | None:
    like = first(block, ".//a[@action-type='feed_list_like']")
    if like is not None and (match := ORIGINAL.search(like.get("action-data") or "")):
        return int(match[1])
    link = first(block, f"{FROM}//a[@href]")
    match = ADDRESS.search(link.get("href") or "") if link is not None else None
    return mid_of(match[1]) if match else None


def _author(card: HtmlElement, place: str) -> Author:
    name = first(card, f".//a[{has_class('name')}]")
    if name is None:
        raise UnreadablePage(f"{place} > a.name", "找不到作者")
    links = [name, *found(card, f"{FROM}//a[@href]")]
    key = next((match[1] for link in links if (match := ACCOUNT.search(link.get("href") or ""))), None)
    if key is None:
        raise UnreadablePage(f"{place} > a.name/@href", "作者链接里没有账号编号")
    return Author(key=key, name=text_of(name) or name.get("nick-name"), verification=_verification(card))


def _verification(card: HtmlElement) -> Verification | None:
    """What the badge beside the portrait says; None where the card shows no portrait at all."""
    heads = found(card, f".//div[{has_class('avator')}] | .//div[{has_class('info')}]")
    marks = [
        str(value)
        for head in heads
        for node in found(head, ".//*[self::svg or self::use or self::i or self::span]")
        for value in node.attrib.values()
    ]
    for match in (BADGE.search(mark) for mark in marks):
        if match and (badge := BADGES.get(match[1] or match[2])):
            return badge
    return Verification.NONE if first(card, f".//div[{has_class('avator')}]") is not None else None


def _source(card: HtmlElement) -> str | None:
    """The client or device after 来自, None where the card does not tell."""
    link = first(card, f"{FROM}//a[@rel='nofollow']")
    return (text_of(link) or None) if link is not None else None


def _reading(card: HtmlElement, place: str, at: datetime) -> Reading:
    return Reading(
        read_at=at,
        reposts=_count(card, "feed_list_forward", place),
        comments=_count(card, "feed_list_comment", place),
        likes=_count(card, "feed_list_like", place),
    )


def _count(card: HtmlElement, action: str, place: str) -> int | None:
    button = first(card, f".//div[{has_class('card-act')}]//a[@action-type='{action}']")
    if button is None:
        return None
    try:
        return count_of(text_of(button, skip=_is_decoration))
    except ValueError as wrong:
        raise UnreadablePage(f"{place} > a[@action-type='{action}']", str(wrong)) from wrong
