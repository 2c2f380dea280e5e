"""Links of articles as bridges write them, and the names that they give an article."""

import base64
import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

HOST = "mp.weixin.qq.com"
SHORT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
BIZ = re.compile(r"[A-Za-z0-9+/]{4,40}={0,2}")
NUMBER = re.compile(r"[0-9]{1,20}")
MARK = re.compile(r"[0-9A-Za-z]{8,600}")


@dataclass(frozen=True, kw_only=True)
class ArticleLink:
    """An address on the article host without whatever only tracks people, and the name that it gives the article.

    `opens` is false for a long link without its check code, which the host shows nobody. `biz` is the account's id.
    """

    name: str
    url: str
    opens: bool
    biz: str | None = None


def article_link(written: str | None) -> ArticleLink | None:
    """The article's link; None where there is none or it leads to another host, such as the bridge's own pages.

    `&amp;` is undone however often it was escaped, and `~`, which some tools write for `_` in a short link.
    """
    try:
        parts = urlsplit(_unescaped(written or ""))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.netloc.partition(":")[0] != HOST or port not in {None, 80, 443}:
        return None
    if parts.path.startswith("/s/"):
        key = parts.path.removeprefix("/s/").rstrip("/").replace("~", "_")
        return ArticleLink(name=f"s/{key}", url=f"https://{HOST}/s/{key}", opens=True) if SHORT.fullmatch(key) else None
    return _long(parse_qs(parts.query)) if parts.path == "/s" else None


def _unescaped(written: str) -> str:
    text = written.strip()
    while (plain := html.unescape(text)) != text:
        text = plain
    return text


def _long(asked: dict[str, list[str]]) -> ArticleLink | None:
    def value(*names: str) -> str:
        return next((asked[name][0] for name in names if name in asked), "")

    biz, mid, idx = value("__biz", "biz").replace(" ", "+"), value("mid", "appmsgid"), value("idx", "itemidx")
    if biz.isascii() and biz.isdecimal() and len(biz) >= 9:
        biz = base64.b64encode(biz.encode()).decode()
    if not BIZ.fullmatch(biz) or not NUMBER.fullmatch(mid) or not NUMBER.fullmatch(idx):
        return None
    sn, code = value("sn", "sign"), value("chksm")
    url = f"https://{HOST}/s?__biz={quote(biz)}&mid={int(mid)}&idx={int(idx)}"
    url += f"&sn={sn}" if MARK.fullmatch(sn) else ""
    opens = bool(MARK.fullmatch(sn) and MARK.fullmatch(code))
    return ArticleLink(
        name=f"{biz}:{int(mid)}:{int(idx)}", url=f"{url}&chksm={code}" if opens else url, opens=opens, biz=biz
    )
