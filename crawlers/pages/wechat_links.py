"""The number of an article out of its long link."""

from urllib.parse import parse_qs, urlsplit

HOST = "mp.weixin.qq.com"


def numbers_in(link: str) -> tuple[str, str, int] | None:
    """(biz, mid, idx) of a long article link, also with the older names of its parts; None for any other link."""
    try:
        parts = urlsplit(link.replace("&amp;", "&").strip())
    except ValueError:
        return None
    if parts.netloc != HOST or parts.scheme not in {"http", "https"}:
        return None
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    biz, mid = asked.get("__biz", ""), asked.get("mid") or asked.get("appmsgid", "")
    idx = asked.get("idx") or asked.get("itemidx", "1")
    if (
        not biz
        or not (mid.isascii() and mid.isdecimal())
        or not (idx.isascii() and idx.isdecimal() and 0 < int(idx) < 100)
    ):
        return None
    return biz, mid[:20], int(idx)
