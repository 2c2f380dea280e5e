"""Addresses of WeChat articles as people, feeds and search results write them, and the names that they give an article.

A name is what tells one article from all others: its identity `biz:mid:idx`, its short link `s/<22 letters>`, a
temporary link `t/<hash>`. One article has several; which belong together is known once it was read.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, parse_qs, quote, urlencode, urlsplit

from domain.shown import Shown

HOST = "mp.weixin.qq.com"
HOME = f"https://{HOST}"
LONGEST = 2000
SHORT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
BIZ = re.compile(r"[A-Za-z0-9+/]{4,40}={0,2}")
NUMBER = re.compile(r"[0-9]{1,20}")
MARK = re.compile(r"[0-9A-Za-z*_.=-]{1,600}")
LINK = re.compile(r"https?://[^\s<>\"'，。；、！）】」》”]+", re.IGNORECASE | re.ASCII)
OTHER_SCHEME = re.compile(r"(?:javascript|data|vbscript|file|blob|about|weixin|ftp)\s*:", re.IGNORECASE)
LONG_PATHS = frozenset({"/s", "/mp/appmsg/show"})


class AddressKind(Shown):
    """What an address leads to."""

    SHORT = "short", "短链接"
    LONG = "long", "长链接"
    TEMPORARY = "temporary", "临时链接"
    ALBUM = "album", "专辑"


class BadAddress(ValueError):
    """An address that is no article's; the message says in Chinese why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address on the article host, without whatever only tracks who opened it.

    `opens` is false for a long link without its check code, which the host never shows to strangers: it still names
    the article. `made_at` is when a temporary link was given out.
    """

    kind: AddressKind
    name: str
    url: str
    opens: bool = True
    made_at: datetime | None = None


def address_of(written: str) -> Address:
    """The first link in a piece of text; raises BadAddress where there is none or it leads anywhere else."""
    link = _link_in(written)
    if len(link) > LONGEST:
        raise BadAddress(f"链接超过 {LONGEST} 个字符，不像文章地址")
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        raise BadAddress("链接写法不对，请从微信里重新复制") from None
    if parts.hostname != HOST or port not in {None, 80, 443} or "@" in parts.netloc:
        raise BadAddress(f"链接不在 {HOST} 上（{_shown(parts.netloc)}），只收公众号文章")
    return _on_host(parts)


def identity(biz: str, mid: str, idx: str) -> str | None:
    """The name `biz:mid:idx` of an article, a decimal account number written as base64; None where a part is not one.

    The parts come from strangers' pages: the name is never a path or a file name.
    """
    if biz.isascii() and biz.isdecimal() and len(biz) >= 9:
        biz = base64.b64encode(biz.encode()).decode()
    if not BIZ.fullmatch(biz) or not NUMBER.fullmatch(mid) or not NUMBER.fullmatch(idx):
        return None
    return f"{biz}:{int(mid)}:{int(idx)}"


def long_link(name: str, sn: str = "") -> str:
    """The canonical long link of an identity; it names the article, and only some readers may open it."""
    biz, mid, idx = name.split(":")
    return f"{HOME}/s?__biz={quote(biz)}&mid={mid}&idx={idx}" + (f"&sn={quote(sn)}" if sn else "")


def row_name(account: str, title: str, at: datetime) -> str:
    """The name of a search result before its article is read: account, title and second."""
    return f"row/{_digest(f'{account}|{title}|{int(at.timestamp())}')}"


def unescaped(written: str) -> str:
    r"""A link whose `\x26` and `&amp;`, also `&amp;amp;`, are undone.

    Other entities stay: `&timestamp` begins like one, and a browser's own rules would turn it into another letter.
    """
    plain = written.replace("\\x26", "&").replace("\\/", "/")
    return re.sub(r"&(?:amp;)+", "&", plain)


def _link_in(written: str) -> str:
    text = unescaped(written.strip())
    if OTHER_SCHEME.match(text):
        raise BadAddress("不是网页链接，只收 https:// 开头的公众号文章地址")
    if text.startswith(f"{HOST}/"):
        text = f"https://{text}"
    found = LINK.search(text)
    if found is None:
        raise BadAddress("这一行里没有链接")
    return found[0]


def _on_host(parts: SplitResult) -> Address:
    path = parts.path.rstrip("/")
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if path.startswith("/s/"):
        return _short(path.removeprefix("/s/"))
    if path == "/mp/appmsgalbum":
        return _album(asked)
    if path not in LONG_PATHS:
        raise BadAddress(f"不是文章地址（{_shown(parts.path)}），请在文章页右上角选“复制链接”")
    return _temporary(asked) if "signature" in asked and "src" in asked else _long(asked)


def _short(written: str) -> Address:
    """Some tools write the underscore as a tilde; the last letter can only be one of four."""
    key = written.replace("~", "_")
    if not SHORT.fullmatch(key):
        raise BadAddress("短链接应为 22 个字符，这一条多了、少了或写错了，请重新复制")
    return Address(kind=AddressKind.SHORT, name=f"s/{key}", url=f"{HOME}/s/{key}")


def _long(asked: Mapping[str, str]) -> Address:
    biz = asked.get("__biz", asked.get("biz", "")).replace(" ", "+")
    mid, idx = asked.get("mid", asked.get("appmsgid", "")), asked.get("idx", asked.get("itemidx", ""))
    sn, code = asked.get("sn", asked.get("sign", "")), asked.get("chksm", "")
    name = identity(biz, mid, idx)
    if name is None:
        raise BadAddress("长链接里缺少文章编号（__biz、mid、idx），请在文章页选“复制链接”")
    opens = bool(sn and code and MARK.fullmatch(sn) and MARK.fullmatch(code))
    url = long_link(name, sn if MARK.fullmatch(sn) else "")
    return Address(kind=AddressKind.LONG, name=name, url=f"{url}&chksm={code}" if opens else url, opens=opens)


def _temporary(asked: Mapping[str, str]) -> Address:
    stamp, signature = asked.get("timestamp", ""), asked["signature"]
    if not NUMBER.fullmatch(stamp) or len(stamp) > 10 or not MARK.fullmatch(signature):
        raise BadAddress("临时链接不完整，请重新复制整条链接")
    kept = {name: asked[name] for name in ("src", "timestamp", "ver", "signature", "new") if name in asked}
    return Address(
        kind=AddressKind.TEMPORARY,
        name=f"t/{_digest(signature)}",
        url=f"{HOME}/s?{urlencode(kept, safe='*')}",
        made_at=datetime.fromtimestamp(int(stamp), UTC),
    )


def _album(asked: Mapping[str, str]) -> Address:
    biz, album = asked.get("__biz", "").replace(" ", "+"), asked.get("album_id", "")
    if not BIZ.fullmatch(biz) or not NUMBER.fullmatch(album):
        raise BadAddress("专辑链接里缺少 __biz 或 album_id，请在专辑页选“复制链接”")
    url = f"{HOME}/mp/appmsgalbum?__biz={quote(biz)}&action=getalbum&album_id={album}"
    return Address(kind=AddressKind.ALBUM, name=f"album/{biz}/{album}", url=url)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _shown(text: str) -> str:
    return "".join(letter for letter in text[:60] if letter.isprintable()) or "空"
