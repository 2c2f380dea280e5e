"""One result card of s.weibo.com, in today's template or the one of 2018, read into a Post."""

import re
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from crawlers.pages.counts import count_of
from crawlers.pages.tree import first, found, has_class, text_of
from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.weibo_mid import bid_of, mid_of
from crawlers.pages.weibo_when import mid_from, published, shown_time
from crawlers.pages.weibo_words import Words, clean, is_notice, parted
from domain.post import Author, Channel, Post, PostKind, Reading, Verification

FROM = f".//*[self::div or self::p][{has_class('from')}]"
COMMENT = f".//div[{has_class('card-comment')}]"
INNER = ".//div[@action-type='feed_list_item']"
FOLDS = frozenset({"fl_unfold", "fl_fold"})
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
ADDRESS = re.compile(r"weibo\.com/(\d+)/([0-9A-Za-z]+)")
ORIGINAL = re.compile(r"(?:^|&)mid=(\d+)")


@dataclass(frozen=True, kw_only=True)
class _Quoted:
    """What a card says of the post that it repeats; both None where that post is gone."""

    text: str | None = None
    mid: int | None = None


def read_card(card: HtmlElement, collected_at: datetime) -> Post:
    """The post of one card. Changes the tree: the quoted post is cut out so that own words stay apart.

    The time is the one inside the number, exact to the second, since cards only say "3 minutes ago". Raises
    UnreadablePage with the card's number where a part that every card has is missing or odd, or where its parts speak
    of different posts.
    """
    mid = mid_from(card.get("mid") or "", "div[@action-type='feed_list_item']/@mid")
    with within(f"card mid={mid}"):
        if first(card, INNER) is not None:
            raise UnreadablePage("div[@action-type='feed_list_item']", "卡片里套着另一张卡片，两条的内容会混在一起")
        quoted = _cut_quoted(card)
        shown = _text(card)
        author = _author(card)
        return _post(mid, shown, quoted, author, card, collected_at)


def _post(
    mid: int, shown: Words, quoted: _Quoted | None, author: Author, card: HtmlElement, collected_at: datetime
) -> Post:
    own, chain = parted(shown.text)
    repeats = [words for words in (chain, quoted.text if quoted else None) if words]
    if quoted and quoted.mid and quoted.mid >= mid:
        raise UnreadablePage("div.card-comment", "被转发的帖文比转发还新")
    return Post(
        channel=Channel.WEIBO,
        native_id=str(mid),
        kind=PostKind.REPOST if quoted else PostKind.POST,
        text=own,
        quoted="\n".join(repeats) or None,
        root_id=str(quoted.mid) if quoted and quoted.mid else None,
        published_at=published(mid, _time_told(card, mid, author), collected_at),
        collected_at=collected_at,
        url=f"https://weibo.com/{author.key}/{bid_of(mid)}",
        author=author,
        source=_source(card),
        reading=_reading(card, collected_at),
        cut=shown.cut,
    )


def _text(block: HtmlElement) -> Words:
    """The full words where the card carries them folded away, else the shown ones, which may end early."""
    for kind in ("feed_list_content_full", "feed_list_content"):
        words = first(block, f".//p[@node-type='{kind}']")
        if words is not None:
            cut = first(words, ".//a[@action-type='fl_unfold']") is not None
            text = _text_of(words)
            return Words(text=text.rstrip(".… ") if cut else text, cut=cut)
    raise UnreadablePage("p[@node-type='feed_list_content']", "找不到正文")


def _is_decoration(node: HtmlElement) -> bool:
    """Icons drawn with letters, and the links that fold and unfold."""
    if node.tag == "i":
        return "wbicon" in (node.get("class") or "")
    return node.tag == "a" and node.get("action-type") in FOLDS


def _cut_quoted(card: HtmlElement) -> _Quoted | None:
    """Take the repeated post out of the card; None where the card repeats nothing.

    A notice stands in its place where it is gone; a person may begin like a notice, but has a name.
    """
    block = first(card, COMMENT)
    if block is None:
        return None
    block.drop_tree()
    full = max((_text_of(node) for node in found(block, ".//p[@node-type]")), key=len, default="")
    named = first(block, ".//a[@nick-name]") is not None
    return _Quoted(text=full if full and (named or not is_notice(full)) else None, mid=_quoted_mid(block))


def _text_of(node: HtmlElement) -> str:
    return clean(text_of(node, skip=_is_decoration))


def _quoted_mid(block: HtmlElement) -> int | None:
    """The number of the repeated post, told by its button and by its address."""
    like = first(block, ".//a[@action-type='feed_list_like']")
    button = ORIGINAL.search(like.get("action-data") or "") if like is not None else None
    link = first(block, f"{FROM}//a[@href]")
    address = ADDRESS.search(link.get("href") or "") if link is not None else None
    told = {int(button[1])} if button else set()
    told |= {mid_of(address[2])} if address else set()
    if len(told) > 1:
        raise UnreadablePage("div.card-comment", f"被转发的帖文编号前后不一：{sorted(told)}")
    return told.pop() if told else None


def _author(card: HtmlElement) -> Author:
    name = first(card, f".//a[{has_class('name')}]")
    if name is None:
        raise UnreadablePage("a.name", "找不到作者")
    links = [name, *found(card, f"{FROM}//a[@href]")]
    key = next((match[1] for link in links if (match := ACCOUNT.search(link.get("href") or ""))), None)
    if key is None:
        raise UnreadablePage("a.name/@href", "作者链接里没有账号编号")
    return Author(
        key=key, name=clean(text_of(name)) or clean(name.get("nick-name") or "") or None, verification=_badge(card)
    )


def _time_told(card: HtmlElement, mid: int, author: Author) -> str | None:
    """The words of the link to the post, which has to lead to this post of this author."""
    link = first(card, f"{FROM}//a[@href]")
    if link is None:
        return None
    address = ADDRESS.search(link.get("href") or "")
    if address and (address[1], address[2]) != (author.key, bid_of(mid)):
        raise UnreadablePage("div.from > a/@href", f"链接指向别的帖文：{address[0][:60]!r}")
    return shown_time(text_of(link))


def _badge(card: HtmlElement) -> Verification | None:
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
    return (clean(text_of(link)) or None) if link is not None else None


def _reading(card: HtmlElement, at: datetime) -> Reading:
    if first(card, f".//div[{has_class('card-act')}]") is None:
        raise UnreadablePage("div.card-act", "卡片没有转评赞这一行，可能残缺")
    return Reading(
        read_at=at,
        reposts=_count(card, "feed_list_forward"),
        comments=_count(card, "feed_list_comment"),
        likes=_count(card, "feed_list_like"),
    )


def _count(card: HtmlElement, action: str) -> int | None:
    button = first(card, f".//div[{has_class('card-act')}]//a[@action-type='{action}']")
    if button is None:
        return None
    if sum(any(letter.isdigit() for letter in piece) for piece in button.itertext()) > 1:
        raise UnreadablePage(f"a[@action-type='{action}']", "一个按钮上有两个数字")
    try:
        return count_of(text_of(button, skip=_is_decoration))
    except ValueError as wrong:
        raise UnreadablePage(f"a[@action-type='{action}']", str(wrong)) from wrong
