"""What an article is called on the host: short and long links that fit its identity, and a mark that tells nothing."""

import base64
import hashlib
from urllib.parse import quote

from drill.scenario import Article

REAL_HOST = "https://mp.weixin.qq.com"


def key_of(article: Article) -> str:
    """A mark of an article that tells nothing of its identity."""
    return _hash(article, "key").hex()[:48].upper()


def short_of(article: Article, number: int = 0) -> str:
    """One of its short ids: 22 letters for 128 bits; an article has several."""
    return base64.urlsafe_b64encode(_hash(article, f"short{number}")[:16]).decode().rstrip("=")


def sn_of(article: Article) -> str:
    """The serial mark in its long link."""
    return _hash(article, "sn").hex()[:32]


def code_of(article: Article) -> str:
    """The check code without which a long link leads to the check of the visitor."""
    return _hash(article, "chksm").hex()


def long_link(article: Article, *, code: bool = False) -> str:
    """Its long link, on the real host, as pages of the host write it."""
    link = f"{REAL_HOST}/s?__biz={quote(article.biz)}&mid={article.mid}&idx={article.idx}&sn={sn_of(article)}"
    return f"{link}&chksm={code_of(article)}&scene=27#wechat_redirect" if code else link


def _hash(article: Article, of: str) -> bytes:
    return hashlib.sha256(f"{of}:{article.biz}:{article.mid}:{article.idx}".encode()).digest()
