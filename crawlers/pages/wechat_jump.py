"""The way from a search result to the article: the link is signed as the page's script does, the jump page joined."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from crawlers.pages.unreadable import UnreadablePage

PIECES = re.compile(r"url\s*\+=\s*'([^']*)'|url\s*\+=\s*\"([^\"]*)\"")


def signed(link: str, shift: int | None, k: int) -> str:
    """The link with the two marks k and h that a click adds; k is any number from 1 to 100.

    h is the letter at (place of "url=") + 4 + shift + k. Unchanged where it is signed already, where the page told no
    shift, or where it is too short.
    """
    place = link.find("url=")
    if shift is None or place < 0 or "&k=" in link or place + 4 + shift + k >= len(link):
        return link
    return f"{link}&k={k}&h={link[place + 4 + shift + k]}"


def article_address(body: bytes, home: SplitResult) -> str:
    """The address that a jump page leads to, on the scheme of `home`.

    Raises UnreadablePage where the page holds no pieces of an address or they lead to another host than `home`'s.
    """
    pieces = [one or other for one, other in PIECES.findall(body.decode("utf-8", "replace"))]
    if not pieces:
        raise UnreadablePage("script > url += '…'", "跳转页里没有文章地址")
    return checked_address("".join(pieces).replace("@", ""), home)


def checked_address(address: str, home: SplitResult) -> str:
    """An article's address, proved to be on the article host; raises UnreadablePage for any other host."""
    parts = urlsplit(address)
    if parts.netloc != home.netloc:
        raise UnreadablePage("url", f"跳转到了别的站点：{parts.netloc[:60]!r}")
    return urlunsplit(parts._replace(scheme=home.scheme))
