"""Which article a page is: its identity, its other names, its lasting link, and the article that it repeats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawlers.pages.tree import first
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_scripts import first_of
from domain.article_address import Address, AddressKind, BadAddress, address_of, identity

Facts = Mapping[str, str]
REPOST = "2"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """`native` is biz:mid:idx. `url` is the best lasting link that the page tells, None behind a temporary link."""

    native: str
    biz: str
    aliases: tuple[str, ...]
    url: str | None


def identity_of(facts: Facts, variables: Facts, tree: HtmlElement) -> Identity:
    """The identity by the page's facts, else by its own long link; raises UnreadablePage naming what is missing.

    Pages of 2018 may leave every variable empty but the link; pages behind temporary links have no link and no sn.
    """
    links = _links(facts, variables, tree)
    told = (
        first_of(facts, "bizuin") or first_of(variables, "biz"),
        first_of(facts, "mid") or first_of(variables, "mid", "appmsgid"),
        first_of(facts, "idx") or first_of(variables, "idx", "itemidx"),
    )
    native = _native(told, links)
    biz = native.partition(":")[0]
    sn = first_of(facts, "sn") or first_of(variables, "sn")
    names = [link.name for link in links if link.kind is AddressKind.SHORT]
    names += [f"sn/{biz}:{sn}"] if sn else []
    return Identity(native=native, biz=biz, aliases=tuple(dict.fromkeys(names)), url=_best(links))


def origin_of(facts: Facts, variables: Facts, tree: HtmlElement) -> str | None:
    """The identity of the article that this one repeats; None for an article of its own, or where it is not told."""
    share = first(tree, "//*[@id='js_share_source']")
    written = share.get("data-url") if share is not None else None
    if (first_of(facts, "copyright_info.copyright_stat") or first_of(variables, "copyright_stat")) == REPOST:
        written = first_of(facts, "copyright_info.reprint_url") or first_of(variables, "reprint_url") or written
    address = _address(written)
    return address.name if address is not None and address.kind is AddressKind.LONG else None


def _native(told: Sequence[str | None], links: Sequence[Address]) -> str:
    biz, mid, idx = told
    if biz and mid and idx:
        if (native := identity(biz, mid, idx)) is not None:
            return native
        raise UnreadablePage("biz, mid, idx", f"文章编号形状不对：{biz[:40]!r} {mid[:20]!r} {idx[:20]!r}")
    by_link = next((link.name for link in links if link.kind is AddressKind.LONG), None)
    if by_link is not None:
        return by_link
    missing = next(name for name, value in zip(("biz", "mid", "idx"), told, strict=True) if not value)
    raise UnreadablePage(f"cgiDataNew.{missing} | var {missing}", f"页面里没有 {missing}")


def _links(facts: Facts, variables: Facts, tree: HtmlElement) -> list[Address]:
    shown = first(tree, "//meta[@property='og:url']")
    written = [first_of(facts, "link"), first_of(variables, "msg_link")]
    written.append(shown.get("content") if shown is not None else None)
    return [address for one in written if (address := _address(one)) is not None]


def _address(written: str | None) -> Address | None:
    """A link out of a page, None where it is none of an article: pages are written by strangers."""
    try:
        return address_of(written) if written else None
    except BadAddress:
        return None


def _best(links: Sequence[Address]) -> str | None:
    """The short link, else a long one that opens, else one that at least names the article."""
    lasting = [link for link in links if link.kind in {AddressKind.SHORT, AddressKind.LONG}]
    lasting.sort(key=lambda link: (link.kind is not AddressKind.SHORT, not link.opens))
    return lasting[0].url if lasting else None
